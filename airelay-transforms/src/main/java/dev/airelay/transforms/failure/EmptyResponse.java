package dev.airelay.transforms.failure;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A response that ends before any output, as if it had reached an output limit, although requests cannot set one. The Codex
 * backend does this if it cannot compile the schema of a tool, for example with both {@code enum} and {@code oneOf} in a
 * property. Forwarded, it would be an empty response, which clients show as nothing.
 */
public final class EmptyResponse {

    /** The code of the error. */
    public static final String CODE = "empty_response";

    private static final String MESSAGE =
            "The upstream ended the response before any output (incomplete: max_output_tokens), although it has no output"
                    + " limit. It does so if it cannot process the schema of a tool or of the text format, for example a"
                    + " property with both 'enum' and 'oneOf'. Simplify the schemas, or leave out tools to find the one.";

    private static final JsonTrees JSON = JsonTrees.usual();

    private EmptyResponse() {}

    /**
     * Returns a failure in place of such an end; any other event, and an end with output, unchanged.
     *
     * @param event the end of a response without output events
     */
    public static UpstreamEvent named(UpstreamEvent event) {
        if (event.type() != EventType.INCOMPLETE) {
            return event;
        }
        try {
            byte[] json = event.json();
            return JSON.read(json, 0, json.length).path("response") instanceof ObjectNode response && isEmpty(response)
                    ? failure(response).orElse(event)
                    : event;
        } catch (JacksonException malformed) {
            return event;
        }
    }

    private static boolean isEmpty(ObjectNode response) {
        return response.at("/incomplete_details/reason").stringValue("").equals("max_output_tokens")
                && response.path("output").isEmpty()
                && response.at("/usage/output_tokens").asInt(0) == 0;
    }

    private static Optional<UpstreamEvent> failure(JsonNode incomplete) {
        ObjectNode response = (ObjectNode) incomplete.deepCopy();
        response.put("status", "failed").putNull("incomplete_details");
        response.putObject("error").put("code", CODE).put("message", MESSAGE);
        ObjectNode event = response.objectNode().put("type", EventType.FAILED.wireName());
        event.set("response", response);
        return UpstreamEvent.parse(JSON.write(event));
    }
}
