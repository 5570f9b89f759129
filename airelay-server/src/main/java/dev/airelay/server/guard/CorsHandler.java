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
 * Lets the pages of listed web origins call the relay: responds to their preflights, before the token is checked, and adds
 * the headers to every response to them. Without a list there are none. Stands behind {@link HostHandler}, which refuses all
 * other pages.
 */
public final class CorsHandler extends ChannelInboundHandlerAdapter implements ResponseListener {
    /** The headers that scripts may read besides the safelisted ones. */
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

    /** The next request may be refused before it gets here. */
    @Override
    public void onEnd(Future<?> sent) {
        marks = List.of();
    }
}
