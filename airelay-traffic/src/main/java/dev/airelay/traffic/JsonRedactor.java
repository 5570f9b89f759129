package dev.airelay.traffic;

import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Writes a tree without its secrets. Not thread-safe. */
final class JsonRedactor {
    private static final Set<String> FILE_CONTENT = Set.of("file_data", "encrypted_content", "b64_json");
    private static final int MAX_NESTED_TEXTS = 4;

    private final Redactor redactor;
    private final JsonGenerator json;

    JsonRedactor(Redactor redactor, JsonGenerator json) {
        this.redactor = redactor;
        this.json = json;
    }

    void write(JsonNode node) {
        write(node, "", 0);
    }

    private void write(JsonNode node, String key, int nested) {
        if (node.isObject()) {
            object(node, key, nested);
        } else if (node.isArray()) {
            json.writeStartArray();
            node.forEach(item -> write(item, key, nested));
            json.writeEndArray();
        } else if (node.isString()) {
            json.writeString(string(node.stringValue(), key, nested));
        } else if (node.isNumber()) {
            number(node);
        } else {
            json.writeTree(node);
        }
    }

    private void object(JsonNode object, String key, int nested) {
        boolean error = key.equals("error") || object.path("message").isString();
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            json.writeName(redactor.text(name));
            boolean secret = SecretKeys.isSecret(name) || (SecretKeys.isCode(name) && !error);
            if (secret && !empty(field.getValue())) {
                json.writeString(Redactor.REDACTED);
            } else {
                write(field.getValue(), name, nested);
            }
        }
        json.writeEndObject();
    }

    private static boolean empty(JsonNode value) {
        return value.isNull()
                || value.isBoolean()
                || (value.isString() && value.stringValue().isEmpty());
    }

    private void number(JsonNode node) {
        String digits = node.asString();
        if (redactor.text(digits).equals(digits)) {
            json.writeTree(node);
        } else {
            json.writeString(Redactor.REDACTED);
        }
    }

    /** Arguments of tool calls, among others, are JSON within a string. */
    private String string(String text, String key, int nested) {
        if (FILE_CONTENT.contains(key)) {
            return DataUrls.fileSummary(text);
        }
        if (nested < MAX_NESTED_TEXTS && mayBeJson(text)) {
            try {
                JsonNode inner = LogJson.read(text);
                return LogJson.write(within -> new JsonRedactor(redactor, within).write(inner, "", nested + 1));
            } catch (JacksonException notJson) {
                return redactor.text(text);
            }
        }
        return redactor.text(text);
    }

    private static boolean mayBeJson(String text) {
        String trimmed = text.strip();
        return (trimmed.startsWith("{") && trimmed.endsWith("}")) || (trimmed.startsWith("[") && trimmed.endsWith("]"));
    }
}
