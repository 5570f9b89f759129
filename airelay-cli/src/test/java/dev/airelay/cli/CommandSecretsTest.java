package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.DeviceOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No command, page, answer, file or thread name reveals a secret of the session, with stack traces asked for. */
@Timeout(120)
final class CommandSecretsTest {
    private final SecretSweep sweep = new SecretSweep();
    private SignInScene scene;

    @BeforeEach
    void open(@TempDir Path home) throws Exception {
        scene = SignInScene.open(home);
        run("init");
        sweep.secret(
                "relay token",
                Files.readString(scene.process.file(".airelay/relay-token")).strip());
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private TestProcess.Result run(String... args) throws IOException {
        TestProcess.Result result = scene.process.run(args);
        String token = Files.readString(scene.process.file(".airelay/relay-token"));
        sweep.text(args[0], result, args[0].equals("init") ? new String[] {token.strip()} : new String[0]);
        learn();
        return result;
    }

    private void learn() throws IOException {
        sweep.session(scene.process.file(".airelay/auth.json"));
        sweep.requests(scene.emulator.requests("/oauth/authorize"));
        sweep.requests(scene.emulator.requests("/oauth/token"));
        sweep.requests(scene.emulator.requests("/oauth/revoke"));
        sweep.requests(scene.emulator.requests("/deviceauth/token"));
    }

    private int signIn() throws Exception {
        try (ServingProcess login = ServingProcess.start(scene.process, "login", "--debug", "--no-browser")) {
            String address = login.lineStarting("http");
            sweep.text("the last page", SignInScene.browse(address));
            int code = login.exitCode();
            sweep.text("login", new TestProcess.Result(code, login.rest(), login.errors()), address);
            learn();
            return code;
        }
    }

    private void assertNoneLeft(String... kindsInUse) throws IOException {
        learn();
        sweep.files(scene.process.file(".airelay"));
        assertThat(sweep.known()).contains(kindsInUse);
        assertThat(sweep.findings()).isEmpty();
    }

    @Test
    void wholeDayLeaksNoSecret() throws Exception {
        assertThat(signIn()).isZero();
        try (ServingProcess relay = ServingProcess.start(scene.process, "serve", "--port", "0", "--debug")) {
            String api = relay.lineStarting("AIRelay at").substring("AIRelay at ".length());
            assertThat(ask(api)).isEqualTo(200);
            scene.emulator.advanceClock(Duration.ofDays(11));
            assertThat(ask(api)).isEqualTo(200);
            assertThat(scene.emulator.issuer().counts().rotations()).isEqualTo(1);
            assertThat(run("doctor", "--json", "--debug").code()).isZero();
            assertThat(run("status", "--json").code()).isZero();
            sweep.text(
                    "the names of the threads",
                    Thread.getAllStackTraces().keySet().toString());
            assertThat(run("logout", "--json", "--debug").code()).isZero();
            // The relay looks at the session once in a while.
            while (ask(api) == 200) {
                assertThat(run("version").code()).isZero();
            }
            assertThat(ask(api)).isEqualTo(503);
            assertThat(relay.stop()).isZero();
            assertThat(run("logs", "--json").out())
                    .contains("relay_started", "session_renewed", "session_unavailable", "relay_stopped");
            sweep.text("serve", new TestProcess.Result(0, relay.rest(), relay.errors()));
        }

        assertNoneLeft("relay token", "access_token", "refresh_token", "id_token", "code", "code_verifier", "state");
    }

    @Test
    void deviceLoginLeaksNoSecret() throws Exception {
        scene.emulator
                .issuer()
                .change(options -> options.withDevice(
                        DeviceOptions.defaults().withApprovedAfterPolls(1).withInterval(Duration.ofSeconds(1))));

        TestProcess.Result login = scene.process.run("login", "--device", "--debug");

        assertThat(login.code()).as(login.err()).isZero();
        learn();
        String code = scene.emulator
                .requests("/deviceauth/token")
                .get(0)
                .field("user_code")
                .orElseThrow();
        sweep.text("login --device", login, code);
        assertNoneLeft("device_auth_id", "user_code", "code", "code_verifier", "access_token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token-error code=invalid_grant on=exchange",
                "token-error code=invalid_grant form=text on=exchange",
                "token-error form=html on=exchange",
                "status code=500 on=exchange",
                "cloudflare on=exchange",
                "cut kind=rst at=headers on=exchange",
                "lost on=exchange",
                "omit field=access_token on=exchange",
                "omit field=refresh_token on=exchange",
                "claims account-in=none on=exchange",
                "login-error code=access_denied",
                "login-redirect code=none"
            })
    void failedLoginLeaksNoSecret(String script) throws Exception {
        scene.emulator.script(script);

        assertThat(signIn()).isNotZero();

        assertThat(scene.process.file(".airelay/auth.json")).doesNotExist();
        assertNoneLeft("relay token", "state");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token-error code=refresh_token_expired on=refresh",
                "token-error code=refresh_token_reused form=top on=refresh",
                "token-error form=html on=refresh",
                "status code=500 on=refresh",
                "cloudflare on=refresh",
                "cut kind=rst at=headers on=refresh",
                "lost on=refresh",
                "claims account=acct-other on=refresh"
            })
    void failedRenewalLeaksNoSecret(String script) throws Exception {
        assertThat(signIn()).isZero();
        scene.emulator.advanceClock(Duration.ofDays(11));
        // Every step that needs the session tries again.
        for (int attempt = 0; attempt < 5; attempt++) {
            scene.emulator.script(script);
        }

        TestProcess.Result doctor = run("doctor", "--json", "--debug");

        assertThat(doctor.code()).as(doctor.out()).isNotZero();
        run("status", "--debug");
        assertNoneLeft("access_token", "refresh_token", "code", "code_verifier", "state");
    }

    @Test
    void plantedSecretIsFound() {
        sweep.secret("state", "state-0123");

        sweep.text("a page", "<p>state-0123</p>");
        sweep.text("a log", "rt_" + "a1".repeat(21) + "b");
        sweep.text("an address", "http://issuer/?state=state-0123", "http://issuer/?state=state-0123");

        assertThat(sweep.findings())
                .anySatisfy(finding -> assertThat(finding).endsWith("a page holds state"))
                .anySatisfy(finding -> assertThat(finding).endsWith("a log holds a refresh token"))
                .noneSatisfy(finding -> assertThat(finding).contains("an address"));
    }

    private int ask(String api) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(api + "/responses").toURL().openConnection();
        String token = Files.readString(scene.process.file(".airelay/relay-token"));
        Map.of("Authorization", "Bearer " + token.strip(), "Content-Type", "application/json")
                .forEach(connection::setRequestProperty);
        connection.setDoOutput(true);
        connection.getOutputStream().write("""
                {"model": "gpt-5.5", "input": "Hello."}
                """.getBytes(StandardCharsets.UTF_8));
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            sweep.text(
                    "an answer",
                    connection.getHeaderFields() + new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
        learn();
        return status;
    }
}
