package dev.airelay.server.metrics;

import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** {@code GET /metrics}: the relay's figures as text for Prometheus, or as OpenMetrics for a client that accepts that. */
public final class MetricsEndpoint implements Endpoint {
    private final RelayMetrics metrics;
    private final Executor worker;
    private final ExpositionFormats formats = ExpositionFormats.init();

    /**
     * Creates the endpoint.
     *
     * @param worker writes the page, which takes too long for an event loop
     */
    public MetricsEndpoint(RelayMetrics metrics, Executor worker) {
        this.metrics = metrics;
        this.worker = worker;
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        String accept = request.headers().get(HttpHeaderNames.ACCEPT);
        return AsyncExchange.responding(
                CompletableFuture.supplyAsync(() -> page(accept), worker), request.errors(), ctx, Function.identity());
    }

    private Response page(String accept) {
        ExpositionFormatWriter format = formats.findWriter(accept);
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        try {
            format.write(page, metrics.figures(), EscapingScheme.fromAcceptHeader(accept));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Response.of(200, format.getContentType(), page.toByteArray());
    }
}
