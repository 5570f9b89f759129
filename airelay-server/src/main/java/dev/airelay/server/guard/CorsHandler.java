package dev.airelay.server.guard;

import dev.airelay.security.CorsHeader;
import dev.airelay.security.OriginDecision;
import dev.airelay.security.OriginGuard;
import dev.airelay.security.PreflightRequest;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.RelayHeaders;
import dev.airelay.server.http.Response;
import dev.airelay.server.http.ResponseListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.List;

/**
 * Lets the pages of listed web origins call the relay: answers their preflights, before any token is asked for, and marks
 * every answer to them. Without a list there are none. Stands behind {@link HostHandler}, which refuses all other pages.
 */
public final class CorsHandler extends ChannelInboundHandlerAdapter implements ResponseListener {
    /** What scripts may read besides the few headers that every page may. */
    public static final List<String> EXPOSED = List.of(
            "x-request-id",
            "request-id",
            "retry-after",
            "x-should-retry",
            RelayHeaders.IGNORED_PARAMETERS,
            RelayHeaders.EMULATED,
            RelayHeaders.LIMITS,
            RelayHeaders.CACHED_LIMIT,
            RelayHeaders.NOT_KEPT,
            "allow",
            "www-authenticate");

    private final ConnectionState connection;
    private final OriginGuard guard;
    private List<CorsHeader> marks = List.of();
    private boolean answering;

    public CorsHandler(ConnectionState connection, OriginGuard guard) {
        this.connection = connection;
        this.guard = guard;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.addListener(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            OriginDecision decision = decide(request);
            answering = decision instanceof OriginDecision.Preflight;
            marks = decision instanceof OriginDecision.Listed listed ? listed.headers() : List.of();
            if (decision instanceof OriginDecision.Preflight preflight) {
                Response answer = Response.empty(204);
                preflight.headers().forEach(header -> answer.header(header.name(), header.value()));
                answer.writeTo(ctx);
            }
        }
        if (answering) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private OriginDecision decide(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return guard.check(
                request.method().name(),
                headers.getAll(HttpHeaderNames.ORIGIN),
                PreflightRequest.of(
                        headers.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD),
                        headers.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS),
                        headers.get("access-control-request-private-network")));
    }

    @Override
    public void onHead(HttpResponse head) {
        marks.forEach(mark -> head.headers().set(mark.name(), mark.value()));
    }

    /** The next request may be refused before it comes here. */
    @Override
    public void onEnd(Future<?> sent) {
        marks = List.of();
    }
}
