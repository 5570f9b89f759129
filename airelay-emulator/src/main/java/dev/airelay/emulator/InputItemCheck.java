package dev.airelay.emulator;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Input items have known types, short ids, no references to stored items, and reasoning that can be verified. */
final class InputItemCheck implements RequestCheck {
    private static final String REFERENCE = "item_reference";
    private static final String ENCRYPTED = "encrypted_content";
    private static final Set<String> TYPES = Set.of(
            "message",
            "reasoning",
            "function_call",
            "function_call_output",
            "custom_tool_call",
            "custom_tool_call_output",
            "local_shell_call",
            "local_shell_call_output",
            "web_search_call",
            "image_generation_call",
            "tool_search_call",
            "tool_search_output",
            "compaction",
            "context_compaction",
            "compaction_trigger",
            "additional_tools",
            "agent_message",
            REFERENCE);

    @Override
    public void check(TurnRequest request) throws RefusedException {
        List<JsonNode> input = request.input();
        for (int i = 0; i < input.size(); i++) {
            item(input.get(i), TurnRequest.INPUT + "[" + i + "]", request.accountId());
        }
    }

    private static void item(JsonNode item, String path, String accountId) throws RefusedException {
        if (!item.isObject()) {
            throw Wrong.type(path, "an object", item);
        }
        String type = TurnRequest.itemType(item);
        if (type.isEmpty()) {
            throw Wrong.missing(path + ".type");
        }
        if (!TYPES.contains(type)) {
            throw Wrong.value(path + ".type", type, TYPES.stream().sorted().toList());
        }
        String id = Json.string(item, "id");
        Wrong.ifTooLong(path + ".id", id);
        Wrong.ifTooLong(path + ".call_id", Json.string(item, "call_id"));
        fields(item, type, path);
        boolean encrypted = item.path(ENCRYPTED).isString();
        if (type.equals(REFERENCE) || (type.equals("reasoning") && !encrypted && !id.isEmpty())) {
            throw Wrong.invalid(
                    "Item with id '" + id + "' not found. Items are not persisted when `store` is set to false."
                            + " Try again with `store` set to true, or remove this item from your input.",
                    TurnRequest.INPUT,
                    null);
        }
        if (type.equals("reasoning")
                && encrypted
                && !EncryptedReasoning.verifies(Json.string(item, ENCRYPTED), accountId)) {
            throw Wrong.invalid(
                    "The encrypted content for item " + id + " could not be verified. Reason: Encrypted content could"
                            + " not be decrypted or parsed.",
                    null,
                    "invalid_encrypted_content");
        }
    }

    private static void fields(JsonNode item, String type, String path) throws RefusedException {
        switch (type) {
            case "function_call" -> {
                text(item, path, "call_id");
                text(item, path, "name");
                text(item, path, ItemJson.ARGUMENTS);
            }
            case "custom_tool_call" -> {
                text(item, path, "call_id");
                text(item, path, "name");
                text(item, path, ItemJson.INPUT);
            }
            case "function_call_output", "custom_tool_call_output" -> {
                text(item, path, "call_id");
                JsonNode output = item.path(TurnRequest.OUTPUT);
                if (output.isMissingNode()) {
                    throw Wrong.missing(path + "." + TurnRequest.OUTPUT);
                }
                if (!output.isString() && !output.isArray()) {
                    throw Wrong.type(path + "." + TurnRequest.OUTPUT, "one of an array of objects or string", output);
                }
            }
            default -> {
                // The other types have no field that all of them need.
            }
        }
    }

    private static void text(JsonNode item, String path, String field) throws RefusedException {
        JsonNode value = item.path(field);
        if (value.isMissingNode()) {
            throw Wrong.missing(path + "." + field);
        }
        if (!value.isString()) {
            throw Wrong.type(path + "." + field, "a string", value);
        }
    }
}
