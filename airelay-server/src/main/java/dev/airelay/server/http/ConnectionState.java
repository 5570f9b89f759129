package dev.airelay.server.http;

import dev.airelay.server.trace.RequestTrace;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of one client connection, which its handlers share: the progress of the current request's response, the
 * responses that are due or still being sent, and the reasons not to read. Stands right behind the codec, where it counts
 * the requests; {@link #responses()} stands before the handlers that respond, and is the only one that sees each piece of a
 * response. Used on the connection's event loop only.
 */
public final class ConnectionState extends ChannelDuplexHandler {

    /** A reason not to read from the connection. It is read while there is none. */
    public enum Hold {
        /** A request waits for its admission, with enough of its body. */
        ADMISSION,
        /** Enough requests have been sent ahead. */
        PIPELINING,
        /** Too many records wait to be written to the traffic log. */
        TRAFFIC_LOG,
        /** The store cannot keep up with an upload. */
        UPLOAD
    }

    /** The progress of the current request's response. */
    private enum Progress {
        /** There was no request yet. */
        NONE,
        /** The request was admitted from the pipeline. */
        AWAITED,
        /** The head of the final response was written. */
        BEGUN,
        /** All of the response was written. */
        ENDED
    }

    private final Set<Hold> holds = EnumSet.noneOf(Hold.class);
    private final List<ResponseListener> listeners = new ArrayList<>();
    private final Responses responses = new Responses();
    private @Nullable Channel channel;
    private @Nullable RequestContext current;
    private Progress progress = Progress.NONE;
    private int responsesDue;
    private int responsesEnding;
    private Runnable backlogged = () -> {};
    private long writtenAt;
    private boolean closing;
    private boolean inputEnded;
    private boolean draining;
    private final @Nullable SocketTurn socketTurn;

    /** Creates the state of a connection that was just opened. */
    public ConnectionState() {
        this.socketTurn = null;
    }

    /** Creates the state of one turn of a WebSocket. */
    public ConnectionState(SocketTurn turn) {
        this.socketTurn = turn;
    }

    /** Returns true for an interim response (1xx), which precedes the final one. None follows 101, which ends HTTP. */
    public static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && response.status().code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        writtenAt = now();
    }

    /** Returns the turn of a WebSocket; empty for connections. */
    public Optional<SocketTurn> socketTurn() {
        return Optional.ofNullable(socketTurn);
    }

    /** Returns the handler that observes the responses. */
    public ChannelHandler responses() {
        return responses;
    }

    /** Records that a request has arrived; its response is due after the earlier ones. */
    public void requestArrived() {
        responsesDue++;
    }

    /** Records that a request is processed: it is the current one from now on. */
    public void requestBegun() {
        progress = Progress.AWAITED;
    }

    /** Sets the head and the route of the current request. */
    public void request(RequestContext request) {
        current = request;
    }

    /**
     * Returns the current request.
     *
     * @throws IllegalStateException when there was none yet
     */
    public RequestContext request() {
        if (current == null) {
            throw new IllegalStateException("the connection has had no request yet");
        }
        return current;
    }

    /** Returns the id of the current request; {@code none} when there was none yet. */
    public String requestId() {
        return current == null ? "none" : current.id();
    }

    /** Returns the API that the client speaks, as far as that is known yet. */
    public Route.Api api() {
        return current == null ? Route.Api.OPENAI : current.api();
    }

    /** Returns the trace of the current request; empty when none is recorded. */
    public Optional<RequestTrace> trace() {
        return current == null ? Optional.empty() : current.trace();
    }

    /** Returns the error responses of the API that the client speaks, as far as that is known yet. */
    public ErrorResponses errors() {
        return current == null ? ErrorResponses.OPENAI : current.errors();
    }

    /** Returns true while the current request has no complete response. */
    public boolean answering() {
        return progress == Progress.AWAITED || progress == Progress.BEGUN;
    }

    /** Returns true once any of the final response to the current request has been written. */
    public boolean responseBegun() {
        return progress == Progress.BEGUN || progress == Progress.ENDED;
    }

    /** Returns true while a final response has begun and is not complete. */
    public boolean responseOpen() {
        return progress == Progress.BEGUN;
    }

    /** Returns true once the connection is to be closed after the latest response. */
    public boolean closing() {
        return closing;
    }

    /** Returns how long ago the last piece of a response was written. */
    public Duration silence() {
        return Duration.ofNanos(now() - writtenAt);
    }

    private long now() {
        return channel().eventLoop().ticker().nanoTime();
    }

    /** Returns the number of requests without a complete response, including waiting ones. */
    public int responsesDue() {
        return responsesDue;
    }

    /** Returns true while the end of a response is written but not sent yet: closing would truncate it. */
    public boolean ending() {
        return responsesEnding > 0;
    }

    /** Returns true once the client has ended its side of the connection. */
    public boolean inputEnded() {
        return inputEnded;
    }

    /** Counts a last message of a WebSocket as the end of a response until it has been sent. */
    public void ending(Future<?> sent) {
        responsesEnding++;
        sent.addListener(done -> {
            responsesEnding--;
            backlogged.run();
        });
    }

    /** Adds a listener, which is notified before those added earlier: handlers nearer to the socket decide last. */
    public void addListener(ResponseListener listener) {
        listeners.add(0, listener);
    }

    /**
     * Sets the callback after each flush while the channel is not writable or the end of a response has not been sent yet.
     */
    public void onBacklog(Runnable called) {
        backlogged = called;
    }

    /** Stops reading for a reason, until it is released. Idempotent. */
    public void hold(Hold reason) {
        holds.add(reason);
        apply();
    }

    /** Removes a reason not to read. No effect if it is not set. */
    public void release(Hold reason) {
        if (holds.remove(reason)) {
            apply();
        }
    }

    /** Reads to the end of the connection, regardless of all reasons not to: the data is no longer processed. */
    public void drain() {
        draining = true;
        apply();
    }

    /** Returns true while the connection is read. */
    public boolean reading() {
        return draining || holds.isEmpty();
    }

    private void apply() {
        channel().config().setAutoRead(reading());
    }

    private Channel channel() {
        return Objects.requireNonNull(channel, "the state is in no pipeline");
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            requestArrived();
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded = true;
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        ctx.flush();
        if (ending() || !ctx.channel().isWritable()) {
            backlogged.run();
        }
    }

    /** Sees the responses on their way to the socket, before the handler that decides whether to keep the connection. */
    private final class Responses extends ChannelOutboundHandlerAdapter {
        /** The trace of the response that is being written; null if none is recorded. */
        private @Nullable RequestTrace recorded;

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (isInterim(message)) {
                listeners.forEach(ResponseListener::onInterim);
                ctx.write(message, promise);
                return;
            }
            writtenAt = now();
            if (message instanceof HttpResponse head) {
                progress = Progress.BEGUN;
                recorded = trace().orElse(null);
                listeners.forEach(listener -> listener.onHead(head));
            }
            if (recorded != null && message instanceof HttpContent piece) {
                recorded.sent(piece.content());
            }
            ctx.write(message, message instanceof LastHttpContent ? ended(promise.unvoid()) : promise);
            if (message instanceof HttpResponse head) {
                // The keep-alive handler, nearer to the socket, has decided by now. After 101 there are no requests any
                // more.
                closing = !HttpUtil.isKeepAlive(head)
                        || head.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
            }
        }

        private ChannelPromise ended(ChannelPromise sent) {
            progress = Progress.ENDED;
            recorded = null;
            responsesDue--;
            responsesEnding++;
            // Before those of the listeners, so that they find the response sent.
            sent.addListener(written -> responsesEnding--);
            listeners.forEach(listener -> listener.onEnd(sent));
            return sent;
        }
    }
}
