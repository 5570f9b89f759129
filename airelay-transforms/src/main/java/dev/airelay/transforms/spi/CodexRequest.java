package dev.airelay.transforms.spi;

import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request to the upstream's {@code /responses}: its body, built from an allow-list, and its conversation.
 *
 * @param body the JSON body; owned by this request, must not be changed after construction
 * @param sessionId stable per conversation; sent as {@code session-id}, {@code thread-id}, {@code x-client-request-id} and
 *     {@code prompt_cache_key}, because the upstream's prompt cache follows it
 * @param dispensable the positions of stored input items that the upstream may refuse: if it refuses one, the conversation
 *     continues without them
 * @param place the place of the request in its conversation
 */
public record CodexRequest(ObjectNode body, String sessionId, List<Integer> dispensable, Place place) {

    /**
     * The place of a request in a stored conversation. On a connection with upstream state, only new items need to be sent.
     *
     * @param after the relay's id of the response that it continues; empty if there is none
     * @param known number of leading input items up to that response
     * @param as the relay's id of the new response; empty if it cannot be continued
     * @param more whether the client is likely to continue it soon
     */
    public record Place(String after, int known, String as, boolean more) {

        /** The place of a request without a conversation. */
        public static final Place NONE = new Place("", 0, "", false);
    }

    private static final String INPUT = "input";

    /** Returns the body as compact UTF-8 JSON. */
    public byte[] toBytes() {
        return Json.write(body);
    }

    /** Copies the list. */
    public CodexRequest {
        dispensable = List.copyOf(dispensable);
    }

    /** Creates a request without dispensable items. */
    public CodexRequest(ObjectNode body, String sessionId) {
        this(body, sessionId, List.of(), Place.NONE);
    }

    /** Returns the same request in another place. */
    public CodexRequest at(Place other) {
        return new CodexRequest(body, sessionId, dispensable, other);
    }

    /** Returns the same request of a client that is likely to continue soon. */
    public CodexRequest toBeContinued() {
        return at(new Place(place.after(), place.known(), place.as(), true));
    }

    /** Returns everything but the input, which must be equal for one request to be sent as the continuation of another. */
    public ObjectNode settings() {
        ObjectNode settings = body.objectNode();
        settings.setAll(body);
        settings.remove(INPUT);
        return settings;
    }

    /** Returns whether the input has new items. */
    public boolean hasNews() {
        return body.path(INPUT).size() > place.known();
    }

    /**
     * Returns the message of the request for a WebSocket.
     *
     * @param previousResponseId the upstream's id of the response that it continues, so that only the rest of the input is
     *     sent; empty to send all of it
     */
    public byte[] toMessage(String previousResponseId) {
        ObjectNode message = body.objectNode().put("type", "response.create");
        message.setAll(body);
        if (!previousResponseId.isEmpty()) {
            message.put("previous_response_id", previousResponseId);
            ArrayNode rest = body.arrayNode();
            for (int at = place.known(); at < body.path(INPUT).size(); at++) {
                rest.add(body.path(INPUT).get(at));
            }
            message.set(INPUT, rest);
        }
        return Json.write(message);
    }

    /** Returns the requested model; empty if there is none. */
    public String model() {
        return body.path("model").asString("");
    }

    /**
     * A shortened request.
     *
     * @param request the request to send
     * @param leftOut names the omitted parts, to be disclosed
     */
    public record Shorter(CodexRequest request, String leftOut) {}

    /**
     * Returns a request for a retry after a failure: without the reasoning of earlier turns if the upstream could not read
     * it, and without dispensable items if it refused one of them. Empty if the failure is about neither, or there is
     * nothing to omit.
     */
    public Optional<Shorter> without(UpstreamFailure failure) {
        if (failure.unreadableReasoning()) {
            return without(at -> type(at).equals("reasoning"), "reasoning.encrypted_content");
        }
        return dispensable.stream()
                .filter(at -> failure.isAbout(INPUT + "[" + at + "]") || failure.isAbout("'" + type(at) + "'"))
                .findFirst()
                .flatMap(at -> without(Set.copyOf(dispensable)::contains, INPUT + "." + type(at)));
    }

    private Optional<Shorter> without(IntPredicate unwanted, String leftOut) {
        ArrayNode left = body.arrayNode();
        Set<Integer> before = Set.copyOf(dispensable);
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at < body.path(INPUT).size(); at++) {
            if (!unwanted.test(at)) {
                if (before.contains(at)) {
                    places.add(left.size());
                }
                left.add(body.path(INPUT).get(at));
            }
        }
        if (left.isEmpty() || left.size() == body.path(INPUT).size()) {
            return Optional.empty();
        }
        ObjectNode stripped = body.objectNode();
        stripped.setAll(body);
        stripped.set(INPUT, left);
        return Optional.of(new Shorter(new CodexRequest(stripped, sessionId, places, Place.NONE), leftOut));
    }

    private String type(int at) {
        return body.path(INPUT).path(at).path("type").stringValue("");
    }
}
