package dev.airelay.server;

import dev.airelay.auth.FileCredentials;
import dev.airelay.auth.SessionFile;
import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.RelayTokenSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Runs the relay from the distributable server jar, without the command line's other commands.
 *
 * <p>Settings come from the environment and the configuration file; {@code --key=value} sets one key, for example {@code
 * --server.port=8081}, and {@code --config=PATH} names the file.
 */
public final class ServerMain {

    private ServerMain() {}

    /**
     * Starts a relay and waits for its end. Exits with 2 for unknown arguments, 78 for an unusable configuration or a
     * missing relay token, and 69 when the address cannot be listened on.
     */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            run(flags(arguments));
        } catch (ConfigException unusable) {
            exit(78, unusable.getMessage());
        } catch (ListenException busy) {
            exit(69, busy.getMessage());
        }
    }

    private static void run(Map<String, String> flags) throws InterruptedException {
        LoadedConfig loaded = ConfigLoader.load(
                new ConfigSources(System.getenv(), flags, Path.of(System.getProperty("user.home")), Path.of("")));
        RelayTokenSource token = RelayTokenSource.of(loaded.config().security(), System::nanoTime);
        if (loaded.config().security().requireBearerAuth() && token.current().isEmpty()) {
            exit(78, "there is no relay token. Run: airelay init, or set AIRELAY_BEARER_TOKEN.");
        }
        ExecutorService files = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "airelay-session");
            thread.setDaemon(true);
            return thread;
        });
        SessionFile session = new SessionFile(loaded.config().paths().authFile());
        try (RelayServer server = RelayServer.start(loaded, token, new FileCredentials(session, files))) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "airelay-stop"));
            System.out.println("AIRelay listens on " + server.clientBaseUrl());
            server.awaitClosed();
        }
    }

    private static Map<String, String> flags(String[] arguments) {
        try {
            return ServerArguments.parse(arguments);
        } catch (IllegalArgumentException unknown) {
            exit(2, unknown.getMessage());
            throw unknown;
        }
    }

    private static void exit(int code, @Nullable String message) {
        System.err.println("airelay: " + message);
        System.exit(code);
    }
}
