package dev.airelay.traffic.redact;

import dev.airelay.base.JsonTrees;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Writes a tree without its secrets. Not thread-safe. */
public final class JsonRedactor {
    private static final Set<String> FILE_CONTENT =
            Set.of("file_data", "encrypted_content", "b64_json", "partial_image_b64");

    /** A text that stands deeper is not read as JSON: its depth would add to that of the tree, on one stack. */
    private static final int MAX_DEPTH_OF_JSON_TEXT = 64;

    private final Redactor redactor;
    private final JsonGenerator json;
    private final int nested;
    private int depth;

    /**
     * A writer of one tree.
     *
     * @param nested how many texts the tree stands within
     */
    public JsonRedactor(Redactor redactor, JsonGenerator json, int nested) {
        this.redactor = redactor;
        this.json = json;
        this.nested = nested;
    }

    /** Writes the node without its secrets. */
    public void write(JsonNode node) {
        write(node, "");
    }

    private void write(JsonNode node, String key) {
        depth++;
        if (node.isObject()) {
            object(node, key);
        } else if (node.isArray()) {
            json.writeStartArray();
            node.forEach(item -> write(item, key));
            json.writeEndArray();
        } else if (node.isString()) {
            json.writeString(string(node.stringValue(), key));
        } else if (node.isNumber()) {
            number(node);
        } else {
            JsonTrees.write(node, json);
        }
        depth--;
    }

    private void object(JsonNode object, String key) {
        boolean error = key.equals("error") || object.path("message").isString();
        boolean image = object.path("type").stringValue("").equals("image_generation_call");
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            json.writeName(text(name));
            boolean secret = SecretKeys.isSecret(name) || (SecretKeys.isCode(name) && !error);
            if (secret && !empty(field.getValue())) {
                json.writeString(Redactor.REDACTED);
            } else {
                write(field.getValue(), image && name.equals("result") ? "b64_json" : name);
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
            JsonTrees.write(node, json);
        } else {
            json.writeString(Redactor.REDACTED);
        }
    }

    private String string(String text, String key) {
        return FILE_CONTENT.contains(key) ? DataUrls.fileSummary(text) : text(text);
    }

    private String text(String text) {
        return depth > MAX_DEPTH_OF_JSON_TEXT ? redactor.plain(text) : redactor.text(text, nested);
    }
}
