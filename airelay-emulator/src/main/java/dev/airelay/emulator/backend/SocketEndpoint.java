package dev.airelay.emulator.backend;

import dev.airelay.emulator.check.Credentials;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.Headers;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.SseFormat;
import dev.airelay.emulator.http.Transport;
import dev.airelay.emulator.turn.TurnRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /backend-api/codex/responses} with an upgrade to WebSocket. Credentials are checked once, at the upgrade;
 * each {@code response.create} is then a turn.
 */
public final class SocketEndpoint implements Endpoint {
    private static final String VERSION = "13";

    private final ResponsesEndpoint turns;
    private final Credentials credentials;
    private final InstantSource clock;

    /** An endpoint whose sockets answer with those turns. */
    public SocketEndpoint(ResponsesEndpoint turns, Credentials credentials, InstantSource clock) {
        this.turns = turns;
        this.credentials = credentials;
        this.clock = clock;
    }

    @Override
    public ScriptedResponse answer(IncomingRequest request) throws RefusedException {
        if (!request.header(HttpHeaderNames.UPGRADE.toString())
                .equalsIgnoreCase(HttpHeaderValues.WEBSOCKET.toString())) {
            throw new RefusedException(Refusal.detail(426, "Upgrade to WebSocket, or use POST on the same path."));
        }
        if (!request.header(HttpHeaderNames.SEC_WEBSOCKET_VERSION.toString()).equals(VERSION)) {
            throw new RefusedException(Refusal.detail(426, "Use version " + VERSION + " of WebSocket.")
                    .withHeaders(Headers.of(HttpHeaderNames.SEC_WEBSOCKET_VERSION.toString(), VERSION)));
        }
        if (request.header(HttpHeaderNames.SEC_WEBSOCKET_KEY.toString()).isEmpty()) {
            throw new RefusedException(Refusal.detail(400, "Sec-WebSocket-Key is missing."));
        }
        credentials.checkTurn(request);
        return new ScriptedResponse(
                101,
                turns.commonHeaders(),
                new ScriptedResponse.Socket(new Turns(turns, clock)),
                Transport.paced(Duration.ZERO));
    }

    /**
     * The messages of one socket, in order. The socket remembers its latest response, which the next message may continue
     * with new input alone; a continuation that fails makes it forget that response.
     */
    private static final class Turns implements Endpoint {
        private static final String CREATE = "response.create";
        /** Codex may confirm that it has read a response. */
        private static final String PROCESSED = "response.processed";

        private static final Duration MAX_AGE = Duration.ofMinutes(60);
        private static final Set<String> CONTINUABLE =
                Set.of("response.completed", "response.done", "response.incomplete");
        private static final ScriptedResponse NOTHING = new ScriptedResponse(
                200,
                Headers.NONE,
                new ScriptedResponse.Events(List.of(), SseFormat.PLAIN),
                Transport.paced(Duration.ZERO));

        private final ResponsesEndpoint turns;
        private final InstantSource clock;
        private final Instant opened;
        private @Nullable Remembered latest;

        /** A response that can be continued: its whole input and output. */
        private record Remembered(String id, List<JsonNode> items) {}

        Turns(ResponsesEndpoint turns, InstantSource clock) {
            this.turns = turns;
            this.clock = clock;
            this.opened = clock.instant();
        }

        @Override
        public ScriptedResponse answer(IncomingRequest message) throws RefusedException {
            TurnRequest sent = TurnRequest.of(message);
            String type = Json.string(sent.body(), TurnRequest.TYPE);
            if (type.equals(PROCESSED)) {
                return NOTHING;
            }
            if (!type.equals(CREATE)) {
                throw new RefusedException(Refusal.invalid(
                        "Invalid value: '" + type + "'. Supported values are: '" + CREATE + "'.",
                        TurnRequest.TYPE,
                        "invalid_value"));
            }
            if (Duration.between(opened, clock.instant()).compareTo(MAX_AGE) >= 0) {
                throw new RefusedException(Refusal.invalid(
                        "Responses websocket connection limit reached (60 minutes). Create a new websocket connection to"
                                + " continue.",
                        null,
                        "websocket_connection_limit_reached"));
            }
            TurnRequest request = continued(sent);
            if (!sent.previousResponseId().isEmpty()) {
                latest = null;
            }
            ResponsesEndpoint.Reply reply = turns.reply(request);
            if (CONTINUABLE.contains(reply.lastEvent())) {
                List<JsonNode> items = new ArrayList<>(request.input());
                reply.output().stream().filter(item -> !isUnsealed(item)).forEach(items::add);
                latest = new Remembered(reply.id(), items);
            }
            return reply.response();
        }

        /** Reasoning that a client could not send back, and that a replay of the input must not contain either. */
        private static boolean isUnsealed(ObjectNode item) {
            return TurnRequest.itemType(item).equals("reasoning") && !item.has("encrypted_content");
        }

        /** The message with the input and output of the response that it continues before its own input. */
        private TurnRequest continued(TurnRequest sent) throws RefusedException {
            JsonNode named = sent.body().path(TurnRequest.PREVIOUS_RESPONSE_ID);
            if (!named.isString() && !named.isNull() && !named.isMissingNode()) {
                throw new RefusedException(Refusal.invalid(
                        "Invalid type for 'previous_response_id': expected a string.",
                        TurnRequest.PREVIOUS_RESPONSE_ID,
                        "invalid_type"));
            }
            String previous = sent.previousResponseId();
            if (previous.isEmpty()) {
                return sent;
            }
            if (latest == null || !latest.id.equals(previous)) {
                throw new RefusedException(Refusal.invalid(
                        "Previous response with id '" + previous + "' not found.",
                        TurnRequest.PREVIOUS_RESPONSE_ID,
                        "previous_response_not_found"));
            }
            ObjectNode whole = Json.object();
            whole.setAll(sent.body());
            ArrayNode input = whole.putArray(TurnRequest.INPUT);
            latest.items.forEach(input::add);
            sent.input().forEach(input::add);
            IncomingRequest http = sent.http();
            return new TurnRequest(
                    new IncomingRequest(http.method(), http.target(), http.headers(), Json.bytes(whole)), whole);
        }
    }
}
