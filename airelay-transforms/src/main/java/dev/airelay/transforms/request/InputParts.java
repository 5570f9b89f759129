package dev.airelay.transforms.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The upstream's input content parts, made member by member: a member that a client adds, such as a cache breakpoint,
 * makes the upstream refuse the whole request.
 */
public final class InputParts {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> DETAILS = List.of("auto", "low", "high", "original");
    private static final List<String> TYPES = List.of("input_text", "input_image", "input_file");
    private static final Map<String, Function<ObjectView, ObjectNode>> READERS = Map.of(
            "input_text", InputParts::readText,
            "input_image", InputParts::readImage,
            "input_file", InputParts::file,
            "input_audio", InputParts::refuseAudio);

    private InputParts() {}

    /** Returns whether parts of this type are what a user sends. */
    public static boolean isInput(String type) {
        return READERS.containsKey(type);
    }

    /** Returns the upstream's form of one part in the Responses form. */
    public static ObjectNode read(Value part) {
        ObjectView view = part.object();
        Value type = view.required("type");
        Function<ObjectView, ObjectNode> reader = READERS.get(type.text());
        if (reader == null) {
            throw Faults.notOneOf(type.at(), type.text(), TYPES);
        }
        return reader.apply(view);
    }

    /** Returns the upstream's form of a list of parts in the Responses form. */
    public static ArrayNode readAll(Value parts) {
        ArrayNode read = NODES.arrayNode();
        parts.items().forEach(part -> read.add(read(part)));
        return read;
    }

    /** Returns a text part. */
    public static ObjectNode text(String text) {
        return NODES.objectNode().put("type", "input_text").put("text", text);
    }

    /**
     * Returns an image part.
     *
     * @param url an http(s) or data URL
     * @param detail how closely the model looks; {@code auto} when absent
     */
    public static ObjectNode image(Value url, Optional<Value> detail) {
        return NODES.objectNode()
                .put("type", "input_image")
                .put("image_url", ImageUrl.checked(url))
                .put("detail", detail.map(value -> value.oneOf(DETAILS)).orElse("auto"));
    }

    /**
     * Returns a file part from an object with {@code file_data} or {@code file_url}. Content without a media type gets the
     * one that its file name stands for.
     */
    public static ObjectNode file(ObjectView file) {
        refuseFileId(file);
        ObjectNode part = NODES.objectNode().put("type", "input_file");
        file.text("filename").ifPresent(name -> part.put("filename", name));
        Optional<Value> url = file.find("file_url");
        if (url.isPresent()) {
            return part.put("file_url", httpUrl(url.get()));
        }
        return part.put("file_data", fileData(file));
    }

    /** Returns the fault of audio input, which the backend does not take. */
    public static RuntimeException audioUnsupported(Location type) {
        return Faults.unsupportedValue(type, "The ChatGPT backend takes no audio input; send text, images or files.");
    }

    private static ObjectNode readText(ObjectView part) {
        return text(part.required("text").text());
    }

    private static ObjectNode readImage(ObjectView part) {
        refuseFileId(part);
        return image(part.required("image_url"), part.find("detail"));
    }

    private static ObjectNode refuseAudio(ObjectView part) {
        throw audioUnsupported(part.at().member("type"));
    }

    private static void refuseFileId(ObjectView part) {
        part.find("file_id").ifPresent(id -> {
            id.nonEmptyText();
            throw Faults.unsupportedParameter(
                    id.at(), "Uploaded files cannot be referenced here; send the content inline instead.");
        });
    }

    private static String httpUrl(Value url) {
        if (!HttpUrl.matches(url.text())) {
            throw Faults.invalid(url.at(), "Expected an http(s) URL, but got '" + Faults.shown(url.text()) + "'.");
        }
        return url.text();
    }

    private static String fileData(ObjectView file) {
        Value data = file.required("file_data");
        String text = data.nonEmptyText();
        Optional<DataUrl> url = DataUrl.parse(text);
        if (url.isPresent()) {
            url.get().checkBase64(data.at());
            return text;
        }
        DataUrl.checkBase64(text, 0, data.at());
        String mediaType = file.text("filename")
                .flatMap(MediaTypes::ofFileName)
                .orElseThrow(() -> Faults.invalid(
                        data.at(),
                        "The content's type is unknown. Send a data URL, or a filename with a known extension."));
        return DataUrl.of(mediaType, text);
    }
}
