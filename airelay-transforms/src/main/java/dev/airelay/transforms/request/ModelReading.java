package dev.airelay.transforms.request;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.spi.CountedRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Collects the texts that a model would read of an upstream body. Used once. */
public final class ModelReading {

    private static final String IMAGE = "image_url";
    private static final String FILE = "file_data";
    /** Names and types, which the model sees as structure, and encrypted texts, which it does not see. */
    private static final Set<String> NO_TEXT =
            Set.of("type", "role", "status", "id", "call_id", "detail", "phase", "encrypted_content", "file_url");

    private final List<String> texts = new ArrayList<>();
    private int items;
    private int images;
    private long fileBytes;

    private ModelReading() {}

    /**
     * Returns the parts of a request to be counted.
     *
     * @param request the upstream request; not finished
     * @param form the members of the reply besides the count
     */
    public static CountedRequest of(UpstreamBody request, Disclosures disclosures, ObjectNode form) {
        ModelReading reading = new ModelReading();
        request.find(UpstreamMember.INSTRUCTIONS).ifPresent(text -> reading.texts.add(text.stringValue()));
        request.find(UpstreamMember.INPUT).ifPresent(reading::items);
        request.find(UpstreamMember.TOOLS).ifPresent(reading::definitions);
        request.find(UpstreamMember.TEXT).ifPresent(reading::definitions);
        return new CountedRequest(
                reading.texts,
                reading.items,
                reading.images,
                reading.fileBytes,
                disclosures.ignored(),
                disclosures.emulated(),
                form);
    }

    /** Reads the input items. */
    private void items(JsonNode input) {
        for (JsonNode item : input) {
            items++;
            read(item);
        }
    }

    /** Reads definitions, which the model sees in full. */
    private void definitions(JsonNode definitions) {
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
}
