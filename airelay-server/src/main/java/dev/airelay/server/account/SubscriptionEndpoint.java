package dev.airelay.server.account;

import dev.airelay.backend.account.AccountCache;
import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.server.upstream.LiveLimits;
import dev.airelay.transforms.failure.RequestRejected;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /v1/subscription/status}: the use of the plan. The upstream is called at most once a minute; limits from the
 * headers of generations are newer and take precedence.
 */
public final class SubscriptionEndpoint implements Endpoint {

    private static final String RAW = "raw";
    private static final Set<String> TRUE = Set.of("true", "1", "yes", "on", "t", "y", "");
    private static final Set<String> FALSE = Set.of("false", "0", "no", "off", "f", "n");

    private final AccountCache<ObjectNode> usage;
    private final LiveLimits limits;
    private final InstantSource clock;

    /**
     * Creates the endpoint.
     *
     * @param usage the upstream's report
     * @param limits the limits received since
     */
    public SubscriptionEndpoint(AccountCache<ObjectNode> usage, LiveLimits limits, InstantSource clock) {
        this.usage = usage;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        boolean raw = raw(request.query(RAW));
        return AsyncExchange.responding(
                usage.get(ctx.channel().eventLoop()),
                request.errors(),
                ctx,
                known -> Response.json(200, status(known, raw)));
    }

    /** Returns the plan as far as it is known now, however old; empty before the upstream has reported it. */
    public Optional<ObjectNode> known() {
        return usage.peek().map(known -> status(known, false));
    }

    /**
     * Requests the plan from the upstream if the known one is old.
     *
     * @return completed on any thread; exceptionally with an {@link dev.airelay.backend.connect.UpstreamException} when nothing
     *     usable is known
     */
    public CompletionStage<?> refresh(EventLoop loop) {
        return usage.get(loop);
    }

    private ObjectNode status(AccountCache.Known<ObjectNode> known, boolean raw) {
        ObjectNode status = new SubscriptionStatus(clock.instant()).of(known, limits.latest());
        if (raw) {
            status.set(RAW, known.value().deepCopy());
        }
        return status;
    }

    private static boolean raw(List<String> given) {
        String last = given.isEmpty() ? "false" : given.get(given.size() - 1).toLowerCase(Locale.ROOT);
        if (!TRUE.contains(last) && !FALSE.contains(last)) {
            throw RequestRejected.badRequest(
                    RAW,
                    "invalid_value",
                    "Invalid value '" + last + "' of the query parameter 'raw'. Send true or false.");
        }
        return TRUE.contains(last);
    }
}
