package dev.airelay.transforms.responses;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.request.WellFormedText;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of the request that a response object repeats if the upstream does not report the value in use: for a queued
 * turn, and for members that some models omit.
 */
final class RequestEcho {

    private static final String TEXT = "text";
    private static final String REASONING = "reasoning";
    private static final String FORMAT = "format";
    private static final String DESCRIPTION = "description";
    private static final String STRICT = "strict";

    private final ObjectNode members = Json.object();

    RequestEcho() {
        members.putObject(TEXT).putObject(FORMAT).put("type", TEXT);
        members.putObject(REASONING).putNull("effort").putNull("summary");
    }

    /**
     * Returns a response object's {@code text}, in which a format with a schema has its strictness and description even if
     * the upstream omits them.
     *
     * @param asked the text settings of the request
     */
    static JsonNode text(JsonNode text, JsonNode asked) {
        if (!(text.path(FORMAT) instanceof ObjectNode given)
                || !given.path("type").stringValue("").equals("json_schema")) {
            return text;
        }
        ObjectNode format = given.objectNode().setAll(given);
        JsonNode wanted = asked.path(FORMAT);
        if (!format.hasNonNull(DESCRIPTION)) {
            format.remove(DESCRIPTION);
            if (wanted.hasNonNull(DESCRIPTION)) {
                format.set(DESCRIPTION, wanted.path(DESCRIPTION));
            }
        }
        if (!format.hasNonNull(STRICT)) {
            format.put(STRICT, wanted.path(STRICT).booleanValue(false));
        }
        ObjectNode whole = given.objectNode().setAll((ObjectNode) text);
        whole.set(FORMAT, format);
        return whole;
    }

    /** Repeats a member. */
    void put(String name, Value value) {
        members.set(name, value.copy());
    }

    /** Repeats the upstream request's {@code text} or {@code reasoning}. */
    private void overlay(String name, Optional<JsonNode> asked) {
        asked.ifPresent(node -> ((ObjectNode) members.path(name)).setAll((ObjectNode) node.deepCopy()));
    }

    /** Returns the members, not a copy; the caller owns them from now on. */
    ObjectNode toNode(Optional<JsonNode> text, Optional<JsonNode> reasoning) {
        overlay(TEXT, text);
        overlay(REASONING, reasoning);
        return (ObjectNode) WellFormedText.repaired(members);
    }
}
