package dev.airelay.transforms.responses;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.reply.ItemKind;
import dev.airelay.transforms.request.WellFormedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The items of a request as OpenAI lists them afterwards: the client's own content, each item with an id, a status and the
 * members that its type always has. Ids are fresh, because a client may send the same item in several requests.
 */
final class ItemListing {

    private static final String MESSAGE = "message";
    private static final String CONTENT = "content";
    private static final String STATUS = "status";
    private static final String CALL_ID = "call_id";
    private static final String TYPE = "type";

    private static final JsonNode NONE = NullNode.getInstance();
    private static final Map<String, JsonNode> OF_TOOL_SEARCH =
            Map.of("call_id", NONE, "execution", StringNode.valueOf("server"));

    /** Members that a listed item has even if the client omitted them. */
    private static final Map<String, Map<String, JsonNode>> ALWAYS = Map.of(
            "reasoning", Map.of("summary", Json.array()),
            "image_generation_call", Map.of("result", NONE),
            "code_interpreter_call", Map.of("code", NONE, "outputs", NONE),
            "shell_call", Map.of("environment", NONE),
            "shell_call_output", Map.of("max_output_length", NONE),
            "tool_search_call", OF_TOOL_SEARCH,
            "tool_search_output", OF_TOOL_SEARCH);

    /** Types that always have a status. */
    private static final Set<String> WITH_STATUS = Set.of(
            MESSAGE,
            "function_call",
            "function_call_output",
            "custom_tool_call",
            "custom_tool_call_output",
            "local_shell_call",
            "local_shell_call_output",
            "shell_call",
            "shell_call_output",
            "apply_patch_call",
            "apply_patch_call_output",
            "computer_call",
            "computer_call_output",
            "web_search_call",
            "image_generation_call",
            "file_search_call",
            "code_interpreter_call",
            "mcp_call",
            "tool_search_call",
            "tool_search_output",
            "program_output");

    /** In OpenAI's schema its id is that of its call; it has no other. */
    private static final String ID_OF_CALL = "local_shell_call_output";

    private final String token;
    private final List<HistoryItem> items = new ArrayList<>();

    /**
     * Creates an empty listing.
     *
     * @param token used for ids
     */
    ItemListing(String token) {
        this.token = token;
    }

    /** Lists a user message of one text. */
    void text(String text) {
        item(Json.object().put("role", "user").put(CONTENT, text));
    }

    /** Lists a valid item of the client. */
    void item(ObjectNode item) {
        String type = item.path(TYPE).stringValue(MESSAGE);
        if (type.equals(ItemShapes.TRIGGER)) {
            // A trigger without content; not part of a conversation.
            return;
        }
        String id = type.equals(ID_OF_CALL)
                ? item.path(item.hasNonNull(CALL_ID) ? CALL_ID : "id").stringValue("")
                : ItemKind.of(type).idPrefix() + token + "_i" + items.size();
        ObjectNode listed = Json.object().put("id", id).put(TYPE, type);
        item.properties().forEach(member -> {
            if (!member.getValue().isNull() && !listed.has(member.getKey())) {
                listed.set(member.getKey(), member.getValue().deepCopy());
            }
        });
        if (type.equals(ID_OF_CALL)) {
            listed.remove(CALL_ID);
        }
        ALWAYS.getOrDefault(type, Map.of()).forEach((name, value) -> {
            if (!listed.has(name)) {
                listed.set(name, value.deepCopy());
            }
        });
        if (WITH_STATUS.contains(type) && !listed.has(STATUS)) {
            listed.put(STATUS, "completed");
        }
        if (type.equals(MESSAGE)) {
            listed.set(CONTENT, content(listed));
        }
        items.add(new HistoryItem(id, (ObjectNode) WellFormedText.repaired(listed)));
    }

    private static ArrayNode content(ObjectNode message) {
        boolean said = message.path("role").stringValue("").equals("assistant");
        JsonNode content = message.path(CONTENT);
        ArrayNode parts = Json.array();
        if (content.isString()) {
            parts.add(
                    Json.object().put(TYPE, said ? "output_text" : "input_text").put("text", content.stringValue()));
        } else {
            content.forEach(parts::add);
        }
        for (JsonNode part : parts) {
            if (part instanceof ObjectNode object) {
                complete(object);
            }
        }
        return parts;
    }

    private static void complete(ObjectNode part) {
        switch (part.path(TYPE).stringValue("")) {
            case "output_text" -> {
                arrayIn(part, "annotations");
                arrayIn(part, "logprobs");
            }
            case "input_image" -> {
                if (!part.hasNonNull("detail")) {
                    part.put("detail", "auto");
                }
            }
            default -> {
                // Already complete.
            }
        }
    }

    private static void arrayIn(ObjectNode node, String name) {
        if (!node.path(name).isArray()) {
            node.putArray(name);
        }
    }

    /** Returns the items listed so far. */
    List<HistoryItem> items() {
        return List.copyOf(items);
    }
}
