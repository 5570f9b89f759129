package dev.airelay.transforms.input;

import static dev.airelay.transforms.request.Member.ignored;
import static dev.airelay.transforms.request.Member.ignoredUnless;
import static dev.airelay.transforms.request.Member.sent;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.NoOpValues;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the upstream's input content parts member by member: an additional member of a client, such as a cache breakpoint,
 * would make the upstream refuse the whole request.
 */
public final class InputParts {

    private static final JsonNodeFactory NODES = JsonTrees.nodes();
    private static final List<String> DETAILS = List.of("auto", "low", "high", "original");
    private static final List<String> TYPES = List.of("input_text", "input_image", "input_file");
    private static final Map<String, Function<ObjectView, ObjectNode>> READERS = Map.of(
            "input_text", InputParts::readText,
            "input_image", InputParts::readImage,
            "input_file", InputParts::file,
            "input_audio", InputParts::refuseAudio);

    private static final String DETAIL = "detail";
    private static final String FILE_DATA = "file_data";
    private static final String FILE_ID = "file_id";
    private static final String FILE_URL = "file_url";
    private static final Member<Object> FILE_DETAIL =
            ignoredUnless(DETAIL, "The ChatGPT backend chooses the level of detail itself.", NoOpValues.is("auto"));
    private static final Member<Object> FILENAME = sent("filename");
    /** A stored file is sent with its stored name. */
    private static final Member<Object> OTHER_FILENAME =
            ignored("filename", "The file is sent under the name that it was uploaded with.");

    /** The members of a file, by the source of its content. */
    public static final Shape FILE = Shape.ofKinds(
            InputParts::source,
            Map.entry(FILE_DATA, Shape.object(FILENAME, sent(FILE_DATA), FILE_DETAIL)),
            Map.entry(FILE_URL, Shape.object(FILENAME, sent(FILE_URL), FILE_DETAIL)),
            Map.entry(FILE_ID, Shape.object(OTHER_FILENAME, sent(FILE_ID, Reasons.FILE), FILE_DETAIL)));

    /** The members of a part in the Responses form. */
    public static final Shape SHAPE = Shape.ofKinds(
            InputParts::kind,
            Map.entry("input_text", part(sent("text"))),
            Map.entry("input_image", part(sent("image_url"), sent(DETAIL))),
            Map.entry("input_image by file_id", part(sent(FILE_ID, Reasons.FILE), sent(DETAIL))),
            Map.entry("input_file by file_data", part(FILENAME, sent(FILE_DATA), FILE_DETAIL)),
            Map.entry("input_file by file_url", part(FILENAME, sent(FILE_URL), FILE_DETAIL)),
            Map.entry("input_file by file_id", part(OTHER_FILENAME, sent(FILE_ID, Reasons.FILE), FILE_DETAIL)));
    /** Enough of a file to determine its type. */
    private static final int SNIFFED_BYTES = 6_144;

    private InputParts() {}

    /** Returns whether users send parts of this type. */
    public static boolean isInput(String type) {
        return READERS.containsKey(type);
    }

    /** Returns the shape of a content part with these members, its type and hints for a cache. */
    @SafeVarargs
    public static Shape part(Member<Object>... members) {
        return Shape.object(
                List.of(
                        sent("type"),
                        ignored("prompt_cache_breakpoint", Reasons.OWN_CACHE_RULES),
                        ignored("cache_control", Reasons.OWN_CACHE_RULES)),
                members);
    }

    private static String kind(ObjectView part) {
        String type = part.textOrEmpty("type");
        return switch (type) {
            case "input_image" -> part.has(FILE_ID) ? type + " by file_id" : type;
            case "input_file" -> type + " by " + source(part);
            default -> type;
        };
    }

    private static String source(ObjectView file) {
        return file.has(FILE_ID) ? FILE_ID : file.has(FILE_URL) ? FILE_URL : FILE_DATA;
    }

    /** Returns the upstream's form of one part in the Responses form. */
    public static ObjectNode read(Value part) {
        ObjectView view = part.object();
        Value type = view.required("type");
        Function<ObjectView, ObjectNode> reader = READERS.get(type.text());
        if (reader == null) {
            throw Rejections.notOneOf(type.at(), type.text(), TYPES);
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

    /** Returns an image part for an image that the request has as base64 without a media type. */
    public static ObjectNode imageContent(Value base64) {
        return NODES.objectNode()
                .put("type", "input_image")
                .put("image_url", ImageUrl.ofContent(base64))
                .put(DETAIL, "auto");
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
     * Returns a file part from an object with {@code file_data} or {@code file_url}. Content gets the media type determined
     * by its bytes and its name, and a name if it has none: the upstream requires both.
     */
    public static ObjectNode file(ObjectView file) {
        refuseFileId(file);
        ObjectNode part = NODES.objectNode().put("type", "input_file");
        Optional<Value> url = file.find("file_url");
        if (url.isPresent()) {
            file.find("filename").ifPresent(name -> part.put("filename", shortName(name)));
            return part.put("file_url", httpUrl(url.get()));
        }
        return putContent(part, file);
    }

    /** Returns the rejection of audio input, which the backend does not accept. */
    public static RuntimeException audioUnsupported(Location type) {
        return Rejections.unsupportedValue(
                type, "The ChatGPT backend does not accept audio input; send text, images or files.");
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
            id.shortText();
            throw Rejections.unsupportedParameter(
                    id.at(), "Uploaded files cannot be referenced here; send the content inline instead.");
        });
    }

    private static String shortName(Value name) {
        Checks.shortText(name);
        return name.text();
    }

    private static String httpUrl(Value url) {
        if (!HttpUrl.matches(url.text())) {
            throw Rejections.invalid(
                    url.at(), "Expected an http(s) URL, but got '" + Rejections.shown(url.text()) + "'.");
        }
        return url.text();
    }

    /**
     * Returns the part of a PDF document.
     *
     * @param base64 its content
     * @param name its name; empty if the client gave none
     */
    public static ObjectNode pdf(Value base64, String name) {
        DataUrl url = DataUrl.of(MediaTypes.PDF, DataUrl.base64(base64.nonEmptyText(), base64.at()));
        if (!FileSignature.mayBePdf(url.beginning(SNIFFED_BYTES))) {
            throw Rejections.invalid(base64.at(), "the content is not a PDF document.");
        }
        return NODES.objectNode()
                .put("type", "input_file")
                .put("filename", name.isEmpty() ? MediaTypes.fileName(MediaTypes.PDF) : name)
                .put("file_data", url.text());
    }

    /**
     * Returns the part of a document at an http(s) URL, which the upstream fetches.
     *
     * @param url the address
     */
    public static ObjectNode fileAt(Value url) {
        return NODES.objectNode().put("type", "input_file").put("file_url", httpUrl(url));
    }

    /** Adds content and name of a file, each in the form that the upstream accepts. */
    private static ObjectNode putContent(ObjectNode part, ObjectView file) {
        Value data = file.required("file_data");
        String given = data.nonEmptyText();
        DataUrl url = DataUrl.parse(given, data.at()).orElseGet(() -> DataUrl.of("", DataUrl.base64(given, data.at())));
        String name = file.find("filename").map(InputParts::shortName).orElse("");
        byte[] beginning = url.beginning(SNIFFED_BYTES);
        boolean text = DecodedText.isLikely(beginning);
        String mediaType = FileType.of(name, url.mediaType(), beginning, text);
        if (FileType.isUndeclared(mediaType) && url.mediaType().isEmpty()) {
            throw Rejections.invalid(
                    data.at(), "The content's type is unknown. Send a data URL, or a filename with a known extension.");
        }
        return part.put("filename", name.isEmpty() ? MediaTypes.fileName(mediaType) : name)
                .put("file_data", url.withMediaType(mediaType).text());
    }
}
