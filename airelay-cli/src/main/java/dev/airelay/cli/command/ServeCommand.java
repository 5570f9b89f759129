package dev.airelay.cli.command;

import dev.airelay.auth.session.CredentialSource;
import dev.airelay.base.DurationFormat;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.NextSteps;
import dev.airelay.cli.context.OpenResources;
import dev.airelay.cli.context.SharedOptions;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayTokenFile;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.RelayServer;
import dev.airelay.server.SessionAccess;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the relay until the process receives a signal to stop. */
@Command(
        name = "serve",
        description = "Run the relay until you stop it, and print a line for each request.",
        footer = {"airelay serve", "airelay serve --demo", "airelay serve --port 8081 --quiet"})
final class ServeCommand implements PlainCommandLine.Command {
    private final CommandContext context;

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on (default: 127.0.0.1).")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on (default: 8080); 0 picks any free port.")
    private @Nullable String port;

    @Option(names = "--no-auth", description = "Do not require the relay token. Only allowed on a loopback address.")
    private boolean noAuth;

    @Option(
            names = "--demo",
            description = "Try AIRelay without an account: an emulated upstream, a temporary token and temporary data.")
    private boolean demo;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print no line for each request; airelay logs shows them.")
    private boolean quiet;

    ServeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public boolean set(String option) {
        switch (option) {
            case "--no-auth" -> noAuth = true;
            case "--demo" -> demo = true;
            case "-q", "--quiet" -> quiet = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean set(String option, String value) {
        switch (option) {
            case "--host" -> host = value;
            case "--port" -> port = value;
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (demo && noAuth) {
            throw new CommandFailure(
                    ExitStatus.USAGE, "--demo creates a token of its own and shows it. Leave out --no-auth.", null);
        }
        // By itself, Netty looks for other libraries in every jar of the class path.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        ConfigSources sources = context.sources(flags());
        try (OpenResources resources = context.openResources()) {
            RequestTail lines = new RequestTail(context);
            // Released after the server, whose last requests have lines too.
            resources.add(lines::finish);
            RelayServer server = demo ? serveDemo(sources, resources) : serve(sources, resources);
            context.flush();
            if (!quiet) {
                lines.start(server);
            }
            server.awaitClosed();
            return server.outcome().code();
        }
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>();
        SharedOptions.put(flags, ConfigKeys.HOST.name(), host);
        SharedOptions.put(flags, ConfigKeys.PORT.name(), port);
        SharedOptions.put(flags, ConfigKeys.REQUIRE_BEARER_AUTH.name(), noAuth ? "false" : null);
        return flags;
    }

    private RelayServer serve(ConfigSources sources, OpenResources resources) {
        RelayState state = withToken(context.state(sources));
        SessionAccess session = SessionAccess.open(state.config(), sources.environment());
        resources.add(session::close);
        RelayServer server = start(state, session.credentials(), resources);
        new ServeBanner(context, state, server).print();
        return server;
    }

    private RelayServer serveDemo(ConfigSources sources, OpenResources resources) {
        Demo demonstration = Demo.open(sources, resources);
        RelayTokenFile file = RelayTokenFile.of(demonstration.config());
        file.createIfAbsent(context.random());
        RelayState state = context.state(demonstration.sources());
        RelayServer server = start(state, demonstration.credentials(), resources);
        new ServeBanner(context, state, server).printDemo(demonstration);
        return server;
    }

    private RelayServer start(RelayState state, CredentialSource credentials, OpenResources resources) {
        RelayServer.Builder relay = RelayServer.builder()
                .config(state.loaded())
                .token(state.tokenSource())
                .session(credentials);
        RelayServer server = (demo ? relay.demo() : relay).start();
        resources.add(() -> stop(server, state.config()));
        server.trimWhenIdle();
        context.onFurtherStopSignal(server::cutShort);
        server.whenLost(context.emergencyExit(server::endNow));
        server.exposureWarnings().forEach(context::warn);
        return server;
    }

    /** Says what is waited for, and stops. */
    private void stop(RelayServer server, RelayConfig config) {
        int left = server.requestsInProgress();
        Duration patience = config.get(ConfigKeys.SHUTDOWN);
        if (left > 0 && !patience.isZero()) {
            context.note("airelay: Finishing " + left + (left == 1 ? " request" : " requests") + ", for up to "
                    + DurationFormat.of(patience) + ". Press Ctrl-C again to stop now.");
        }
        server.stop();
    }

    /** The state with a token if one is needed, newly made if the settings say so. */
    private RelayState withToken(RelayState state) {
        if (!state.tokenMissing()) {
            return state;
        }
        RelayConfig config = state.config();
        if (!config.get(ConfigKeys.AUTO_GENERATE_BEARER_TOKEN)) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "There is no relay token in " + config.get(ConfigKeys.BEARER_TOKEN_FILE) + ". Run: "
                            + new NextSteps(context, state).init(),
                    null);
        }
        RelayTokenFile.of(config).createIfAbsent(context.random());
        return state;
    }
}
