package dev.airelay.cli.command;

import dev.airelay.auth.session.CredentialSource;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayTokenFile;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.RelayServer;
import dev.airelay.server.SessionAccess;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the relay until the process receives a signal to stop. */
@Command(name = "serve", description = "Run the relay until you stop it.")
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

    ServeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public boolean set(String option) {
        switch (option) {
            case "--no-auth" -> noAuth = true;
            case "--demo" -> demo = true;
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
        ConfigSources sources = context.sources(flags());
        try (OpenResources resources = context.openResources()) {
            RelayServer server = demo ? serveDemo(sources, resources) : serve(sources, resources);
            context.flush();
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
        RelayServer server = RelayServer.builder()
                .config(state.loaded())
                .token(state.tokenSource())
                .session(credentials)
                .start();
        resources.add(server::stop);
        server.trimWhenIdle();
        context.onFurtherStopSignal(server::cutShort);
        server.whenLost(context.emergencyExit(server::endNow));
        server.exposureWarnings().forEach(context::warn);
        return server;
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
