package dev.airelay.server.trace;

import dev.airelay.security.ClientAddress;
import dev.airelay.server.http.RequestContext;
import dev.airelay.server.http.Route;
import dev.airelay.server.http.RouteTable;
import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.write.TrafficLog;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * Begins the transits of requests, for the traffic log. Safe for concurrent use.
 *
 * @param log takes the records
 * @param clients returns the client of a request
 * @param routes tell which path is meant
 * @param maxBodyBytes of larger bodies only the size is logged
 * @param upstream where generations are asked for
 * @param nanoTime a clock like {@link System#nanoTime()}
 */
public record RequestTraffic(
        TrafficLog log,
        BiFunction<ChannelHandlerContext, HttpRequest, ClientAddress> clients,
        RouteTable routes,
        int maxBodyBytes,
        UpstreamAddresses upstream,
        LongSupplier nanoTime) {

    static final int MAX_ERROR_BYTES = 64 * 1024;

    RequestTrace begin(ChannelHandlerContext ctx, RequestContext context) {
        HttpRequest request = context.head();
        RequestFacts facts = RequestFacts.of(
                context.id(), request, clients.apply(ctx, request).text());
        // Their polls would hide everything else in the log.
        return new RequestTrace(this, facts, request, context.kind() != Route.Kind.API);
    }

    /** How many bytes of a body are worth keeping for the log. */
    int keptBytes() {
        return log.bodies() == BodyLevel.NONE ? 0 : maxBodyBytes;
    }
}
