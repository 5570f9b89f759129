package dev.airelay.transforms.responses;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.reply.EventMember;
import dev.airelay.transforms.spi.StreamEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends the stream of a kept response again, from any event on. Works on what {@link ResponsesReply}'s stream encoder has
 * written. Pure: safe for concurrent use.
 */
public final class EventReplay {

    private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private EventReplay() {}

    /**
     * Returns the sequence number of one event as the encoder wrote it; empty for the frame that ends a stream.
     *
     * @param frames bytes that hold the event, from its {@code event:} line to its blank line
     */
    public static OptionalLong sequenceNumber(byte[] frames, int offset, int length) {
        int end = offset + length;
        int data = find(frames, offset, end, DATA);
        JsonMembers members = new JsonMembers();
        if (data < 0 || !members.scan(frames, data + DATA.length, end)) {
            return OptionalLong.empty();
        }
        long number = members.integer(EventMember.SEQUENCE_NUMBER, -1);
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /**
     * Writes the events of a stored stream that come after a sequence number, each in one write, and the frame that ends
     * the stream if it is there. An event that was cut off at the end is left out. Linear in the bytes.
     *
     * @param stream the encoder's writes, one behind the other
     * @param startingAfter the last number that the client has; below 0 for the whole stream
     */
    public static void after(byte[] stream, long startingAfter, ByteSink out) {
        int start = 0;
        boolean reached = startingAfter < 0;
        while (start < stream.length) {
            int blank = find(stream, start, stream.length, END);
            if (blank < 0) {
                return;
            }
            int length = blank + END.length - start;
            if (!reached) {
                OptionalLong number = sequenceNumber(stream, start, length);
                reached = number.isEmpty() || number.getAsLong() > startingAfter;
            }
            if (reached) {
                out.write(stream, start, length);
            }
            start += length;
        }
    }

    /**
     * Writes a stream that leads to a kept response, for one whose own events were not kept: every item in one piece.
     *
     * @param response the response object as it was answered
     * @param startingAfter the last number that the client has; below 0 for the whole stream
     */
    public static void of(byte[] response, long startingAfter, ByteSink out) {
        StoredResponse read = new StoredResponse(kept(response));
        StreamEncoder encoder = new ResponsesStreamEncoder(read.options());
        ByteSink cut = (bytes, offset, length) -> {
            OptionalLong number = sequenceNumber(bytes, offset, length);
            if (number.isEmpty() || number.getAsLong() > startingAfter) {
                out.write(bytes, offset, length);
            }
        };
        read.events().forEach(event -> encoder.accept(event, cut));
        encoder.cancel(cut);
    }

    /**
     * Writes the end of a stream that was cut off, for a response that is kept as failed.
     *
     * @param response the response object as it is kept
     * @param after the sequence number of the last event
     */
    public static void failed(byte[] response, long after, ByteSink out) {
        ObjectNode kept = kept(response);
        JsonNode error = kept.path("error");
        EventFrames frames = new EventFrames(after + 1);
        frames.direct(out);
        ResponseEvents.fail(
                frames,
                new ApiError(Json.text(error, "message"), ApiError.SERVER_ERROR, null, Json.text(error, "code")),
                kept);
        frames.done();
    }

    private static ObjectNode kept(byte[] response) {
        if (Json.read(response, 0, response.length) instanceof ObjectNode kept) {
            return kept;
        }
        throw new IllegalArgumentException("a stored response is not a JSON object");
    }

    /** Writes the frame that ends every stream; it has no number, so it is not kept with the events. */
    public static void end(ByteSink out) {
        EventFrames frames = new EventFrames();
        frames.direct(out);
        frames.done();
    }

    private static int find(byte[] bytes, int from, int to, byte[] wanted) {
        for (int i = from; i + wanted.length <= to; i++) {
            if (bytes[i] == wanted[0] && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    /** The upstream events that would lead to a kept response: the announcement, and the end if there was one. */
    private static final class StoredResponse {

        /** What depends on the state of the turn and not on the request. */
        private static final List<String> STATE =
                List.of("status", "output", "usage", "error", "incomplete_details", "completed_at");

        private final ObjectNode response;
        private final ObjectNode request;

        StoredResponse(ObjectNode response) {
            this.response = response;
            this.request = response.deepCopy();
            STATE.forEach(request::remove);
        }

        /** Returns the options of a reply that shows all of it as it was. */
        ResponsesReplyOptions options() {
            long created = response.path("created_at").asLong(0);
            return new ResponsesReplyOptions(
                    request,
                    Json.text(response, "model"),
                    Json.text(response, "id"),
                    created,
                    InstantSource.fixed(Instant.ofEpochSecond(created)));
        }

        /** Returns the events; the last one ends the turn unless it runs still or was given up. */
        List<UpstreamEvent> events() {
            List<UpstreamEvent> events = new ArrayList<>();
            event(EventType.CREATED, request).ifPresent(events::add);
            end().flatMap(type -> event(type, response)).ifPresent(events::add);
            return events;
        }

        private Optional<EventType> end() {
            return switch (Json.text(response, "status")) {
                case "completed" -> Optional.of(EventType.COMPLETED);
                case "incomplete" -> Optional.of(EventType.INCOMPLETE);
                case "failed" -> Optional.of(EventType.FAILED);
                default -> Optional.empty();
            };
        }

        private static Optional<UpstreamEvent> event(EventType type, ObjectNode of) {
            ObjectNode event = Json.object().put("type", type.wireName());
            event.set("response", of);
            return UpstreamEvent.parse(Json.write(event));
        }
    }
}
