package dev.airelay.transforms.responses;

import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.request.WellFormedText;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a response object repeats of the request where the upstream does not say what it used: always so for a turn that
 * waits, and for what some models leave out.
 */
final class RequestEcho {

    private static final String TEXT = "text";
    private static final String REASONING = "reasoning";
    private static final String FORMAT = "format";
    private static final String DESCRIPTION = "description";
    private static final String STRICT = "strict";

    private final ObjectNode members = JsonNodeFactory.instance.objectNode();

    RequestEcho() {
        members.putObject(TEXT).putObject(FORMAT).put("type", TEXT);
        members.putObject(REASONING).putNull("effort").putNull("summary");
    }

    /**
     * Returns a response object's {@code text}, in which a format with a schema says how strict it is and what it is for,
     * also where the upstream does not repeat that.
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

    /** Repeats what the upstream is asked for under {@code text} or {@code reasoning}. */
    private void overlay(String name, Optional<JsonNode> asked) {
        asked.ifPresent(node -> ((ObjectNode) members.path(name)).setAll((ObjectNode) node.deepCopy()));
    }

    /** Returns the members; the caller owns them. */
    ObjectNode toNode(Optional<JsonNode> text, Optional<JsonNode> reasoning) {
        overlay(TEXT, text);
        overlay(REASONING, reasoning);
        return (ObjectNode) WellFormedText.repaired(members.deepCopy());
    }
}
