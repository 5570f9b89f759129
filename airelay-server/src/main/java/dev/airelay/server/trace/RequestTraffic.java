package dev.airelay.server.trace;

import dev.airelay.security.ClientAddress;
import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.write.TrafficLog;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Creates the traces of requests, for the traffic log. Safe for concurrent use.
 *
 * @param log receives the records
 * @param clients returns the client of a request
 * @param maxBodyBytes of larger bodies only the size is logged
 * @param upstream the addresses of upstream calls
 * @param nanoTime a clock like {@link System#nanoTime()}
 * @param open whether the listener requires no token
 * @param recent lists the requests for models and those that failed
 */
public record RequestTraffic(
        TrafficLog log,
        BiFunction<ChannelHandlerContext, HttpRequest, ClientAddress> clients,
        int maxBodyBytes,
        UpstreamAddresses upstream,
        LongSupplier nanoTime,
        boolean open,
        RecentRequests recent) {

    static final int MAX_ERROR_BYTES = 64 * 1024;

    /**
     * Begins the trace of a request.
     *
     * @param paths returns the path of a request target
     * @param credentialHeaders names of the headers that may contain the relay token; their values are not logged
     * @param watching whether the request only monitors the relay, and is recorded only if it fails
     */
    public RequestTrace begin(
            ChannelHandlerContext ctx,
            String id,
            UnaryOperator<String> paths,
            HttpRequest request,
            Set<String> credentialHeaders,
            boolean watching) {
        RequestFacts facts = new RequestFacts(
                id,
                request,
                paths,
                credentialHeaders,
                clients.apply(ctx, request).text());
        return new RequestTrace(this, facts, request, watching);
    }

    /** How many bytes of a body to copy for the log. */
    int keptBytes() {
        return log.bodies() == BodyLevel.NONE ? 0 : maxBodyBytes;
    }
}
