package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands that look at a running relay or at the account: status, usage, models, env, stop, bugreport. */
@Timeout(120)
final class OwnerCommandsTest {
    /** The path of an hour's log in its directory. */
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy/MM/dd-HH'.log'", Locale.ROOT).withZone(ZoneOffset.UTC);

    @TempDir
    private Path home;

    private SignInScene scene;

    @BeforeEach
    void signIn() throws Exception {
        scene = SignInScene.open(home);
        scene.process.run("init");
        assertThat(scene.signIn("--no-browser").code()).isZero();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void statusFindsTheRunningRelayOnAnyPort() throws Exception {
        try (ServingProcess relay = ServingProcess.start(scene.process, "serve", "--port", "0")) {
            String url = relay.lineStarting("AIRelay at").substring("AIRelay at ".length());
            relay.lineStarting("Press");

            JsonNode status = scene.process.run("status", "--json").json();

            assertThat(status.at("/running/running").booleanValue()).isTrue();
            assertThat(status.at("/running/base_url").stringValue()).isEqualTo(url);
            assertThat(status.at("/usage/account/plan_type").stringValue()).isEqualTo("plus");
            assertThat(status.path("next_steps")).isEmpty();
            assertThat(scene.process.run().out()).contains(url, "Week ", "5 hours ", "% left", "Session   Plus, ");
            assertThat(scene.process.run("env").out()).startsWith("export OPENAI_BASE_URL=" + url);
            assertThat(relay.stop()).isZero();
        }
        assertThat(scene.process
                        .run("status", "--json")
                        .json()
                        .at("/running/running")
                        .booleanValue())
                .isFalse();
        assertThat(scene.process.file(".airelay/relay.json")).doesNotExist();
    }

    @Test
    void usageAndModelsComeFromTheUpstreamWithoutRelay() {
        assertThat(scene.process.run("usage").out()).contains("Plan plus", "Week ", "% left", "resets ");
        assertThat(scene.process
                        .run("usage", "--json")
                        .json()
                        .at("/rate_limits/default/primary_window")
                        .isObject())
                .isTrue();
        assertThat(scene.process.run("models").out().lines()).contains("gpt-5.5");
    }

    @Test
    void modelsOfTheRelayHaveItsAliases() throws Exception {
        Files.writeString(
                scene.process.file(".config/airelay/config.toml"), "[models]\naliases = { mine = \"gpt-5.5\" }\n");
        try (ServingProcess relay = ServingProcess.start(scene.process, "serve", "--port", "0")) {
            relay.lineStarting("Press");

            assertThat(scene.process.run("models").out().lines()).contains("gpt-5.5", "mine");
        }
    }

    @Test
    void commandsTrustTheCertificateOfTheSettings() throws Exception {
        certify();
        try (ServingProcess relay = ServingProcess.start(scene.process, "serve", "--port", "0")) {
            String url = relay.lineStarting("AIRelay at").substring("AIRelay at ".length());
            assertThat(url).startsWith("https://");
            relay.lineStarting("Press");

            assertThat(scene.process.run("models").out().lines()).contains("gpt-5.5");
            TestProcess.Result written = scene.process.run("connect", "opencode", "--write", "--check");
            assertThat(written.err()).isEmpty();
            assertThat(written.out()).contains(url, "Checked: ");
        }
    }

    /** Gives the relay a certificate of nobody's authority. */
    private void certify() throws Exception {
        Path keys = home.resolve("keys.p12");
        String password = "changeit";
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "relay",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=relay.example",
                        "-storepass",
                        password,
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(keys.toFile(), password.toCharArray());
        Path chain = pem("CERTIFICATE", store.getCertificate("relay").getEncoded());
        Path key =
                pem("PRIVATE KEY", store.getKey("relay", password.toCharArray()).getEncoded());
        scene.process
                .with("AIRELAY_TLS_CERTIFICATE_FILE", chain.toString())
                .with("AIRELAY_TLS_PRIVATE_KEY_FILE", key.toString());
    }

    private Path pem(String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(content);
        return Files.writeString(
                home.resolve(kind + ".pem"),
                "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    @Test
    void connectSendsTheTokenToNoStranger() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            scene.process.with("AIRELAY_PORT", String.valueOf(stranger.getLocalPort()));
            stranger.setSoTimeout(1);

            TestProcess.Result refused = scene.process.run("connect", "opencode", "--write");

            assertThat(refused.code()).isEqualTo(69);
            assertThat(refused.err())
                    .startsWith("airelay: No relay runs with these settings. Start it with: airelay serve.");
            assertThatThrownBy(stranger::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void usageWithoutSessionNamesTheCode() {
        scene.process.run("logout");

        TestProcess.Result result = scene.process.run("usage");

        assertThat(result.code()).isEqualTo(77);
        assertThat(result.err()).startsWith("airelay: ").contains("airelay login");
    }

    @Test
    void stopWithoutRelaySucceeds() throws Exception {
        scene.process.with("AIRELAY_PORT", String.valueOf(SignInScene.freePort()));

        assertThat(scene.process.run("stop").out()).startsWith("No relay is running.");
        assertThat(scene.process.run("stop", "--json").json().path("stopped").booleanValue())
                .isFalse();
    }

    @Test
    void programAtTheAddressOfAnEndedRelayGetsNoToken() throws Exception {
        try (Impostor impostor = Impostor.start()) {
            Files.writeString(scene.process.file(".airelay/relay.json"), """
                    {"pid": %d, "process": "of an ended relay", "base_url": "%s/v1", "started_at_ms": %d, "version": "1"}
                    """.formatted(
                            ProcessHandle.current().pid(), impostor.origin(), System.currentTimeMillis()));
            scene.process.with("AIRELAY_PORT", String.valueOf(impostor.port()));

            JsonNode status = scene.process.run("status", "--json").json();
            scene.process.run("usage");
            scene.process.run("doctor", "--skip-response");
            TestProcess.Result open = scene.process.run("open", "--print");
            TestProcess.Result stop = scene.process.run("stop");

            assertThat(status.at("/running/running").booleanValue()).isFalse();
            assertThat(status.at("/running/ready").booleanValue()).isFalse();
            assertThat(open.code()).isEqualTo(69);
            assertThat(stop.code()).isEqualTo(1);
            assertThat(stop.err()).contains(" does not run with the data directory ");
            assertThat(impostor.requests())
                    .contains("GET /healthz HTTP/1.1")
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("authorization"));
        }
    }

    /** Another program that says that it is AIRelay, and notes the heads of all requests. */
    private static final class Impostor implements AutoCloseable {
        private static final String ANSWER = "{\"app_name\": \"AIRelay\"}";

        private final ServerSocket socket;
        private final List<String> requests = new CopyOnWriteArrayList<>();

        private Impostor(ServerSocket socket) {
            this.socket = socket;
        }

        static Impostor start() throws IOException {
            Impostor impostor = new Impostor(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
            Thread thread = new Thread(impostor::serve, "impostor");
            thread.setDaemon(true);
            thread.start();
            return impostor;
        }

        private void serve() {
            while (true) {
                try (Socket client = socket.accept()) {
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
                    for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                        requests.add(line);
                    }
                    client.getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                                            + ANSWER.length() + "\r\nConnection: close\r\n\r\n" + ANSWER)
                                    .getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException closed) {
                    if (socket.isClosed()) {
                        return;
                    }
                }
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        String origin() {
            return "http://127.0.0.1:" + port();
        }

        List<String> requests() {
            return requests;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void doctorCallsTheRelayThroughItsPort() throws Exception {
        try (ServingProcess relay = ServingProcess.start(scene.process, "serve", "--port", "0")) {
            String url = relay.lineStarting("AIRelay at").substring("AIRelay at ".length());
            relay.lineStarting("Press");

            assertThat(scene.process.run("doctor").out())
                    .contains(
                            "All checks passed",
                            "relay:            ok      " + url,
                            "answered through the relay, which counts against your plan: ");

            Files.writeString(scene.process.file(".airelay/relay-token"), "another-token-than-the-relay-has\n");
            scene.process.with("AIRELAY_BEARER_TOKEN", "yet-another-one-of-the-shell");
            TestProcess.Result refused = scene.process.run("doctor", "--skip-response");
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.out()).contains("relay:            FAILED", "Start it again.");
        }
    }

    @Test
    void bugReportNamesNobodyAndNoSecret() throws Exception {
        String token =
                Files.readString(scene.process.file(".airelay/relay-token")).strip();
        JsonNode auth = scene.process.run("status", "--json").json().path("auth");
        Path log = scene.process.file(".airelay/logs").resolve(HOUR.format(Instant.now()));
        Files.createDirectories(log.getParent());
        Files.writeString(log, """
                {"request_id":"req_1","phase":"outbound_response","method":"GET","path":"/v1/relay/nothing",\
                "client_ip":"192.168.7.8","status_code":404,"complete":true,"user_agent":"n8n/1.0","duration_ms":3,\
                "logged_at":"%s"}
                """.formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        scene.process.with("USER", "relay");
        try (ServingProcess relay = ServingProcess.start(scene.process, "serve", "--port", "0")) {
            relay.lineStarting("Press");

            TestProcess.Result report = scene.process.run("bugreport");

            assertThat(report.code()).isZero();
            assertThat(report.out())
                    .contains(
                            "# AIRelay report",
                            "- relay: ",
                            "auth.storage = \"file\"",
                            "## The last failures",
                            "GET relay/nothing",
                            "from [address]")
                    .doesNotContain(
                            token,
                            home.toString(),
                            "192.168.7.8",
                            "[user]",
                            auth.path("email").stringValue(),
                            auth.path("account_id").stringValue());
            Path file = scene.process.file("report.md");
            assertThat(scene.process.run("bugreport", "--output", "report.md").code())
                    .isZero();
            assertThat(file).content().contains("# AIRelay report");
            assertThat(scene.process.run("bugreport", "--output", "report.md").err())
                    .contains("report.md exists.");
        }
    }

    @Test
    void configurationIsShownAndCheckedAndEdited() throws Exception {
        Path file = scene.process.file(".config/airelay/config.toml");
        Files.writeString(file, "[server]\nport = 9001\n");

        assertThat(scene.process.run("config", "path").out()).isEqualTo(file + System.lineSeparator());
        assertThat(scene.process.run("config", "show").out())
                .contains("server.port = 9001  (~/.config/airelay/config.toml:2)")
                .doesNotContain("server.host");
        assertThat(scene.process.run("config", "show", "--all").out())
                .contains("server.host = \"127.0.0.1\"  (default)");
        assertThat(scene.process.run("config", "check").out()).contains("is valid.");

        scene.process.with("PATH", System.getenv("PATH")).with("EDITOR", "sed -i 's/port = 9001/port = 99999/'");
        TestProcess.Result edited = scene.process.run("config", "edit");
        assertThat(edited.code()).isEqualTo(78);
        assertThat(edited.err()).contains("server.port must be 0..65535, was 99999");
        JsonNode problems = scene.process.run("config", "check", "--json").json();
        assertThat(problems.path("ok").booleanValue()).isFalse();
        assertThat(problems.at("/problems/0/line").intValue()).isEqualTo(2);
        assertThat(scene.process.childSignals).hasSize(1);

        scene.process.with("EDITOR", "\"no such editor\" --wait");
        assertThat(scene.process.run("config", "edit").err())
                .contains("The editor no such editor was not found. Set EDITOR");
    }
}
