package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.ScriptDescription;
import dev.airelay.server.ExitStatus;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class EmulateCommandTest {
    private TestProcess process;

    @BeforeEach
    void startOutside(@TempDir Path home) {
        process = new TestProcess(home);
    }

    @Test
    void listsEveryScript() {
        TestProcess.Result result = process.run("emulate", "--scripts");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains(
                        Emulator.scripts().stream().map(ScriptDescription::name).toList());
    }

    @Test
    void listensUntilItIsStopped() throws Exception {
        try (ServingProcess serving = ServingProcess.start(process, "emulate", "--port", "0", "--pace", "1")) {
            String first = serving.lineStarting("Emulated upstream at ");
            URI base = URI.create(first.substring(first.indexOf("http")));

            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), base.getPort())) {
                assertThat(client.isConnected()).isTrue();
            }
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void configurationLinesNameBackendAndIssuer() throws Exception {
        try (ServingProcess serving =
                ServingProcess.start(process, "emulate", "--approve", "page", "--token-lifetime", "60")) {
            String backend = serving.lineStarting("base_url = ");
            String issuer = serving.lineStarting("issuer_base_url = ");

            assertThat(backend).matches("base_url = \"http://127\\.0\\.0\\.1:\\d+/backend-api/codex\"");
            assertThat(issuer).isEqualTo("issuer_" + backend.replace("/backend-api/codex", ""));
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void tlsPrintsTheAuthorityAndConfiguresIt() throws Exception {
        try (ServingProcess serving = ServingProcess.start(process, "emulate", "--tls")) {
            String file = serving.lineStarting("CA certificate").replaceFirst("^CA certificate:?\\s+", "");
            String backend = serving.lineStarting("base_url = ");
            String authority = serving.lineStarting("ca_file = ");

            assertThat(Path.of(file)).content().startsWith("-----BEGIN CERTIFICATE-----");
            assertThat(backend).startsWith("base_url = \"https://127.0.0.1:");
            assertThat(authority).isEqualTo("ca_file = '" + file + "'");
            assertThat(serving.stop()).isZero();
            assertThat(Path.of(file)).doesNotExist();
        }
    }

    @Test
    void unknownApprovalIsUsageError() {
        TestProcess.Result result = process.run("emulate", "--approve", "maybe");

        assertThat(result.code()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("automatic, page or deny, was 'maybe'");
    }

    @Test
    void unknownScriptIsUsageError() {
        TestProcess.Result result = process.run("emulate", "--script", "no-such-script");

        assertThat(result.code()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).startsWith("airelay: ").contains("no-such-script");
    }

    @Test
    void busyPortIsOneLineWithTheRemedy() {
        try (Emulator other = Emulator.start(EmulatorOptions.defaults())) {
            TestProcess.Result result = process.run("emulate", "--port", String.valueOf(other.port()));

            assertThat(result.code()).isEqualTo(ExitStatus.UNAVAILABLE.code());
            assertThat(result.err())
                    .isEqualTo("airelay: Cannot listen on 127.0.0.1:" + other.port()
                            + ". Choose another port, or 0 for any free port." + System.lineSeparator());
        }
    }
}
