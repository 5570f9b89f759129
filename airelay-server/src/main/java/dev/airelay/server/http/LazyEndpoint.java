package dev.airelay.server.http;

import io.netty.channel.ChannelHandlerContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that is created by its first request, so that a start does not pay for routes that may never be used. Safe for
 * concurrent use.
 */
public final class LazyEndpoint implements Endpoint {
    private final Supplier<Endpoint> making;
    private volatile @Nullable Endpoint made;

    /**
     * Creates the endpoint.
     *
     * @param making creates the endpoint; called once
     */
    public LazyEndpoint(Supplier<Endpoint> making) {
        this.making = making;
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        return endpoint().handle(request, ctx);
    }

    private Endpoint endpoint() {
        Endpoint ready = made;
        return ready == null ? make() : ready;
    }

    private synchronized Endpoint make() {
        Endpoint ready = made;
        if (ready == null) {
            ready = making.get();
            made = ready;
        }
        return ready;
    }
}
