package dev.airelay.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * One planned answer: what is said and how it travels. Scripts exchange parts of it before it is played.
 */
record Performance(int status, Headers headers, Body body, Transport transport) {
    /** What follows the head. */
    sealed interface Body {}

    /** A body sent whole. */
    record Whole(byte[] bytes) implements Body {}

    /** A body sent event by event. */
    record Events(List<StreamEvent> events, SseFormat format) implements Body {
        Events {
            events = List.copyOf(events);
        }
    }

    static Performance json(int status, JsonNode body, Transport transport) {
        return new Performance(
                status, Headers.of("content-type", "application/json"), new Whole(Json.bytes(body)), transport);
    }

    boolean isStream() {
        return body instanceof Events;
    }

    Performance withHeaders(Headers more) {
        return new Performance(status, headers.with(more), body, transport);
    }

    Performance withoutHeader(String name) {
        return new Performance(status, headers.without(name), body, transport);
    }

    Performance withTransport(Transport changed) {
        return new Performance(status, headers, body, changed);
    }

    /** This answer with another status and a whole body; the headers so far stay. */
    Performance answering(int newStatus, String contentType, String text) {
        return new Performance(
                newStatus, headers.with("content-type", contentType), new Whole(text.getBytes(UTF_8)), transport);
    }

    Performance answering(int newStatus, JsonNode json) {
        return answering(newStatus, "application/json", Json.text(json));
    }

    /** This answer with its events changed; an answer without events stays as it is. */
    Performance mapEvents(UnaryOperator<List<StreamEvent>> change) {
        return body instanceof Events stream
                ? new Performance(status, headers, new Events(change.apply(stream.events), stream.format), transport)
                : this;
    }

    Performance mapFormat(UnaryOperator<SseFormat> change) {
        return body instanceof Events stream
                ? new Performance(status, headers, new Events(stream.events, change.apply(stream.format)), transport)
                : this;
    }
}
