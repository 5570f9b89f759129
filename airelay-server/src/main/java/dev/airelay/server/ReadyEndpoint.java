package dev.airelay.server;

import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * {@code GET /readyz}: 200 if requests can succeed, otherwise 503, and nothing more, because no token is needed. The relay's
 * status says what is missing. Checks the session only from time to time, however often it is called.
 */
final class ReadyEndpoint implements Endpoint {

    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int UNAVAILABLE = 503;

    private final Readiness readiness;
    private final LongSupplier nanoTime;
    private @Nullable CompletionStage<Boolean> known;
    private long askedAt;

    ReadyEndpoint(Readiness readiness, LongSupplier nanoTime) {
        this.readiness = readiness;
        this.nanoTime = nanoTime;
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        return AsyncExchange.responding(
                ready().exceptionally(failure -> false),
                request.errors(),
                ctx,
                ready -> answer(ready && !readiness.draining()));
    }

    private synchronized CompletionStage<Boolean> ready() {
        if (!readiness.warm()) {
            return CompletableFuture.completedStage(false);
        }
        CompletionStage<Boolean> latest = known;
        long now = nanoTime.getAsLong();
        if (latest == null || now - askedAt >= FRESH_NANOS) {
            askedAt = now;
            // A source that never answers is not called again for each probe.
            latest =
                    readiness.ready().toCompletableFuture().completeOnTimeout(false, FRESH_NANOS, TimeUnit.NANOSECONDS);
            known = latest;
        }
        return CompletableFuture.completedStage(latest).thenCompose(stage -> stage);
    }

    private static Response answer(boolean ready) {
        return Response.json(
                ready ? 200 : UNAVAILABLE, JsonNodeFactory.instance.objectNode().put("ready", ready));
    }
}
