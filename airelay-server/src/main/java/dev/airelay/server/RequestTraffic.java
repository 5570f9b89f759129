package dev.airelay.server;

import dev.airelay.traffic.BodyLevel;
import dev.airelay.traffic.TrafficLog;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Begins the transits of requests, for the traffic log. Safe for concurrent use.
 *
 * @param log takes the records
 * @param door tells who the client is
 * @param routes tell which path is meant
 * @param maxBodyBytes of larger bodies only the size is logged
 * @param upstream where generations are asked for
 * @param nanoTime a clock like {@link System#nanoTime()}
 */
record RequestTraffic(
        TrafficLog log,
        Door door,
        RouteTable routes,
        int maxBodyBytes,
        UpstreamAddresses upstream,
        LongSupplier nanoTime) {

    static final int MAX_ERROR_BYTES = 64 * 1024;

    /** Polled by programs that show how the relay is; their polls would hide everything else. */
    private static final Set<String> WATCHING =
            Set.of("/healthz", "/readyz", "/v1/relay/status", "/v1/subscription/status", "/v1/account/rate_limits");

    Transit begin(ChannelHandlerContext ctx, HttpRequest request) {
        String id = ctx.channel().attr(ChannelAttributes.REQUEST_ID).get();
        RequestFacts facts =
                RequestFacts.of(id, request, door.client(ctx, request).text());
        return new Transit(this, facts, request, WATCHING.contains(routes.path(request.uri())));
    }

    /** How many bytes of a body are worth keeping for the log. */
    int keptBytes() {
        return log.bodies() == BodyLevel.NONE ? 0 : maxBodyBytes;
    }
}
