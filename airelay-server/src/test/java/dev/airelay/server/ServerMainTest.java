package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How runs of the server jar end that do not come to serve. */
@Timeout(60)
class ServerMainTest {

    @TempDir
    Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private ExitStatus run(Map<String, String> environment, String... arguments) throws InterruptedException {
        return new ServerMain(environment, home, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .run(arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "--port,USAGE,'Arguments have the form --key=value'",
        "--server.port=x,USAGE,'--server.port: server.port must be 0..65535, was x'",
        "--server.max_body_bytes=1,USAGE,'--server.max_body_bytes: server.max_body_bytes must be'",
        "--config=missing.toml,CONFIG,'does not exist'",
        "--server.port=0,FAILURE,'There is no relay token in '",
    })
    void argumentsThatCannotServeEndWithTheCommandsCodes(String argument, ExitStatus status, String message)
            throws InterruptedException {
        assertThat(run(Map.of(), argument)).isEqualTo(status);
        assertThat(err.toString(UTF_8)).startsWith("airelay: ").contains(message);
        assertThat(out.size()).isZero();
    }

    @Test
    void helpListsKeysAndExitCodes() throws InterruptedException {
        assertThat(run(Map.of(), "--server.port=x", "--help")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString(UTF_8)).contains("  server.port\n", "  security.allowed_hosts\n", "\n  78 ");
        assertThat(err.size()).isZero();
    }

    @Test
    void versionIsOneLine() throws InterruptedException {
        assertThat(run(Map.of(), "--version")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString(UTF_8)).isEqualTo("airelay-server " + RelayVersion.current() + System.lineSeparator());
    }

    @Test
    void wrongVariableIsAWrongConfiguration() throws InterruptedException {
        assertThat(run(Map.of("AIRELAY_PORT", "many"))).isEqualTo(ExitStatus.CONFIG);
        assertThat(err.toString(UTF_8)).startsWith("airelay: AIRELAY_PORT: server.port must be");
    }

    @Test
    void takenPortIsUnavailable() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(Map.of("AIRELAY_BEARER_TOKEN", "t"), "--server.port=" + taken.getLocalPort()))
                    .isEqualTo(ExitStatus.UNAVAILABLE);
        }
        assertThat(err.toString(UTF_8))
                .startsWith("airelay: cannot listen on 127.0.0.1:")
                .contains("the port is already in use. Stop the program that uses it");
    }

    @Test
    void addressOfAnotherMachineIsUnavailable() throws InterruptedException {
        assertThat(run(Map.of("AIRELAY_BEARER_TOKEN", "t"), "--server.host=192.0.2.1", "--server.port=0"))
                .isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(err.toString(UTF_8))
                .contains("cannot listen on 192.0.2.1:0: this machine does not have the address. Check server.host.")
                .doesNotContain("java", "Exception");
    }

    @Test
    void openRelayIsNotServedToOtherMachines() throws InterruptedException {
        assertThat(run(Map.of(), "--server.host=0.0.0.0", "--security.require_bearer_auth=false"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString(UTF_8))
                .contains("security.require_bearer_auth must be true while server.host is 0.0.0.0");
    }
}
