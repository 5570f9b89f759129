package dev.airelay.server.page;

import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.server.account.SubscriptionEndpoint;
import dev.airelay.server.trace.RecentRequests;
import dev.airelay.server.upstream.ModelCatalogs;
import dev.airelay.traffic.record.ClientName;
import dev.airelay.transforms.failure.ApiError;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state of the relay as the page shows it, without the requests: session, plan, models, clients, sums, memory. The upstream is
 * asked for plan and models in the background, seldom, and only while a page is open. Safe for concurrent use.
 */
public final class PageState {

    private static final System.Logger LOG = System.getLogger(PageState.class.getName());
    private static final Duration PLAN_AGE = Duration.ofMinutes(5);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    private final Supplier<CompletionStage<ObjectNode>> relay;
    private final SubscriptionEndpoint plan;
    private final ModelCatalogs models;
    private final RecentRequests recent;
    private final LongSupplier nanoTime;
    private @Nullable ApiError failure;
    private boolean asked;
    private boolean wasReady;
    private long askedAt;

    /**
     * Creates the state.
     *
     * @param relay returns the relay's own part of the state, with the session in a member of that name; uses no network
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    public PageState(
            Supplier<CompletionStage<ObjectNode>> relay,
            SubscriptionEndpoint plan,
            ModelCatalogs models,
            RecentRequests recent,
            LongSupplier nanoTime) {
        this.relay = relay;
        this.plan = plan;
        this.models = models;
        this.recent = recent;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns the state now, and has the upstream asked on {@code loop} for what is old.
     *
     * @return completed on any thread
     */
    CompletionStage<ObjectNode> now(EventLoop loop) {
        return relay.get().thenApply(state -> {
            boolean ready = state.path("session").path("ready").booleanValue(false);
            if (due(ready)) {
                ask(loop);
            }
            state.set("upstream", upstream());
            state.set("plan", ready ? plan() : JsonNodeFactory.instance.nullNode());
            ArrayNode names = state.putArray("models");
            models.directory().names().forEach(names::add);
            state.set("sums", sums());
            state.set("clients", clients());
            return state;
        });
    }

    /** Whether it is time to ask: seldom, but at once after a login. */
    private synchronized boolean due(boolean ready) {
        Duration age = Duration.ofNanos(nanoTime.getAsLong() - askedAt);
        boolean due = ready && (!asked || !wasReady || age.compareTo(failure == null ? PLAN_AGE : AFTER_FAILURE) >= 0);
        wasReady = ready;
        if (due) {
            asked = true;
            askedAt = nanoTime.getAsLong();
        }
        return due;
    }

    private void ask(EventLoop loop) {
        CompletionStage<?> unused = plan.refresh(loop).whenComplete((known, failed) -> learned(failed));
    }

    private synchronized void learned(@Nullable Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        if (cause instanceof UpstreamException upstream) {
            failure = upstream.failure().error();
        } else if (cause == null) {
            failure = null;
        } else {
            LOG.log(System.Logger.Level.ERROR, "page_plan_unknown", cause);
        }
    }

    private synchronized JsonNode upstream() {
        ApiError failed = failure;
        if (failed == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("code", failed.code() == null ? failed.type() : failed.code())
                .put("message", failed.message());
    }

    private JsonNode plan() {
        Optional<ObjectNode> known = plan.known();
        if (known.isEmpty()) {
            return JsonNodeFactory.instance.nullNode();
        }
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.set("type", known.get().at("/account/plan_type"));
        shown.set("email", known.get().at("/account/email"));
        JsonNode limit = known.get().at("/rate_limits/default");
        ArrayNode windows = shown.putArray("windows");
        for (String name : new String[] {"secondary_window", "primary_window"}) {
            JsonNode window = limit.path(name);
            if (window.path("remaining_percent").isNumber()) {
                windows.addObject()
                        .put("label", window.path("window_label").asString(""))
                        .put("remaining", window.path("remaining_percent").doubleValue())
                        .put("seconds", window.path("window_seconds").longValue(0))
                        .put("reset_at", window.path("reset_at").longValue(0));
            }
        }
        return shown;
    }

    private ObjectNode sums() {
        RecentRequests.Sums sums = recent.sums();
        return JsonNodeFactory.instance
                .objectNode()
                .put("requests", sums.requests())
                .put("failed", sums.failed())
                .put("input", sums.input())
                .put("cached", sums.cached())
                .put("output", sums.output());
    }

    private ArrayNode clients() {
        ArrayNode seen = JsonNodeFactory.instance.arrayNode();
        for (RecentRequests.Client client : recent.clients()) {
            seen.addObject()
                    .put("client", ClientName.of(client.userAgent()))
                    .put("requests", client.requests())
                    .put("failed", client.failed())
                    .put("last", client.lastMillis())
                    .put("failing", client.lastFailed())
                    .put("error", client.lastError());
        }
        return seen;
    }
}
