package dev.airelay.server.guard;

import dev.airelay.security.AdmissionDecision;
import dev.airelay.security.Slot;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.ConnectionState.Hold;
import dev.airelay.server.http.RequestEvent;
import dev.airelay.server.http.ResponseListener;
import dev.airelay.server.http.Route;
import dev.airelay.server.trace.RequestTrace;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Admits a protected request only with the relay token and within its address's limits, before its body is read. Holds the
 * request's slot until the last byte of the response is written, the request is refused nearer to the socket, or the client
 * disconnects.
 */
public final class AdmissionHandler extends ChannelInboundHandlerAdapter implements ResponseListener {
    /** How much a client may send while its request waits in the queue; beyond that the socket is not read. */
    private static final int MAX_HELD_BYTES = 32 * 1024;
    /** The overhead of a piece: a client may send single bytes. */
    private static final int BYTES_PER_PIECE = 128;

    private final ConnectionState connection;
    private final AdmissionGate door;
    private final Deque<Object> held = new ArrayDeque<>();
    private int heldBytes;
    private boolean waiting;
    private boolean refusing;
    private @Nullable Runnable leave;
    private @Nullable Slot slot;

    public AdmissionHandler(ConnectionState connection, AdmissionGate door) {
        this.connection = connection;
        this.door = door;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.addListener(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            refusing = false;
            if (connection.request().isProtected()) {
                knock(ctx, request);
                return;
            }
        }
        if (refusing) {
            ReferenceCountUtil.release(message);
        } else if (waiting) {
            hold(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void knock(ChannelHandlerContext ctx, HttpRequest request) {
        waiting = true;
        held.add(request);
        Runnable place =
                door.admit(ctx, request, connection.request().credentials(), decision -> decided(ctx, decision));
        // The decision may have been made already, during this call.
        leave = waiting ? place : null;
        if (waiting) {
            connection.trace().ifPresent(RequestTrace::waits);
        }
    }

    private void hold(Object message) {
        held.add(message);
        heldBytes += message instanceof HttpContent content ? content.content().readableBytes() + BYTES_PER_PIECE : 0;
        if (heldBytes > MAX_HELD_BYTES) {
            connection.hold(Hold.ADMISSION);
        }
    }

    private void decided(ChannelHandlerContext ctx, AdmissionDecision decision) {
        if (leave != null) {
            connection.trace().ifPresent(RequestTrace::admitted);
        }
        waiting = false;
        leave = null;
        if (decision instanceof AdmissionDecision.Admitted admitted) {
            if (!ctx.channel().isActive()) {
                admitted.slot().close();
                dropHeld();
                return;
            }
            slot = admitted.slot();
            passHeldOn(ctx);
        } else {
            refusing = true;
            dropHeld();
            connection.trace().ifPresent(trace -> trace.refused(Refusals.record(decision)));
            connection
                    .errors()
                    .of(Refusals.response(decision, connection.request().credentials(), door.section()))
                    .writeTo(ctx);
        }
        connection.release(Hold.ADMISSION);
    }

    private void passHeldOn(ChannelHandlerContext ctx) {
        for (Object message = held.poll(); message != null; message = held.poll()) {
            ctx.fireChannelRead(message);
        }
        heldBytes = 0;
    }

    private void dropHeld() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
        heldBytes = 0;
    }

    /** A request that only watches the relay may do so for hours, and takes no place from those that work. */
    @Override
    public void onHead(HttpResponse head) {
        Slot taken = slot;
        if (taken != null && connection.request().kind() == Route.Kind.STATUS) {
            slot = null;
            taken.close();
        }
    }

    @Override
    public void onEnd(Future<?> sent) {
        Slot taken = slot;
        if (taken != null) {
            // The next request of this connection takes its own slot, possibly before this response has been sent.
            slot = null;
            sent.addListener(done -> taken.close());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == RequestEvent.REFUSED) {
            refusing = true;
            if (waiting) {
                waiting = false;
                connection.release(Hold.ADMISSION);
            }
            release();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        release();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        release();
    }

    private void release() {
        Runnable place = leave;
        leave = null;
        if (place != null) {
            place.run();
        }
        Slot taken = slot;
        slot = null;
        if (taken != null) {
            taken.close();
        }
        dropHeld();
    }
}
