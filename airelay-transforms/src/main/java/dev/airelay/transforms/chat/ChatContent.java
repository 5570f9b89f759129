package dev.airelay.transforms.chat;

import dev.airelay.transforms.request.Faults;
import dev.airelay.transforms.request.InputParts;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the content of chat messages: a text, or a list of parts. Absent content is empty content. */
final class ChatContent {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String MEMBER = "content";
    private static final List<String> INPUT_TYPES = List.of("text", "image_url", "file");
    private static final List<String> TEXT_TYPES = List.of("text");
    private static final List<String> ASSISTANT_TYPES = List.of("text", "refusal");

    /** Some clients put Responses parts into chat messages, so those are read as well. */
    private static final Map<String, Function<Value, ObjectNode>> INPUT_READERS = Map.of(
            "text", part -> InputParts.text(part.object().required("text").text()),
            "image_url", ChatContent::image,
            "file", part -> InputParts.file(part.object().required("file").object()),
            "input_audio", ChatContent::refuseAudio,
            "input_text", InputParts::read,
            "input_image", InputParts::read,
            "input_file", InputParts::read);

    private ChatContent() {}

    /** Returns the upstream's input parts; none for empty content. */
    static ArrayNode inputParts(ObjectView message) {
        ArrayNode parts = NODES.arrayNode();
        Optional<Value> content = message.find(MEMBER);
        if (content.isPresent() && content.get().isText()) {
            return parts.add(InputParts.text(content.get().text()));
        }
        for (Value part : list(content)) {
            Value type = part.object().required("type");
            Function<Value, ObjectNode> reader = INPUT_READERS.get(type.text());
            if (reader == null) {
                throw Faults.notOneOf(type.at(), type.text(), INPUT_TYPES);
            }
            parts.add(reader.apply(part));
        }
        return parts;
    }

    /** Returns the texts of content that may hold nothing else. */
    static List<String> texts(ObjectView message) {
        Optional<Value> content = message.find(MEMBER);
        if (content.isPresent() && content.get().isText()) {
            return List.of(content.get().text());
        }
        List<String> texts = new ArrayList<>();
        for (Value part : list(content)) {
            part.object().required("type").oneOf(TEXT_TYPES);
            texts.add(part.object().required("text").text());
        }
        return texts;
    }

    /** Returns the upstream's output parts of an assistant message; empty texts are left out. */
    static ArrayNode outputParts(ObjectView message) {
        ArrayNode parts = NODES.arrayNode();
        Optional<Value> content = message.find(MEMBER);
        if (content.isPresent() && content.get().isText()) {
            addOutput(parts, "text", content.get());
        } else {
            for (Value part : list(content)) {
                String type = part.object().required("type").oneOf(ASSISTANT_TYPES);
                addOutput(parts, type, part.object().required(type));
            }
        }
        message.find("refusal").ifPresent(refusal -> addOutput(parts, "refusal", refusal));
        return parts;
    }

    private static void addOutput(ArrayNode parts, String type, Value text) {
        if (text.text().isEmpty()) {
            return;
        }
        parts.add(
                type.equals("refusal")
                        ? NODES.objectNode().put("type", "refusal").put("refusal", text.text())
                        : NODES.objectNode().put("type", "output_text").put("text", text.text()));
    }

    private static List<Value> list(Optional<Value> content) {
        if (content.isEmpty()) {
            return List.of();
        }
        Value value = content.get();
        if (!value.isArray()) {
            throw Faults.wrongType(value.at(), "one of a string or an array of objects", value.node());
        }
        return value.items();
    }

    /** The address is nested in an object; several clients send it bare. */
    private static ObjectNode image(Value part) {
        Value image = part.object().required("image_url");
        if (image.isText()) {
            return InputParts.image(image, Optional.empty());
        }
        if (!image.isObject()) {
            throw Faults.wrongType(image.at(), "one of a string or an object", image.node());
        }
        return InputParts.image(image.object().required("url"), image.object().find("detail"));
    }

    private static ObjectNode refuseAudio(Value part) {
        throw InputParts.audioUnsupported(part.at().member("type"));
    }
}
