package dev.airelay.server;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Gives every tool call of a random conversation its output, which no schema can demand; drops outputs without a call. */
final class PairedCalls {
    private static final String TYPE = "type";
    private static final String ROLE = "role";
    private static final Map<String, String> OUTPUTS = Map.of(
            "function_call", "FunctionCallOutputItemParam",
            "custom_tool_call", "CustomToolCallOutput",
            "local_shell_call", "LocalShellToolCallOutput",
            "shell_call", "FunctionShellCallOutputItemParam",
            "apply_patch_call", "ApplyPatchToolCallOutputItemParam");

    private final Function<String, JsonNode> definitions;
    private int calls;

    /**
     * Creates it.
     *
     * @param definitions makes a random value of a definition
     */
    PairedCalls(Function<String, JsonNode> definitions) {
        this.definitions = definitions;
    }

    /** Pairs the calls of any generation request, in place. */
    ObjectNode pair(ObjectNode request) {
        if (request.path("input").isArray()) {
            request.set("input", items(request.path("input")));
        }
        if (request.path("messages").isArray()) {
            request.set("messages", messages(request.path("messages")));
        }
        return request;
    }

    private ArrayNode items(JsonNode items) {
        ArrayNode paired = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : items) {
            String type = item.path(TYPE).stringValue("");
            if (OUTPUTS.containsKey(type)) {
                String id = nextId();
                paired.add(((ObjectNode) item).put("call_id", id));
                ObjectNode output = (ObjectNode) definitions.apply(OUTPUTS.get(type));
                paired.add(output.put(type.equals("local_shell_call") ? "id" : "call_id", id));
            } else if (!isOutput(type)) {
                paired.add(item);
            }
        }
        if (paired.isEmpty()) {
            paired.addObject().put(ROLE, "user").put("content", "hello");
        }
        return paired;
    }

    private static boolean isOutput(String type) {
        return OUTPUTS.containsKey(type.replaceAll("_output$", "")) && type.endsWith("_output");
    }

    private ArrayNode messages(JsonNode messages) {
        ArrayNode paired = JsonNodeFactory.instance.arrayNode();
        for (JsonNode message : messages) {
            if (!Set.of("tool", "function").contains(message.path(ROLE).stringValue(""))) {
                paired.add(message);
                message.path("tool_calls").forEach(call -> paired.add(answer((ObjectNode) call)));
                if (message.path("function_call").isObject()) {
                    paired.addObject()
                            .put(ROLE, "function")
                            .put("content", "done")
                            .set("name", message.at("/function_call/name"));
                }
            }
        }
        if (paired.isEmpty()) {
            paired.addObject().put(ROLE, "user").put("content", "hello");
        }
        return paired;
    }

    private ObjectNode answer(ObjectNode call) {
        String id = nextId();
        call.put("id", id);
        return ((ObjectNode) definitions.apply("ChatCompletionRequestToolMessage")).put("tool_call_id", id);
    }

    private String nextId() {
        return "call_" + calls++;
    }
}
