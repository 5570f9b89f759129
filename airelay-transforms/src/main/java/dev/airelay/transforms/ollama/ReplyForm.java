package dev.airelay.transforms.ollama;

import dev.airelay.transforms.json.Json;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The places of text, thinking and calls in the replies of Ollama's two APIs, and the names of request members in errors.
 */
enum ReplyForm {
    CHAT("content", "messages", "messages") {
        @Override
        ObjectNode holder(ObjectNode line) {
            return line.putObject("message").put("role", "assistant").put("content", "");
        }
    },
    GENERATE("response", "prompt", "system") {
        @Override
        ObjectNode holder(ObjectNode line) {
            return line.put("response", "");
        }
    };

    private static final String THINKING = "thinking";

    private final String text;
    private final String input;
    private final String instructions;

    ReplyForm(String text, String input, String instructions) {
        this.text = text;
        this.input = input;
        this.instructions = instructions;
    }

    /** Returns the object with the text, after it was added to a line or object. */
    abstract ObjectNode holder(ObjectNode line);

    /** Returns the request's members by the upstream members that are made from them. */
    Map<String, String> names() {
        return Map.of(
                "input", input, "instructions", instructions, "reasoning.effort", "think", "text.format", "format");
    }

    /** Adds a text and a thinking to a line; an empty thinking is omitted. */
    ObjectNode said(ObjectNode line, String content, String thinking) {
        ObjectNode holder = holder(line).put(text, content);
        if (!thinking.isEmpty()) {
            holder.put(THINKING, thinking);
        }
        return line;
    }

    /** Adds calls to the result of {@link #said}. */
    void called(ObjectNode line, ArrayNode calls) {
        ObjectNode holder = this == CHAT ? (ObjectNode) line.path("message") : line;
        holder.set("tool_calls", calls);
    }

    /** Returns one call in Ollama's form. */
    static ObjectNode call(int index, String id, String name, ObjectNode arguments) {
        ObjectNode call = Json.object().put("id", id);
        call.putObject("function").put("index", index).put("name", name).set("arguments", arguments);
        return call;
    }
}
