package dev.airelay.transforms.responses;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonSlice;
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
 * Sends the stream of a stored response again, from any event on. Works on the output of {@link ResponsesReply}'s stream
 * encoder. Pure: safe for concurrent use.
 */
public final class EventReplay {

    private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private EventReplay() {}

    /**
     * Returns the sequence number of one event as the encoder wrote it; empty for the frame that ends a stream.
     *
     * @param frames the bytes with the event, from its {@code event:} line to its blank line
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
     * Writes the events of a stored stream that come after a sequence number, each in one write, and the frame that ends the
     * stream, if there is one. A truncated event at the end is omitted. Linear in the bytes.
     *
     * @param stream the encoder's writes, concatenated
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
     * Writes a stream for a stored response whose own events were not stored: every item in one piece.
     *
     * @param response the response object as it was returned
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
     * Writes the end of an interrupted stream, for a response that is stored as failed.
     *
     * @param response the stored response object
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
                JsonSlice.of(response));
        frames.done();
    }

    private static ObjectNode kept(byte[] response) {
        if (Json.read(response, 0, response.length) instanceof ObjectNode kept) {
            return kept;
        }
        throw new IllegalArgumentException("a stored response is not a JSON object");
    }

    /** Writes the frame that ends every stream; it has no number, so it is not stored with the events. */
    public static void end(ByteSink out) {
        EventFrames frames = new EventFrames(0);
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

    /** The upstream events that would result in a stored response: the announcement, and the end if there was one. */
    private static final class StoredResponse {

        /** Members that depend on the state of the turn and not on the request. */
        private static final List<String> STATE =
                List.of("status", "output", "usage", "error", "incomplete_details", "completed_at");

        private final ObjectNode response;
        private final ObjectNode request;

        StoredResponse(ObjectNode response) {
            this.response = response;
            this.request = response.deepCopy();
            STATE.forEach(request::remove);
        }

        /** Returns the options of a reply that shows it unchanged. */
        ResponsesReplyOptions options() {
            long created = response.path("created_at").asLong(0);
            return new ResponsesReplyOptions(
                    request,
                    Json.text(response, "model"),
                    Json.text(response, "id"),
                    created,
                    InstantSource.fixed(Instant.ofEpochSecond(created)));
        }

        /** Returns the events; the last one ends the turn unless it is still running or was canceled. */
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
