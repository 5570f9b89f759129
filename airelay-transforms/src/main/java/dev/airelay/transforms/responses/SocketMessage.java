package dev.airelay.transforms.responses;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of a client over a WebSocket of the Responses API: one JSON object in each message.
 *
 * @see <a href="https://developers.openai.com/api/docs/guides/websocket-mode">OpenAI, WebSocket mode</a>
 */
public sealed interface SocketMessage {

    /** The longest {@code stream_id}, in characters. */
    int MAX_LANE_LENGTH = 64;

    /** Returns the lane on which the message is answered: its {@code stream_id}; empty without one. */
    String lane();

    /**
     * Creates a response.
     *
     * @param lane its lane; empty without a {@code stream_id}
     * @param generates whether output is generated; if not, the turn is only prepared, to be continued
     * @param previousResponseId the response that it continues; empty if there is none
     * @param body the request in the form of {@code POST /v1/responses}, for a stream; must not be changed
     */
    record Create(String lane, boolean generates, String previousResponseId, byte[] body) implements SocketMessage {}

    /**
     * Changes a running response, which the upstream does not support.
     *
     * @param answer the event that reports this, with the client's input; must not be changed
     */
    record Steer(byte[] answer) implements SocketMessage {
        @Override
        public String lane() {
            return "";
        }
    }

    /**
     * The message is invalid.
     *
     * @param lane its lane, as far as known; empty without one
     * @param why names the member and the fix
     */
    record Invalid(String lane, RequestRejected why) implements SocketMessage {}

    /**
     * Reads a message. Anything but one JSON object counts as a request, whose parsing then reports the error.
     *
     * @param utf8 the message; it may become the body of a request, and must not be changed afterwards
     */
    static SocketMessage read(byte[] utf8) {
        JsonMembers members = new JsonMembers();
        return members.scan(utf8) ? new Reading(members).message() : new Create("", true, "", utf8);
    }

    /** Reads one message. */
    final class Reading {
        private static final JsonName TYPE = new JsonName("type");
        private static final JsonName STREAM_ID = new JsonName("stream_id");
        private static final JsonName GENERATE = new JsonName("generate");
        private static final JsonName STREAM = new JsonName("stream");
        private static final JsonName PREVIOUS = new JsonName("previous_response_id");
        private static final JsonName INPUT = new JsonName("input");

        private static final int MOST_REPEATED = 64 * 1024;
        private static final String CREATE = "response.create";
        private static final String STEER = "response.steer";

        private final JsonMembers members;

        private Reading(JsonMembers members) {
            this.members = members;
        }

        private SocketMessage message() {
            JsonText lane = members.text(STREAM_ID);
            if (members.has(STREAM_ID) && (lane == null || lane.isEmpty() || lane.codePoints() > MAX_LANE_LENGTH)) {
                return invalid("", "stream_id", "must be a string of 1 to " + MAX_LANE_LENGTH + " characters");
            }
            String named = lane == null ? "" : lane.toString();
            return switch (members.string(TYPE)) {
                case CREATE -> create(named);
                case STEER -> new Steer(notSteered());
                default -> unknownType(named);
            };
        }

        private SocketMessage unknownType(String lane) {
            JsonSlice type = members.value(TYPE);
            String said = type == null
                    ? "is missing"
                    : "is "
                            + new String(
                                    type.bytes(),
                                    type.from(),
                                    Math.min(100, type.to() - type.from()),
                                    StandardCharsets.UTF_8);
            return invalid(lane, "type", said + ". Supported values are: '" + CREATE + "', '" + STEER + "'");
        }

        private SocketMessage create(String lane) {
            Optional<Boolean> generates = generates();
            if (generates.isEmpty()) {
                return invalid(lane, "generate", "must be true or false");
            }
            JsonBuffer body = new JsonBuffer().raw('{');
            for (int i = 0; i < members.count(); i++) {
                if (!members.named(i, TYPE)
                        && !members.named(i, STREAM_ID)
                        && !members.named(i, GENERATE)
                        && !members.named(i, STREAM)) {
                    members.copy(i, body);
                    body.raw(',');
                }
            }
            body.name(STREAM).raw("true}".getBytes(StandardCharsets.US_ASCII));
            return new Create(lane, generates.get(), members.string(PREVIOUS), body.toArray());
        }

        /** Returns true by default; empty if the value is not a Boolean. */
        private Optional<Boolean> generates() {
            JsonSlice said = members.value(GENERATE);
            // A giant input is not sent back.
            if (said == null || said.to() - said.from() > MOST_REPEATED) {
                return Optional.of(true);
            }
            return switch (said.bytes()[said.from()]) {
                case 't' -> Optional.of(true);
                case 'f' -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        private byte[] notSteered() {
            JsonBuffer answer = new JsonBuffer();
            answer.raw(
                    ("{\"type\":\"response.steer.failed\",\"sequence_number\":0,\"error\":{\"type\":\"invalid_request_error\","
                                    + "\"code\":\"steering_not_supported\",\"message\":\"AIRelay cannot steer a running response: the"
                                    + " upstream does not offer it. When it is complete, send the input in a new response.create.\"},"
                                    + "\"steer\":{")
                            .getBytes(StandardCharsets.US_ASCII));
            answer.name(PREVIOUS);
            slice(answer, members.value(PREVIOUS), "\"\"");
            answer.raw(',').name(INPUT);
            slice(answer, members.value(INPUT), "[]");
            return answer.raw('}').raw('}').toArray();
        }

        private static void slice(JsonBuffer to, @Nullable JsonSlice said, String otherwise) {
            if (said == null) {
                to.raw(otherwise.getBytes(StandardCharsets.US_ASCII));
            } else {
                to.raw(said.bytes(), said.from(), said.to());
            }
        }

        private static Invalid invalid(String lane, String member, String what) {
            return new Invalid(
                    lane,
                    RequestRejected.badRequest(
                            member, "invalid_value", "Invalid message: '" + member + "' " + what + "."));
        }
    }
}
