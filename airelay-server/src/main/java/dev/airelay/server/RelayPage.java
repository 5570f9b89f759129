package dev.airelay.server;

import dev.airelay.auth.session.SessionStatus;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.server.account.SubscriptionEndpoint;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.page.PageCodes;
import dev.airelay.server.page.PageEvents;
import dev.airelay.server.page.PageFiles;
import dev.airelay.server.page.PageSignIn;
import dev.airelay.server.page.PageState;
import dev.airelay.server.trace.RecentRequests;
import dev.airelay.server.upstream.ModelCatalogs;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Composes the page at {@code /}. Made when the page, or a link to it, is first asked for. */
final class RelayPage {

    private static final int MEBIBYTE = 1 << 20;

    private final Parts parts;
    private final PageCodes codes = new PageCodes(new SecureRandom(), RelayServer.TICKER);

    /**
     * The sources of the page.
     *
     * @param started when the relay started
     * @param demo whether the upstream is an emulator
     * @param baseUrl returns what clients use
     * @param ollamaUrl returns the address for Ollama's clients; null without a listener for them
     */
    record Parts(
            RelayConfig config,
            RelayTokenSource token,
            Readiness readiness,
            SubscriptionEndpoint plan,
            ModelCatalogs models,
            RecentRequests recent,
            Instant started,
            boolean demo,
            Supplier<URI> baseUrl,
            Supplier<Optional<URI>> ollamaUrl) {}

    RelayPage(Parts parts) {
        this.parts = parts;
    }

    /** Returns what answers at one of the page's routes. */
    Endpoint endpoint(Routes.Page route) {
        return switch (route) {
            case SHELL, FILE -> new PageFiles(tokenRequired());
            case SESSION -> signIn()::exchange;
            case CODE -> signIn()::code;
            case TOKEN -> signIn()::token;
            case EVENTS ->
                new PageEvents(
                        new PageState(this::relay, parts.plan(), parts.models(), parts.recent(), RelayServer.TICKER),
                        parts.recent(),
                        parts.readiness()::draining);
        };
    }

    private PageSignIn signIn() {
        return new PageSignIn(codes, parts.token(), tokenRequired(), InstantSource.system());
    }

    private boolean tokenRequired() {
        return parts.config().get(ConfigKeys.REQUIRE_BEARER_AUTH);
    }

    /** Returns the address of the page, with a one-time code in its fragment where the relay asks for its token. */
    URI link() {
        URI page = RelayServer.pageUrl(parts.baseUrl().get());
        return tokenRequired() ? URI.create(page + "#k=" + codes.issue()) : page;
    }

    /** Returns the relay's own part of the state. Uses no network. */
    private CompletionStage<ObjectNode> relay() {
        return parts.readiness().session().thenApply(session -> {
            ObjectNode state = JsonNodeFactory.instance
                    .objectNode()
                    .put("version", RelayVersion.current())
                    .put("started", parts.started().toEpochMilli())
                    .put("demo", parts.demo())
                    .put("auth_required", tokenRequired())
                    .put("warm", parts.readiness().warm())
                    .put("base_url", parts.baseUrl().get().toString())
                    .put(
                            "ollama_url",
                            parts.ollamaUrl().get().map(URI::toString).orElse(null))
                    .put("bodies_logged", parts.config().get(ConfigKeys.TRAFFIC_BODIES));
            Runtime java = Runtime.getRuntime();
            state.putObject("memory")
                    .put("heap", (java.totalMemory() - java.freeMemory()) / MEBIBYTE)
                    .put("heap_limit", java.maxMemory() / MEBIBYTE);
            ObjectNode shown = state.putObject("session").put("ready", session.ready());
            session.kept().ifPresent(kept -> put(shown, kept));
            return state;
        });
    }

    private static void put(ObjectNode session, SessionStatus kept) {
        session.put("stored", kept.credentialsPresent())
                .put("email", kept.email())
                .put("plan", kept.planType())
                .put("storage", kept.keyringService() == null ? "file" : "keyring");
        ArrayNode warnings = session.putArray("warnings");
        kept.warnings().forEach(warnings::add);
    }
}
