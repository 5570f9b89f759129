package dev.airelay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.server.MeasuredRelay;
import dev.airelay.server.RelayServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A relay in a process of its own, whose virtual machine can be observed through the Java Debug Interface. */
final class TracedRelay implements AutoCloseable {
    private static final String PATIENCE_MILLIS = "60000";

    private final Process process;
    private final VirtualMachine machine;
    private final int port;

    private TracedRelay(Process process, VirtualMachine machine, int port) {
        this.process = process;
        this.machine = machine;
        this.port = port;
    }

    /** Starts a relay and returns when it serves. */
    static TracedRelay start(URI upstream, Path directory) throws IOException, IllegalConnectorArgumentsException {
        ListeningConnector connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                .filter(one -> one.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("localAddress").setValue("127.0.0.1");
        arguments.get("port").setValue("0");
        arguments.get("timeout").setValue(PATIENCE_MILLIS);
        String address = connector.startListening(arguments);
        Process process = null;
        try {
            process = launch(address.substring(address.lastIndexOf(':') + 1), upstream, directory);
            VirtualMachine machine = connector.accept(arguments);
            BufferedReader out = process.inputReader(UTF_8);
            return new TracedRelay(process, machine, Integer.parseInt(String.valueOf(out.readLine())));
        } catch (IOException | RuntimeException failed) {
            if (process != null) {
                process.destroyForcibly();
            }
            throw failed;
        } finally {
            connector.stopListening(arguments);
        }
    }

    private static Process launch(String debuggerPort, URI upstream, Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-agentlib:jdwp=transport=dt_socket,server=n,suspend=n,address=127.0.0.1:" + debuggerPort,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        // Two event loops, so that a delta could leave the one that reads it.
                        "-XX:ActiveProcessorCount=2",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TracedRelay.class.getName(),
                        upstream.toString(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Arguments: base URL of the upstream, data directory. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        Map<String, String> settings =
                Map.of("server.port", "0", "paths.data_dir", directory.toString(), "upstream.base_url", arguments[0]);
        try (RelayServer relay = RelayServer.builder()
                .config(ConfigLoader.load(ConfigSources.of(Map.of(), settings, directory)))
                .token(RelayTokenSource.fixed(RelayToken.of(MeasuredRelay.TOKEN, RelayToken.Source.MEMORY)))
                .session(new StaticCredentials(new Credentials("access-token", "account")))
                .start()) {
            System.out.println(relay.port());
            System.in.transferTo(System.out);
        }
    }

    VirtualMachine machine() {
        return machine;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        // Its threads may be suspended, so it could not end by itself.
        process.destroyForcibly().onExit().join();
    }
}
