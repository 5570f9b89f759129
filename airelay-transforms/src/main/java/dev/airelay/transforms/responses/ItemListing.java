package dev.airelay.transforms.responses;

import dev.airelay.transforms.KeptItem;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.request.WellFormedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The items of a request as OpenAI lists them afterwards: the client's own words, each item with an id, a status and the
 * members that its kind always has. Ids are fresh, because a client may send the same item in several requests.
 */
final class ItemListing {

    private static final String MESSAGE = "message";
    private static final String CONTENT = "content";
    private static final String STATUS = "status";
    private static final String TYPE = "type";

    /** What the ids of items begin with, by type. */
    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry(MESSAGE, "msg_"),
            Map.entry("reasoning", "rs_"),
            Map.entry("function_call", "fc_"),
            Map.entry("function_call_output", "fco_"),
            Map.entry("custom_tool_call", "ctc_"),
            Map.entry("custom_tool_call_output", "ctco_"),
            Map.entry("web_search_call", "ws_"),
            Map.entry("image_generation_call", "ig_"),
            Map.entry("local_shell_call", "lsh_"),
            Map.entry("shell_call", "sh_"),
            Map.entry("shell_call_output", "sho_"),
            Map.entry("apply_patch_call", "apc_"),
            Map.entry("apply_patch_call_output", "apco_"),
            Map.entry("tool_search_call", "tsc_"),
            Map.entry("tool_search_output", "tso_"),
            Map.entry("compaction", "cmp_"));

    private static final JsonNode NONE = NullNode.getInstance();
    private static final Map<String, JsonNode> OF_TOOL_SEARCH =
            Map.of("call_id", NONE, "execution", StringNode.valueOf("server"));

    /** Members that a listed item has even where the client may leave them out. */
    private static final Map<String, Map<String, JsonNode>> ALWAYS = Map.of(
            "reasoning", Map.of("summary", Json.array()),
            "shell_call", Map.of("environment", NONE),
            "shell_call_output", Map.of("max_output_length", NONE),
            "tool_search_call", OF_TOOL_SEARCH,
            "tool_search_output", OF_TOOL_SEARCH);

    /** Kinds that have no status. */
    private static final List<String> WITHOUT_STATUS =
            List.of("reasoning", "additional_tools", "compaction", "context_compaction");

    /** Asks for something and says nothing; not part of a conversation. */
    private static final String TRIGGER = "compaction_trigger";

    /** May name the call that it answers by its own id, which the listing replaces. */
    private static final String NAMES_CALL_BY_ID = "local_shell_call_output";

    private final String token;
    private final List<KeptItem> items = new ArrayList<>();

    /**
     * Creates a listing without items.
     *
     * @param token what the ids are made of
     */
    ItemListing(String token) {
        this.token = token;
    }

    /** Lists a user message of one text. */
    void text(String text) {
        item(Json.object().put("role", "user").put(CONTENT, text));
    }

    /** Lists an item of the client's, which was found valid. */
    void item(ObjectNode item) {
        String type = item.path(TYPE).stringValue(MESSAGE);
        if (type.equals(TRIGGER)) {
            return;
        }
        String id = PREFIXES.getOrDefault(type, "item_") + token + "_i" + items.size();
        ObjectNode listed = Json.object().put("id", id).put(TYPE, type);
        item.properties().forEach(member -> {
            if (!member.getValue().isNull() && !listed.has(member.getKey())) {
                listed.set(member.getKey(), member.getValue().deepCopy());
            }
        });
        if (type.equals(NAMES_CALL_BY_ID) && !listed.has("call_id")) {
            listed.set("call_id", item.path("id"));
        }
        ALWAYS.getOrDefault(type, Map.of()).forEach((name, value) -> {
            if (!listed.has(name)) {
                listed.set(name, value.deepCopy());
            }
        });
        if (!WITHOUT_STATUS.contains(type) && !listed.has(STATUS)) {
            listed.put(STATUS, "completed");
        }
        if (type.equals(MESSAGE)) {
            listed.set(CONTENT, content(listed));
        }
        items.add(new KeptItem(id, (ObjectNode) WellFormedText.repaired(listed)));
    }

    private static ArrayNode content(ObjectNode message) {
        boolean said = message.path("role").stringValue("").equals("assistant");
        JsonNode content = message.path(CONTENT);
        ArrayNode parts = Json.array();
        if (content.isString()) {
            parts.add(
                    Json.object().put(TYPE, said ? "output_text" : "input_text").put("text", content.stringValue()));
        } else {
            parts.addAll((ArrayNode) content);
        }
        for (JsonNode part : parts) {
            complete((ObjectNode) part);
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
                // Complete as it is.
            }
        }
    }

    private static void arrayIn(ObjectNode node, String name) {
        if (!node.path(name).isArray()) {
            node.putArray(name);
        }
    }

    /** Returns the items listed so far. */
    List<KeptItem> items() {
        return List.copyOf(items);
    }
}
