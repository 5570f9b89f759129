package dev.airelay.backend.call;

import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.Endpoint;
import dev.airelay.transforms.spi.CodexRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request before it has headers, so that it can be written again on another connection.
 *
 * @param path path and query
 * @param body the body to POST, or null for a GET
 * @param form its kind of headers
 * @param sessionId the conversation, or null if there is none
 * @param object limits of a response that is one object; null for an event stream
 * @param last whether the connection is closed afterwards
 * @param turn the request as a turn of a conversation, for a connection that remembers the previous one; null for all others
 * @param trace the trace that it belongs to; null if there is none
 */
record OutgoingRequest(
        String path,
        byte @Nullable [] body,
        HeadForm form,
        @Nullable String sessionId,
        @Nullable ObjectLimits object,
        boolean last,
        @Nullable CodexRequest turn,
        @Nullable TraceContext trace) {

    /**
     * The limits of a response that is one object.
     *
     * @param deadline for the whole exchange
     * @param firstByte how long to wait for the head
     * @param maxBytes of the body
     */
    record ObjectLimits(Duration deadline, Duration firstByte, int maxBytes) {}

    /** An object arrives in one piece, after the time in which a stream would already have sent events. */
    private static final int LONGER_FOR_OBJECTS = 4;

    private static final int LONGEST_SESSION_ID = 256;

    /**
     * Returns a request in a conversation that is answered with an event stream. The upstream's cache follows the header, so
     * a key that is not a valid header value is replaced by one derived from it: the same key still selects the same
     * conversation.
     */
    static OutgoingRequest stream(String path, byte[] body, String sessionId) {
        return new OutgoingRequest(path, body, HeadForm.TURN, headerSafe(sessionId), null, false, null, null);
    }

    /** Returns a request in a conversation like {@link #stream}, that is answered with one object. */
    static OutgoingRequest object(String path, byte[] body, String sessionId, BackendOptions options) {
        Duration deadline = options.idleTimeout().multipliedBy(LONGER_FOR_OBJECTS);
        return new OutgoingRequest(
                path,
                body,
                HeadForm.TURN,
                headerSafe(sessionId),
                new ObjectLimits(deadline, deadline, options.maxEventBytes()),
                false,
                null,
                null);
    }

    /** Returns a request of a route beside the inference endpoint. */
    static OutgoingRequest route(RouteRequest request, Endpoint endpoint, BackendOptions options) {
        ObjectLimits limits = new ObjectLimits(
                request.patience().plus(options.idleTimeout()), request.patience(), request.maxBytes());
        return new OutgoingRequest(
                request.route().path(endpoint), request.body(), request.headForm(), null, limits, false, null, null);
    }

    private static String headerSafe(String key) {
        boolean safe = !key.isBlank()
                && key.length() <= LONGEST_SESSION_ID
                && key.equals(key.strip())
                && isPrintableAscii(key);
        return safe
                ? key
                : UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x20 || text.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    static OutgoingRequest get(String path, ObjectLimits limits) {
        return new OutgoingRequest(path, null, HeadForm.TURN, null, limits, false, null, null);
    }

    /** Returns the request as a turn of a conversation. */
    OutgoingRequest as(CodexRequest conversationTurn) {
        return new OutgoingRequest(path, body, form, sessionId, object, last, conversationTurn, trace);
    }

    /** Returns the request as a part of a trace. */
    OutgoingRequest within(TraceContext whole) {
        return new OutgoingRequest(path, body, form, sessionId, object, last, turn, whole);
    }

    /** Returns a request whose connection is closed afterwards. */
    OutgoingRequest alone() {
        return new OutgoingRequest(path, body, form, sessionId, object, true, null, trace);
    }

    /** Returns whether the response is an event stream. */
    boolean stream() {
        return object == null;
    }

    /** Returns how long to wait for the response's head, as Codex does. */
    Duration firstByteTimeout(BackendOptions options) {
        return object == null ? options.firstByteTimeout() : object.firstByte();
    }
}
