package dev.airelay.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * One planned answer: what is said and how it travels. Scripts exchange parts of it before it is played.
 */
record ScriptedResponse(int status, Headers headers, Body body, Transport transport) {
    /** What follows the head. */
    sealed interface Body {}

    /** A body sent whole. */
    record Whole(byte[] bytes) implements Body {}

    /**
     * A body sent event by event.
     *
     * @param endless makes the events that follow the others, by their sequence numbers, and never runs out of them
     */
    record Events(List<StreamEvent> events, Optional<IntFunction<StreamEvent>> endless, SseFormat format)
            implements Body {
        Events {
            events = List.copyOf(events);
        }

        Events(List<StreamEvent> events, SseFormat format) {
            this(events, Optional.empty(), format);
        }

        /** All events in order, each made when it is asked for. */
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

    static ScriptedResponse json(int status, JsonNode body, Transport transport) {
        return new ScriptedResponse(
                status, Headers.of("content-type", "application/json"), new Whole(Json.bytes(body)), transport);
    }

    boolean isStream() {
        return body instanceof Events;
    }

    ScriptedResponse withHeaders(Headers more) {
        return new ScriptedResponse(status, headers.with(more), body, transport);
    }

    ScriptedResponse withoutHeader(String name) {
        return new ScriptedResponse(status, headers.without(name), body, transport);
    }

    ScriptedResponse withTransport(Transport changed) {
        return new ScriptedResponse(status, headers, body, changed);
    }

    /** This answer with another status and a whole body; the headers so far stay. */
    ScriptedResponse answering(int newStatus, String contentType, String text) {
        return new ScriptedResponse(
                newStatus, headers.with("content-type", contentType), new Whole(text.getBytes(UTF_8)), transport);
    }

    ScriptedResponse answering(int newStatus, JsonNode json) {
        return answering(newStatus, "application/json", Json.text(json));
    }

    /** This answer with its events changed; an answer without events stays as it is. */
    ScriptedResponse mapEvents(UnaryOperator<List<StreamEvent>> change) {
        return body instanceof Events stream
                ? new ScriptedResponse(
                        status,
                        headers,
                        new Events(change.apply(stream.events), stream.endless, stream.format),
                        transport)
                : this;
    }

    /**
     * This answer without an end.
     *
     * @param beginning which of its events still come
     * @param more makes those that follow, from all of its events
     */
    ScriptedResponse endless(
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

    ScriptedResponse mapFormat(UnaryOperator<SseFormat> change) {
        return body instanceof Events stream
                ? new ScriptedResponse(
                        status,
                        headers,
                        new Events(stream.events, stream.endless, change.apply(stream.format)),
                        transport)
                : this;
    }
}
