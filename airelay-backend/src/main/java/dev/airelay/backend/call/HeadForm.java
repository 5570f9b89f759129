package dev.airelay.backend.call;

import dev.airelay.base.JsonTrees;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The headers of one kind of request, besides those that every request has.
 *
 * @param contentType of the body
 * @param accepted the media types of the response; empty if the rest of the request determines them
 * @param bare whether it has only the headers of the client's identity: a firewall blocks all others
 * @param further additional headers of this request
 */
record HeadForm(String contentType, Optional<String> accepted, boolean bare, Map<String, String> further) {

    private static final String JSON = "application/json";

    /** A turn of a conversation, or a request about the account. */
    static final HeadForm TURN = new HeadForm(JSON, Optional.empty(), false, Map.of());

    /** Copies the headers. */
    HeadForm {
        further = Map.copyOf(further);
    }

    /**
     * Returns the form of an image request, as Codex sends it.
     *
     * @param turnId names the request
     */
    static HeadForm image(String turnId) {
        return new HeadForm(
                JSON,
                Optional.of("*/*"),
                false,
                Map.of("x-codex-image-turn-id", turnId, "x-codex-turn-metadata", metadata(turnId)));
    }

    private static String metadata(String turnId) {
        byte[] json =
                JsonTrees.usual().write(JsonNodeFactory.instance.objectNode().put("turn_id", turnId));
        return new String(json, StandardCharsets.UTF_8);
    }

    /** Returns the form of a request that passes a strict firewall. */
    static HeadForm bare(String contentType) {
        return new HeadForm(contentType, Optional.empty(), true, Map.of());
    }

    /** Returns the value of {@code Accept}; empty to send none. */
    Optional<String> accept(boolean stream) {
        if (bare) {
            return Optional.empty();
        }
        return Optional.of(accepted.orElse(stream ? "text/event-stream" : JSON));
    }
}
