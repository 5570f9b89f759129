package dev.airelay.emulator.check;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.EncryptedReasoning;
import dev.airelay.emulator.turn.ItemJson;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Input items have known types with the fields that each of them needs, short ids, no references to stored items, and
 * reasoning that can be verified.
 *
 * <p>The types are those that the backend lists when it refuses one (openai/codex#26573), those that OpenAI's SDK 7.59 has
 * learned since, and {@code agent_message}, which Codex sends. The fields are those that the SDK's types require, but for
 * ids that Codex leaves out.
 */
final class InputItemCheck implements RequestCheck {
    private static final String REFERENCE = "item_reference";
    private static final String ENCRYPTED = "encrypted_content";
    private static final Map<String, List<Field>> TYPES = types();

    /** The type of a required field. */
    private enum Kind {
        TEXT("a string"),
        NAME("a string"),
        LIST("an array of objects"),
        OBJECT("an object"),
        FLAG("a boolean"),
        TEXT_OR_LIST("one of an array of objects or string"),
        ANY("any value");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean fits(JsonNode value) {
            return switch (this) {
                case TEXT, NAME -> value.isString();
                case LIST -> value.isArray();
                case OBJECT -> value.isObject();
                case FLAG -> value.isBoolean();
                case TEXT_OR_LIST -> value.isString() || value.isArray();
                case ANY -> true;
            };
        }
    }

    private record Field(String name, Kind kind) {}

    private static Field text(String name) {
        return new Field(name, Kind.TEXT);
    }

    private static Field list(String name) {
        return new Field(name, Kind.LIST);
    }

    private static Map<String, List<Field>> types() {
        Field id = text("id");
        Field callId = text("call_id");
        Field status = text("status");
        Field name = new Field("name", Kind.NAME);
        Field arguments = text(ItemJson.ARGUMENTS);
        Field server = text("server_label");
        Field output = new Field(TurnRequest.OUTPUT, Kind.TEXT_OR_LIST);
        Field action = new Field("action", Kind.OBJECT);
        Map<String, List<Field>> types = new LinkedHashMap<>();
        // The content check judges messages.
        types.put("message", List.of());
        types.put("reasoning", List.of(list("summary")));
        types.put("function_call", List.of(callId, name, arguments));
        // A tool of a program answers by its own name and without a call.
        types.put("function_call_output", List.of(output));
        types.put("custom_tool_call", List.of(callId, name, text(ItemJson.INPUT)));
        types.put("custom_tool_call_output", List.of(callId, output));
        types.put("local_shell_call", List.of(callId, action, status));
        types.put("local_shell_call_output", List.of(id, text(TurnRequest.OUTPUT)));
        types.put("shell_call", List.of(callId, action));
        types.put("shell_call_output", List.of(callId, list(TurnRequest.OUTPUT)));
        types.put("apply_patch_call", List.of(callId, new Field("operation", Kind.OBJECT), status));
        types.put("apply_patch_call_output", List.of(callId, status));
        types.put("computer_call", List.of(id, callId, list("pending_safety_checks"), status));
        types.put("computer_call_output", List.of(callId, new Field(TurnRequest.OUTPUT, Kind.OBJECT)));
        types.put("file_search_call", List.of(id, list("queries"), status));
        types.put("web_search_call", List.of());
        types.put("image_generation_call", List.of(id));
        types.put(
                "code_interpreter_call",
                List.of(id, new Field("code", Kind.ANY), text("container_id"), new Field("outputs", Kind.ANY), status));
        types.put("mcp_list_tools", List.of(id, server, list(TurnRequest.TOOLS)));
        types.put("mcp_approval_request", List.of(id, arguments, name, server));
        types.put("mcp_approval_response", List.of(text("approval_request_id"), new Field("approve", Kind.FLAG)));
        types.put("mcp_call", List.of(id, arguments, name, server));
        types.put("tool_search_call", List.of(new Field(ItemJson.ARGUMENTS, Kind.ANY)));
        types.put("tool_search_output", List.of(list(TurnRequest.TOOLS)));
        types.put(TurnRequest.ADDITIONAL_TOOLS, List.of(text(TurnRequest.ROLE), list(TurnRequest.TOOLS)));
        types.put("compaction", List.of(text(ENCRYPTED)));
        types.put(TurnRequest.COMPACTION_TRIGGER, List.of());
        types.put("configuration_update", List.of());
        types.put("program", List.of(id, callId, text("code"), text("fingerprint")));
        types.put("program_output", List.of(id, callId, text("result"), status));
        types.put("agent_message", List.of(text("author"), text("recipient"), list(TurnRequest.CONTENT)));
        types.put(REFERENCE, List.of(id));
        return types;
    }

    @Override
    public void check(TurnRequest request) throws RefusedException {
        List<JsonNode> input = request.input();
        for (int i = 0; i < input.size(); i++) {
            item(input.get(i), TurnRequest.INPUT + "[" + i + "]", request.accountId());
        }
    }

    private static void item(JsonNode item, String path, String accountId) throws RefusedException {
        if (!item.isObject()) {
            throw BadRequests.type(path, "an object", item);
        }
        String type = TurnRequest.itemType(item);
        if (type.isEmpty()) {
            throw BadRequests.missing(path + ".type");
        }
        List<Field> fields = TYPES.get(type);
        if (fields == null) {
            throw BadRequests.value(path, type, new TreeSet<>(TYPES.keySet()));
        }
        String id = Json.string(item, "id");
        BadRequests.ifTooLong(path + ".id", id);
        BadRequests.ifTooLong(path + ".call_id", Json.string(item, "call_id"));
        for (Field field : fields) {
            field(item.path(field.name()), field.kind(), path + "." + field.name());
        }
        boolean encrypted = item.path(ENCRYPTED).isString();
        if (type.equals(REFERENCE) || (type.equals("reasoning") && !encrypted && !id.isEmpty())) {
            throw BadRequests.invalid(
                    "Item with id '" + id + "' not found. Items are not persisted when `store` is set to false."
                            + " Try again with `store` set to true, or remove this item from your input.",
                    TurnRequest.INPUT,
                    null);
        }
        if (type.equals("reasoning")
                && encrypted
                && !EncryptedReasoning.verifies(Json.string(item, ENCRYPTED), accountId)) {
            throw BadRequests.invalid(
                    "The encrypted content for item " + id + " could not be verified. Reason: Encrypted content could"
                            + " not be decrypted or parsed.",
                    null,
                    "invalid_encrypted_content");
        }
    }

    private static void field(JsonNode value, Kind kind, String path) throws RefusedException {
        if (value.isMissingNode()) {
            throw BadRequests.missing(path);
        }
        if (!kind.fits(value)) {
            throw BadRequests.type(path, kind.words, value);
        }
        if (kind == Kind.NAME) {
            BadRequests.ifNoToolName(path, value.stringValue());
        }
    }
}
