package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.ExitStatus;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class ServeCommandTest {
    private TestProcess process;

    @BeforeEach
    void startOutside(@TempDir Path home) {
        process = new TestProcess(home);
    }

    @Test
    void withoutATokenItStopsAndNamesTheCommand() {
        TestProcess.Result result = process.run("serve", "--port", "0", "--data-dir", "here");

        assertThat(result)
                .isEqualTo(new TestProcess.Result(
                        1,
                        "",
                        "airelay: There is no relay token in " + process.file("here/relay-token")
                                + ". Run: airelay init --data-dir here" + System.lineSeparator()));
    }

    @Test
    void firstLineHoldsTheBaseUrlWithTheRealPort() throws Exception {
        process.run("init");
        try (ServingProcess serving = ServingProcess.start(process, "serve", "--port", "0")) {
            String first = serving.lineStarting("");

            assertThat(first).matches("AIRelay at http://127\\.0\\.0\\.1:[1-9][0-9]*/v1");
            assertThat(serving.lineStarting("Session")).endsWith("not signed in   Run: airelay login");
            assertThat(serving.lineStarting("Token")).endsWith("airelay token show --raw");
            assertThat(serving.lineStarting("Press")).isEqualTo("Press Ctrl-C to stop.");
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void makesTheTokenWhenTheSettingsSaySo() throws Exception {
        process.with("AIRELAY_AUTO_GENERATE_BEARER_TOKEN", "true");
        try (ServingProcess serving = ServingProcess.start(process, "serve", "--port", "0")) {
            serving.lineStarting("Session");

            assertThat(Files.readString(process.file(".airelay/relay-token")).strip())
                    .hasSize(43);
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void withoutAuthItServesEverybodyOnThisMachineAndSaysSoLoudly() throws Exception {
        try (ServingProcess serving = ServingProcess.start(process, "serve", "--port", "0", "--no-auth")) {
            String url = serving.lineStarting("AIRelay at").substring("AIRelay at ".length());
            assertThat(serving.lineStarting("Token")).endsWith("not required");

            assertThat(status(url + "/relay/status")).isEqualTo(200);
            assertThat(serving.stop()).isZero();
            assertThat(serving.errors()).startsWith("airelay: warning: Authentication is off: ");
        }
        assertThat(process.file(".airelay/relay-token")).doesNotExist();
    }

    @Test
    void printsLineForEachRequestUnlessQuiet() throws Exception {
        process.run("init");
        try (ServingProcess serving = ServingProcess.start(process, "serve", "--port", "0")) {
            String url = serving.lineStarting("AIRelay at").substring("AIRelay at ".length());
            serving.lineStarting("Press");

            assertThat(status(url + "/models")).isEqualTo(401);

            assertThat(serving.lineContaining("  401  Java")).contains(" models ", "invalid_api_key");
            assertThat(serving.stop()).isZero();
        }
        try (ServingProcess serving = ServingProcess.start(process, "serve", "--port", "0", "--quiet")) {
            String url = serving.lineStarting("AIRelay at").substring("AIRelay at ".length());
            serving.lineStarting("Press");

            assertThat(status(url + "/models")).isEqualTo(401);

            assertThat(serving.stop()).isZero();
            assertThat(serving.rest()).isBlank();
        }
    }

    private static int status(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "serve --no-auth --host 0.0.0.0 --port 0,'--no-auth: security.require_bearer_auth must be true while server.host'",
        "serve --no-auth --demo --port 0,'--demo creates a token of its own'"
    })
    void withoutAuthItStaysOnThisMachine(String line, String message) {
        TestProcess.Result result = process.run(line.split(" "));

        assertThat(result.code()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).startsWith("airelay: " + message);
        assertThat(result.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "serve --demo"})
    void busyPortIsOneLineWithTheRemedy(String command) throws IOException {
        process.run("init");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestProcess.Result result = process.run((command + " --port " + taken.getLocalPort()).split(" "));

            assertThat(result.code()).isEqualTo(ExitStatus.UNAVAILABLE.code());
            assertThat(result.out()).isEmpty();
            assertThat(result.err().lines()).hasSize(1);
            assertThat(result.err())
                    .startsWith("airelay: cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .contains("--port");
        }
    }
}
