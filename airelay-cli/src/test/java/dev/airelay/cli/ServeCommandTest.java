package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
                        "airelay: there is no relay token in " + process.file("here/relay-token")
                                + "; run: airelay init --data-dir here" + System.lineSeparator()));
    }

    @Test
    void theFirstLineHoldsTheBaseUrlWithTheRealPort() throws Exception {
        process.run("init");
        try (ServingProcess serving = ServingProcess.start(process, "serve", "--port", "0")) {
            String first = serving.lineStarting("");
            String port = serving.lineStarting("Port:").replaceAll("\\D", "");

            assertThat(first).isEqualTo("AIRelay at http://127.0.0.1:" + port + "/v1");
            assertThat(port).isNotEqualTo("0");
            assertThat(serving.lineStarting("Token file:"))
                    .endsWith(process.file(".airelay/relay-token").toString());
            assertThat(serving.lineStarting("Header:")).endsWith("Authorization: Bearer <AIRelay token>");
            assertThat(serving.lineStarting("Next:")).endsWith("auth.json at " + process.file(".airelay/auth.json"));
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void makesTheTokenWhenTheSettingsSaySo() throws Exception {
        process.with("AIRELAY_AUTO_GENERATE_BEARER_TOKEN", "true");
        try (ServingProcess serving = ServingProcess.start(process, "serve", "--port", "0")) {
            serving.lineStarting("Upstream Session");

            assertThat(Files.readString(process.file(".airelay/relay-token")).strip())
                    .hasSize(43);
            assertThat(serving.stop()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "serve --demo"})
    void aBusyPortIsOneLineWithTheWayOut(String command) throws IOException {
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
