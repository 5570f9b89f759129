package dev.airelay.server.storage;

import dev.airelay.base.JsonTrees;
import dev.airelay.server.http.QueryParameters;
import dev.airelay.store.conversation.StoredItem;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Stored items as a client sees them: encrypted reasoning is shown on request only. */
final class ItemView {

    private static final JsonTrees JSON = JsonTrees.usual();
    private static final String INCLUDE = "include";
    private static final String ENCRYPTED_REASONING = "reasoning.encrypted_content";
    private static final List<String> KNOWN = List.of(
            "file_search_call.results",
            "web_search_call.results",
            "web_search_call.action.sources",
            "message.input_image.image_url",
            "computer_call_output.output.image_url",
            "code_interpreter_call.outputs",
            ENCRYPTED_REASONING,
            "message.output_text.logprobs");

    private final boolean encryptedReasoning;

    private ItemView(boolean encryptedReasoning) {
        this.encryptedReasoning = encryptedReasoning;
    }

    /** Returns the view selected by a request's {@code include}. */
    static ItemView of(QueryParameters query) {
        List<String> asked = query.all(INCLUDE);
        for (String name : asked) {
            if (!KNOWN.contains(name)) {
                throw QueryParameters.invalid(INCLUDE, name, "one of " + String.join(", ", KNOWN));
            }
        }
        return new ItemView(asked.contains(ENCRYPTED_REASONING));
    }

    JsonNode show(StoredItem item) {
        JsonNode json = JSON.read(item.json());
        if (!encryptedReasoning
                && json instanceof ObjectNode object
                && object.path("type").stringValue("").equals("reasoning")) {
            object.remove("encrypted_content");
        }
        return json;
    }
}
