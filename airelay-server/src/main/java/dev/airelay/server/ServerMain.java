package dev.airelay.server;

import dev.airelay.base.TerminalText;
import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigProblem;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.config.token.TokenWarning;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the relay from the distributable server jar, without the command line's other commands.
 *
 * <p>Settings come from the environment and the configuration file; {@code --key=value} sets one key, for example {@code
 * --server.port=8081}, and {@code --config=PATH} names the file. {@code --help} lists the keys.
 */
public final class ServerMain {

    private final Map<String, String> environment;
    private final Path home;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * Prepares a run.
     *
     * @param out receives the base URL, or the requested help or version
     * @param err receives warnings and errors, a line each
     */
    ServerMain(Map<String, String> environment, Path home, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.home = home;
        this.out = out;
        this.err = err;
    }

    /** Starts a relay and waits until it stops; exits with a code of {@link ExitStatus}. */
    public static void main(String[] arguments) throws InterruptedException {
        // Loggers and uncaught exceptions write here too, and may contain untrusted text.
        System.setErr(TerminalText.filter(System.err, Charset.defaultCharset()));
        ExitStatus status = new ServerMain(System.getenv(), ConfigSources.home(System.getenv()), System.out, System.err)
                .run(arguments);
        if (status != ExitStatus.OK) {
            System.exit(status.code());
        }
    }

    ExitStatus run(String... arguments) throws InterruptedException {
        for (String argument : arguments) {
            if (argument.equals("--help") || argument.equals("-h")) {
                out.print(ServerArguments.help());
                return ExitStatus.OK;
            }
            if (argument.equals("--version") || argument.equals("-V")) {
                out.println("airelay-server " + RelayVersion.current());
                return ExitStatus.OK;
            }
        }
        try {
            return serve(ServerArguments.parse(arguments));
        } catch (ServerArguments.WrongArgumentException wrong) {
            return ended(ExitStatus.USAGE, wrong);
        } catch (ConfigException unusable) {
            unusable.problems().stream().map(ServerMain::byItsKey).forEach(this::say);
            return ExitStatus.of(unusable);
        } catch (StartException hindered) {
            return ended(hindered.status(), hindered);
        }
    }

    private ExitStatus serve(Map<String, String> flags) throws InterruptedException {
        LoadedConfig loaded = ConfigLoader.load(new ConfigSources(environment, flags, home, Path.of("")));
        RelayConfig config = loaded.config();
        loaded.warnings().stream().map(ConfigProblem::message).forEach(this::warn);
        TokenWarning.of(config).stream().map(TokenWarning::message).forEach(this::warn);
        RelayTokenSource token = RelayTokenSource.of(config, System::nanoTime);
        if (config.get(ConfigKeys.REQUIRE_BEARER_AUTH) && token.current().isEmpty()) {
            say("There is no relay token in " + config.get(ConfigKeys.BEARER_TOKEN_FILE)
                    + ". Run: airelay init, or set AIRELAY_BEARER_TOKEN");
            return ExitStatus.FAILURE;
        }
        try (SessionAccess session = SessionAccess.open(config, environment);
                RelayServer server = RelayServer.builder()
                        .config(loaded)
                        .token(token)
                        .session(session.credentials())
                        .start()) {
            server.trimWhenIdle();
            StopSignals.install(server::cutShort);
            server.whenLost(new EmergencyExit(server::endNow));
            server.exposureWarnings().forEach(this::warn);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, session), "airelay-stop"));
            out.println("AIRelay listens on " + server.clientBaseUrl());
            server.ollamaUrl().ifPresent(url -> out.println("AIRelay listens for Ollama's clients on " + url));
            out.println("Relay token     " + token(config, token));
            out.println("ChatGPT session " + session(config));
            out.println("Press Ctrl-C to stop.");
            server.awaitClosed();
            return server.outcome();
        }
    }

    /** The command names its flags differently. */
    private static String byItsKey(ConfigProblem problem) {
        String source = ConfigKeys.all().stream()
                .filter(key -> key.flag().equals(Optional.of(problem.source())))
                .map(key -> "--" + key.name())
                .findFirst()
                .orElse(problem.source());
        return new ConfigProblem(source, problem.line(), problem.column(), problem.key(), problem.reason()).message();
    }

    private static String token(RelayConfig config, RelayTokenSource token) {
        if (!config.get(ConfigKeys.REQUIRE_BEARER_AUTH)) {
            return "not required";
        }
        return token.current()
                        .map(RelayToken::source)
                        .filter(source -> source == RelayToken.Source.ENV)
                        .isPresent()
                ? "from " + ConfigKeys.BEARER_TOKEN.environmentName()
                : "in " + config.get(ConfigKeys.BEARER_TOKEN_FILE);
    }

    private String session(RelayConfig config) {
        return SessionAccess.storage(config, environment).status().readyForRequests()
                ? "ready"
                : "none that can be used. Run: airelay login";
    }

    /** The process exits when this returns, even if other threads still have work. */
    private static void stop(RelayServer server, SessionAccess session) {
        server.stop();
        session.close();
    }

    private ExitStatus ended(ExitStatus status, RuntimeException why) {
        String.valueOf(why.getMessage()).lines().forEach(this::say);
        return status;
    }

    private void warn(String message) {
        say("warning: " + message);
    }

    private void say(String message) {
        err.println("airelay: " + message);
    }
}
