package dev.airelay.junit;

import dev.airelay.emulator.api.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A request as the model received it, whichever API the client used. A request that the relay refused is not among them: the
 * client got its error. Immutable.
 */
public final class ModelRequest {
    private static final String TEXT = "text";

    private final RecordedRequest recorded;
    private final JsonNode body;

    private ModelRequest(RecordedRequest recorded, JsonNode body) {
        this.recorded = recorded;
        this.body = body;
    }

    static ModelRequest of(RecordedRequest recorded) {
        return new ModelRequest(recorded, recorded.body().orElseThrow());
    }

    /** Returns the model's name. */
    public String model() {
        return body.path("model").stringValue("");
    }

    /** Returns the system prompt: the instructions and the texts of system and developer messages, in their order. */
    public List<String> instructions() {
        List<String> texts = new ArrayList<>();
        String instructions = body.path("instructions").stringValue("");
        // The upstream refuses a request without instructions; the relay then sends this.
        if (!instructions.isEmpty() && !instructions.equals(".")) {
            texts.add(instructions);
        }
        texts.addAll(texts("system"));
        texts.addAll(texts("developer"));
        return List.copyOf(texts);
    }

    /** Returns the last text of the user; empty when there is none. */
    public String prompt() {
        List<String> texts = texts("user");
        return texts.isEmpty() ? "" : texts.get(texts.size() - 1);
    }

    /** Returns all texts of a role in their order, such as {@code user} or {@code assistant}. */
    public List<String> texts(String role) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : body.path("input")) {
            if (item.path("role").stringValue("").equals(role)) {
                JsonNode content = item.path("content");
                if (content.isString()) {
                    texts.add(content.stringValue());
                }
                for (JsonNode part : content) {
                    if (part.path(TEXT).isString()) {
                        texts.add(part.path(TEXT).stringValue());
                    }
                }
            }
        }
        return List.copyOf(texts);
    }

    /** Returns the names of the tools that the model may call; the type, such as {@code web_search}, of one without a name. */
    public List<String> tools() {
        List<String> names = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            names.add(tool.path("name").stringValue(tool.path("type").stringValue("")));
        }
        return List.copyOf(names);
    }

    /** Returns the outputs of tools that the client sent back, in their order; one that is not a text as JSON. */
    public List<String> toolOutputs() {
        List<String> outputs = new ArrayList<>();
        for (JsonNode item : body.path("input")) {
            if (item.path("type").stringValue("").endsWith("_call_output")) {
                JsonNode output = item.path("output");
                outputs.add(output.isString() ? output.stringValue() : output.toString());
            }
        }
        return List.copyOf(outputs);
    }

    /** Returns the whole body, in the terms of OpenAI's Responses API. Must not be changed. */
    public JsonNode body() {
        return body;
    }

    /** Returns the request as the emulator recorded it, with its headers and how its answer ended. */
    public RecordedRequest recorded() {
        return recorded;
    }

    @Override
    public String toString() {
        return "ModelRequest[" + model() + ", prompt=" + prompt() + "]";
    }
}
