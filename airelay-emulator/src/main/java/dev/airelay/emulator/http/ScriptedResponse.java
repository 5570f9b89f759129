package dev.airelay.emulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.common.Json;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A planned response: its content and how it is sent. Scripts replace parts of it before it is played. */
public record ScriptedResponse(int status, Headers headers, Body body, Transport transport) {
    /** The part after the head. */
    sealed interface Body {}

    /** A body sent whole. */
    public record Whole(byte[] bytes) implements Body {}

    /**
     * A body sent event by event.
     *
     * @param endless creates further events by their sequence numbers, without end
     */
    public record Events(List<StreamEvent> events, Optional<IntFunction<StreamEvent>> endless, SseFormat format)
            implements Body {
        /** Copies the events. */
        public Events {
            events = List.copyOf(events);
        }

        /** Events that end with the list. */
        public Events(List<StreamEvent> events, SseFormat format) {
            this(events, Optional.empty(), format);
        }

        /** All events in order, each created on demand. */
        Iterator<StreamEvent> iterator() {
            if (endless.isEmpty()) {
                return events.iterator();
            }
            return IntStream.iterate(0, number -> number + 1)
                    .mapToObj(number -> number < events.size()
                            ? events.get(number)
                            : endless.get().apply(number))
                    .iterator();
        }
    }

    /**
     * No body: the connection becomes a WebSocket. The head is the handshake's, with status 101.
     *
     * @param messages answers each text message, one after the other; called on the event loop of the connection alone
     */
    public record Socket(Endpoint messages) implements Body {}

    /** A response with a JSON body. */
    public static ScriptedResponse json(int status, JsonNode body, Transport transport) {
        return new ScriptedResponse(
                status, Headers.of("content-type", "application/json"), new Whole(Json.bytes(body)), transport);
    }

    public boolean isStream() {
        return body instanceof Events;
    }

    /** Whether the connection becomes a WebSocket. */
    public boolean isSocket() {
        return body instanceof Socket;
    }

    /** This response with more headers, which replace those of the same names. */
    public ScriptedResponse withHeaders(Headers more) {
        return new ScriptedResponse(status, headers.with(more), body, transport);
    }

    /** This response without a header. */
    public ScriptedResponse withoutHeader(String name) {
        return new ScriptedResponse(status, headers.without(name), body, transport);
    }

    /** This response with another transport. */
    public ScriptedResponse withTransport(Transport changed) {
        return new ScriptedResponse(status, headers, body, changed);
    }

    /** This answer with another status and a whole body; the headers so far stay. */
    public ScriptedResponse answering(int newStatus, String contentType, String text) {
        return new ScriptedResponse(
                newStatus, headers.with("content-type", contentType), new Whole(text.getBytes(UTF_8)), transport);
    }

    /** This response with another status and a JSON body; the headers so far stay. */
    public ScriptedResponse answering(int newStatus, JsonNode json) {
        return answering(newStatus, "application/json", Json.text(json));
    }

    /** This answer with its events changed; an answer without events stays as it is. */
    public ScriptedResponse mapEvents(UnaryOperator<List<StreamEvent>> change) {
        return body instanceof Events stream
                ? new ScriptedResponse(
                        status,
                        headers,
                        new Events(change.apply(stream.events), stream.endless, stream.format),
                        transport)
                : this;
    }

    /**
     * Returns this response without an end.
     *
     * @param beginning which of its events still come
     * @param more creates the following ones, from all of its events
     */
    public ScriptedResponse endless(
            UnaryOperator<List<StreamEvent>> beginning, Function<List<StreamEvent>, IntFunction<StreamEvent>> more) {
        return body instanceof Events stream
                ? new ScriptedResponse(
                        status,
                        headers,
                        new Events(
                                beginning.apply(stream.events), Optional.of(more.apply(stream.events)), stream.format),
                        transport)
                : this;
    }

    /** This response with its SSE format changed; a response without events is unchanged. */
    public ScriptedResponse mapFormat(UnaryOperator<SseFormat> change) {
        return body instanceof Events stream
                ? new ScriptedResponse(
                        status,
                        headers,
                        new Events(stream.events, stream.endless, change.apply(stream.format)),
                        transport)
                : this;
    }
}
