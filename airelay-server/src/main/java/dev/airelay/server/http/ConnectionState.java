package dev.airelay.server.http;

import dev.airelay.server.trace.RequestTrace;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of one client connection, which its handlers share: the progress of the current request's response, the
 * responses that are due or still being sent, and the reasons not to read. Observes what passes and changes nothing. Stands
 * right behind the codec. Used on the connection's event loop only.
 */
public final class ConnectionState extends ChannelDuplexHandler {

    /** A reason not to read from the connection. It is read while there is none. */
    public enum Hold {
        /** A request waits for its admission, with enough of its body. */
        ADMISSION,
        /** Enough requests have been sent ahead. */
        PIPELINING,
        /** The store is behind with an upload. */
        UPLOAD
    }

    /** Receives the end of each response. */
    @FunctionalInterface
    public interface SentListener {

        /**
         * A response has been handed to the system to the last byte.
         *
         * @param success false when it could not be written
         */
        void onSent(boolean success);
    }

    /** The progress of the current request's response. */
    private enum Progress {
        /** There was no request yet. */
        NONE,
        /** The request was let through. */
        AWAITED,
        /** The head of the final response was written. */
        BEGUN,
        /** All of the response was written. */
        ENDED
    }

    private final Set<Hold> holds = EnumSet.noneOf(Hold.class);
    private final List<SentListener> listeners = new ArrayList<>();
    private @Nullable Channel channel;
    private @Nullable RequestContext current;
    private Progress progress = Progress.NONE;
    private int responsesDue;
    private int responsesEnding;
    private boolean inputEnded;
    private boolean draining;

    /** Returns true for an interim response (1xx), which comes before the final one. */
    public static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    /** Returns true for the last piece of a final response. */
    public static boolean endsResponse(Object message) {
        return message instanceof LastHttpContent && !isInterim(message);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    /** Notes that a request has arrived, its response being due after those before it. */
    public void requestArrived() {
        responsesDue++;
    }

    /** Notes that a request is let through to be answered: the current one from now on. */
    public void requestBegun() {
        progress = Progress.AWAITED;
    }

    /** Notes the head and the route of the current request. */
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

    /** Returns true while a final response is begun and not complete. */
    public boolean responseOpen() {
        return progress == Progress.BEGUN;
    }

    /** Returns how many requests have arrived and have no complete response, those that wait included. */
    public int responsesDue() {
        return responsesDue;
    }

    /** Returns true while the end of a response is written and has not left yet: closing would cut it short. */
    public boolean ending() {
        return responsesEnding > 0;
    }

    /** Returns true once the client has ended its side of the connection. */
    public boolean inputEnded() {
        return inputEnded;
    }

    /** Adds a listener for the end of each response. */
    public void onResponseSent(SentListener listener) {
        listeners.add(listener);
    }

    /** Stops reading for a reason, until it is released. Idempotent. */
    public void hold(Hold reason) {
        holds.add(reason);
        apply();
    }

    /** Drops a reason not to read. Without effect if it does not hold. */
    public void release(Hold reason) {
        if (holds.remove(reason)) {
            apply();
        }
    }

    /** Reads to the end of the connection, whatever held it before or will: nothing of it is processed any more. */
    public void drain() {
        draining = true;
        apply();
    }

    /** Returns true while the connection is read. */
    public boolean reading() {
        return draining || holds.isEmpty();
    }

    private void apply() {
        Objects.requireNonNull(channel, "the state is in no pipeline").config().setAutoRead(reading());
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
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (isInterim(message)) {
            ctx.write(message, promise);
            return;
        }
        if (message instanceof HttpResponse) {
            progress = Progress.BEGUN;
        }
        if (message instanceof LastHttpContent) {
            progress = Progress.ENDED;
            responsesDue--;
            responsesEnding++;
            ctx.write(message, promise.unvoid().addListener(written -> {
                responsesEnding--;
                listeners.forEach(listener -> listener.onSent(written.isSuccess()));
            }));
        } else {
            ctx.write(message, promise);
        }
    }
}
