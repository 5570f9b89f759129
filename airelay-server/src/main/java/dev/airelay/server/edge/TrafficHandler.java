package dev.airelay.server.edge;

import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.FailureResponse;
import dev.airelay.server.http.RequestContext;
import dev.airelay.server.http.RequestPath;
import dev.airelay.server.http.ResponseListener;
import dev.airelay.server.http.Route;
import dev.airelay.server.http.StreamHead;
import dev.airelay.server.trace.RequestTrace;
import dev.airelay.server.trace.RequestTraffic;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Records every request and response in the traffic log, unchanged. Stands behind the request id, so that one request at a
 * time passes, and before all handlers that may respond. {@link ConnectionState} reports the pieces of the response to the
 * trace. Counts streams while they last.
 */
public final class TrafficHandler extends ChannelInboundHandlerAdapter implements ResponseListener {
    private final ConnectionState connection;
    private final RequestTraffic traffic;
    private final OpenConnections open;
    private @Nullable RequestTrace current;
    private boolean streaming;

    TrafficHandler(ConnectionState connection, RequestTraffic traffic, OpenConnections open) {
        this.connection = connection;
        this.traffic = traffic;
        this.open = open;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.addListener(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            RequestContext context = connection.request();
            // Polling requests would hide everything else in the log.
            boolean watching = context.kind() != Route.Kind.API;
            RequestTrace begun =
                    traffic.begin(ctx, context.id(), RequestPath::of, request, context.credentialHeaders(), watching);
            current = begun;
            context.trace(begun);
        }
        if (message instanceof HttpContent piece && current != null) {
            current.received(piece.content(), message instanceof LastHttpContent);
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void onHead(HttpResponse head) {
        if (current != null) {
            current.head(head);
            if (head instanceof FailureResponse failure) {
                current.brokenOff(failure.code());
            }
        }
        if (head instanceof StreamHead) {
            streaming = true;
            open.streamBegan();
        }
    }

    @Override
    public void onEnd(Future<?> sent) {
        endStream();
        RequestTrace answered = current;
        if (answered == null) {
            return;
        }
        // The next request may arrive while this one's last bytes are written.
        current = null;
        RequestContext context = connection.request();
        sent.addListener(done -> {
            answered.end(done.isSuccess());
            // An idle connection retains nothing of its last response.
            context.trace(null);
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        endBrokenOff();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        endBrokenOff();
    }

    private void endStream() {
        if (streaming) {
            streaming = false;
            open.streamEnded();
        }
    }

    private void endBrokenOff() {
        endStream();
        RequestTrace brokenOff = current;
        current = null;
        if (brokenOff != null) {
            brokenOff.end(false);
        }
    }
}
