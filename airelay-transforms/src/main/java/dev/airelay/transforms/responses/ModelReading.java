package dev.airelay.transforms.responses;

import dev.airelay.transforms.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Gathers what a model would read of an upstream body. Used once. */
final class ModelReading {

    private static final String IMAGE = "image_url";
    private static final String FILE = "file_data";
    /** Names and kinds, which the model sees as structure, and ciphers, which it does not see as text. */
    private static final Set<String> NO_TEXT =
            Set.of("type", "role", "status", "id", "call_id", "detail", "phase", "encrypted_content", "file_url");

    private final List<String> texts = new ArrayList<>();
    private int items;
    private int images;
    private long fileBytes;

    void text(String text) {
        texts.add(text);
    }

    /** Reads the input items. */
    void items(JsonNode input) {
        for (JsonNode item : input) {
            items++;
            read(item);
        }
    }

    /** Reads definitions, which the model is shown in full. */
    void definitions(JsonNode definitions) {
        texts.add(new String(Json.write(definitions), StandardCharsets.UTF_8));
    }

    private void read(JsonNode node) {
        if (node.isString()) {
            texts.add(node.stringValue());
        } else if (node.isObject()) {
            node.properties().forEach(member -> member(member.getKey(), member.getValue()));
        } else {
            node.forEach(this::read);
        }
    }

    private void member(String name, JsonNode value) {
        if (name.equals(IMAGE)) {
            images++;
        } else if (name.equals(FILE)) {
            // Four characters of base64 are three bytes.
            fileBytes += value.stringValue("").length() / 4L * 3;
        } else if (!NO_TEXT.contains(name)) {
            read(value);
        }
    }

    List<String> texts() {
        return texts;
    }

    int items() {
        return items;
    }

    int images() {
        return images;
    }

    long fileBytes() {
        return fileBytes;
    }
}
