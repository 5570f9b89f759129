package dev.airelay.traffic.redact;

import dev.airelay.base.JsonTrees;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Writes a tree without its secrets. Not thread-safe. */
public final class JsonRedactor {
    private static final String CONTENT = "file_data";
    private static final Set<String> FILE_CONTENT =
            Set.of(CONTENT, "encrypted_content", "b64_json", "partial_image_b64");
    /** Members with base64 content; in other APIs, their value may be a URL or a name. */
    private static final Set<String> IMAGES = Set.of("images", "image", "mask");
    /** The beginning of base64 that is longer than a name. */
    private static final Pattern BASE64_START = Pattern.compile("[A-Za-z0-9+/_=%\\s-]{64}");

    /** Types of objects whose {@code data} is content. */
    private static final Set<String> WITH_DATA = Set.of("base64", "redacted_thinking", "reasoning.encrypted");
    /** Members whose object has content as {@code data}, with any type. */
    private static final Set<String> HOLDERS_OF_DATA = Set.of("input_audio", "reasoning_details");
    /** Types of objects whose {@code signature} is encrypted reasoning. */
    private static final Set<String> SIGNED = Set.of("thinking", "signature_delta", "reasoning.text");

    /** Deeper text is not parsed as JSON: its depth would add to the tree's on the same stack. */
    private static final int MAX_DEPTH_OF_JSON_TEXT = 64;

    private final Redactor redactor;
    private final JsonGenerator json;
    private final int nested;
    private int depth;

    /**
     * A writer of one tree.
     *
     * @param nested number of texts that the tree is nested in
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
        String type = object.path("type").stringValue("");
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            json.writeName(text(name));
            boolean secret = SecretKeys.isSecret(name) || (SecretKeys.isCode(name) && !error);
            if (secret && !empty(field.getValue())) {
                json.writeString(Redactor.REDACTED);
            } else {
                write(field.getValue(), isContent(name, type, key) ? CONTENT : name);
            }
        }
        json.writeEndObject();
    }

    /** Whether a member whose meaning depends on its object has content or encrypted text in this one. */
    private static boolean isContent(String name, String type, String holder) {
        return switch (name) {
            case "result" -> type.equals("image_generation_call");
            case "data" -> WITH_DATA.contains(type) || HOLDERS_OF_DATA.contains(holder);
            case "signature" -> SIGNED.contains(type);
            default -> false;
        };
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
        boolean content = FILE_CONTENT.contains(key)
                || (IMAGES.contains(key) && BASE64_START.matcher(text).lookingAt());
        return content && !text.isEmpty() ? DataUrls.fileSummary(text) : text(text);
    }

    private String text(String text) {
        return depth > MAX_DEPTH_OF_JSON_TEXT ? redactor.plain(text) : redactor.text(text, nested);
    }
}
