package dev.airelay.transforms.chat;

import static dev.airelay.transforms.request.Member.sent;
import static dev.airelay.transforms.request.Member.sentBack;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.input.InputParts;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Shape;
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

    private static final JsonNodeFactory NODES = JsonTrees.nodes();
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

    private static final String FILE_ID = "file_id";
    private static final String IMAGE_URL = "image_url";
    private static final String FILE = "file";
    private static final Member<Object> STORED = sent(FILE_ID, Reasons.FILE);

    /** The members of a part; those of the Responses API are read as well. */
    static final Shape SHAPE = Shape.list(Shape.ofKinds(
            ChatContent::kind,
            Map.entry("text", InputParts.part(sent("text"), sentBack("annotations", Reasons.SAID_WITH_ANSWER))),
            Map.entry("refusal", InputParts.part(sent("refusal"))),
            Map.entry(IMAGE_URL, InputParts.part(imageUrl(sent("url"), sent("detail")))),
            Map.entry("image_url by file_id", InputParts.part(imageUrl(STORED, sent("detail")))),
            Map.entry("image_url, flat", InputParts.part(STORED, sent("detail"))),
            Map.entry(FILE, InputParts.part(Member.<Object>sent(FILE).of(InputParts.FILE))),
            Map.entry("file, flat", InputParts.part(STORED)),
            Map.entry("Responses API part", InputParts.SHAPE)));

    private ChatContent() {}

    @SafeVarargs
    private static Member<Object> imageUrl(Member<Object>... members) {
        return Member.<Object>sent(IMAGE_URL).of(Shape.object(members));
    }

    private static String kind(ObjectView part) {
        String type = part.textOrEmpty("type");
        boolean flat = part.has(FILE_ID) && !part.has(type);
        return switch (type) {
            case IMAGE_URL ->
                flat ? "image_url, flat" : part.node().path(type).has(FILE_ID) ? "image_url by file_id" : type;
            case FILE -> flat ? "file, flat" : type;
            default -> type.startsWith("input_") ? "Responses API part" : type;
        };
    }

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
                throw Rejections.notOneOf(type.at(), type.text(), INPUT_TYPES);
            }
            parts.add(reader.apply(part));
        }
        return parts;
    }

    /** Returns the texts of content that may contain only texts. */
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

    /** Returns the upstream's output parts of an assistant message; empty texts are omitted. */
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
            throw Rejections.wrongType(value.at(), "one of a string or an array of objects", value.node());
        }
        return value.items();
    }

    /** The URL is nested in an object; several clients send it directly. */
    private static ObjectNode image(Value part) {
        Value image = part.object().required("image_url");
        if (image.isText()) {
            return InputParts.image(image, Optional.empty());
        }
        if (!image.isObject()) {
            throw Rejections.wrongType(image.at(), "one of a string or an object", image.node());
        }
        return InputParts.image(image.object().required("url"), image.object().find("detail"));
    }

    private static ObjectNode refuseAudio(Value part) {
        throw InputParts.audioUnsupported(part.at().member("type"));
    }
}
