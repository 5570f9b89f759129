package dev.airelay.cli.context;

import dev.airelay.cli.connect.KeySource;
import dev.airelay.cli.connect.RelayCall;
import dev.airelay.cli.connect.Target;
import dev.airelay.cli.relay.RelayApi;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.server.ExitStatus;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The relay that clients are pointed at, from the settings and the options of a command. */
public final class RelayTarget {
    private static final String ANY_TOKEN = "airelay";

    private final CommandContext context;
    private final RelayState state;
    private final boolean given;
    private final Optional<URI> known;

    /**
     * Reads the settings, and finds the relay that runs with them. Uses the network of this machine.
     *
     * @param url the address that the user gave; null for that of the running relay, or else of the settings
     */
    public RelayTarget(CommandContext context, @Nullable String url) {
        this.context = context;
        this.state = context.state(context.sources());
        this.given = url != null;
        this.known = url == null ? RelayApi.find(state).map(RelayApi::baseUrl) : Optional.of(parsed(url));
    }

    private static URI parsed(String text) {
        try {
            URI uri = new URI(text.strip());
            String scheme = String.valueOf(uri.getScheme());
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null && uri.getQuery() == null) {
                String path = uri.getPath() == null ? "" : uri.getPath();
                String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
                return URI.create(
                        scheme + "://" + uri.getRawAuthority() + (plain.endsWith("/v1") ? plain : plain + "/v1"));
            }
        } catch (URISyntaxException wrong) {
            throw wrongUrl(text, wrong);
        }
        throw wrongUrl(text, null);
    }

    private static CommandFailure wrongUrl(String text, @Nullable Throwable cause) {
        return new CommandFailure(
                ExitStatus.USAGE, "--url must be an address such as http://127.0.0.1:8080, was '" + text + "'.", cause);
    }

    /** Returns the given address, else that of the running relay, else that of the settings. */
    public URI baseUrl() {
        if (known.isEmpty()) {
            requireLastingAddress();
        }
        RelayConfig config = state.config();
        return known.orElseGet(() -> config.clientBaseUrl(config.get(ConfigKeys.PORT)));
    }

    /** Refuses settings by which each start of the relay has another address, unless an address was given. */
    public void requireLastingAddress() {
        if (!given && state.config().get(ConfigKeys.PORT) == 0) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "server.port is 0, so the relay has another port after each start. Set a port, or give the address"
                            + " with --url.",
                    null);
        }
    }

    /** The relay token. */
    public String token() {
        if (!state.config().get(ConfigKeys.REQUIRE_BEARER_AUTH)) {
            return ANY_TOKEN;
        }
        return state.token()
                .map(RelayToken::value)
                .orElseThrow(() -> new CommandFailure(
                        ExitStatus.FAILURE,
                        "There is no relay token in "
                                + state.config().get(ConfigKeys.BEARER_TOKEN_FILE) + ". Run: "
                                + context.commandLine("init"),
                        null));
    }

    private KeySource key() {
        if (!state.config().get(ConfigKeys.REQUIRE_BEARER_AUTH)) {
            return new KeySource.Any();
        }
        return state.token()
                        .filter(token -> token.source() == RelayToken.Source.ENV)
                        .isPresent()
                ? new KeySource.Variable(ConfigKeys.BEARER_TOKEN.environmentName())
                : new KeySource.TokenFile(
                        state.config().get(ConfigKeys.BEARER_TOKEN_FILE).toAbsolutePath());
    }

    public Target target(List<String> models, @Nullable String chosen) {
        return new Target(baseUrl(), ollamaUrl(), key(), models, Optional.ofNullable(chosen), context.machine());
    }

    private Optional<URI> ollamaUrl() {
        return state.config().ofOllamaListener().map(listener -> {
            URI url = listener.clientBaseUrl(listener.get(ConfigKeys.PORT));
            return URI.create(url.getScheme() + "://" + url.getRawAuthority());
        });
    }

    /** The models of the running relay. */
    public List<String> models() {
        try {
            List<String> models = call(baseUrl()).models();
            if (models.isEmpty()) {
                throw new CommandFailure(
                        ExitStatus.UNAVAILABLE, "AIRelay lists no models. Name one with --model MODEL.", null);
            }
            return models;
        } catch (IOException failed) {
            throw unreachable(failed, " Its list of models is needed; --model MODEL does without.");
        }
    }

    /**
     * Prepares calls with the relay token.
     *
     * @param address the base URL, or that of the listener for Ollama's clients
     * @throws CommandFailure if no relay runs with the settings, unless its address was given: a stranger that listens there
     *     must not get the token
     */
    public RelayCall call(URI address) {
        if (known.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.UNAVAILABLE,
                    "No relay runs with these settings. Start it with: " + context.commandLine("serve")
                            + ". For a relay elsewhere, such as in a container, give its address with --url.",
                    null);
        }
        RelayConfig config = state.config();
        boolean own = !given
                || known.get()
                        .getAuthority()
                        .equals(config.clientBaseUrl(config.get(ConfigKeys.PORT))
                                .getAuthority());
        return new RelayCall(address, token(), own ? config.tls() : Optional.empty());
    }

    /** Words a call that failed. */
    public CommandFailure unreachable(IOException failed, String more) {
        if (failed instanceof RelayCall.RefusedException refused) {
            return new CommandFailure(
                    refused.status() == 429 ? ExitStatus.TRY_AGAIN : ExitStatus.FAILURE,
                    "AIRelay at " + baseUrl() + " answered with " + refused.status() + ": " + refused.getMessage()
                            + more,
                    failed);
        }
        return new CommandFailure(
                ExitStatus.UNAVAILABLE,
                "AIRelay does not answer at " + baseUrl() + " (" + failed.getMessage() + "). Start it with: "
                        + context.commandLine("serve") + "." + more,
                failed);
    }
}
