package dev.airelay.transforms.request;

import dev.airelay.transforms.UploadedFile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An uploaded file as a content part. Images become {@code input_image}; text of at most a million bytes becomes
 * {@code input_text}, and is never cut; all others become {@code input_file}. The declared type must fit the content.
 */
final class FilePart {

    private static final int MAX_TEXT_BYTES = 1_000_000;
    private static final String PDF = "application/pdf";
    private static final List<String> UNDECLARED = List.of("", "application/octet-stream", "binary/octet-stream");

    private final UploadedFile file;
    private final Location at;
    private final String mediaType;

    /**
     * Creates a part.
     *
     * @param at where the request refers to the file
     */
    FilePart(UploadedFile file, Location at) {
        this.file = file;
        this.at = at;
        this.mediaType = mediaType(file);
    }

    /** Returns the part of a reference that demands an image. */
    ObjectNode asImage(Optional<Value> detail) {
        if (!mediaType.startsWith("image/")) {
            throw Faults.invalid(at, "the file is no image, but " + Faults.shown(mediaType) + ".");
        }
        return image(detail);
    }

    /** Returns the part of a reference that leaves open what the file is. */
    ObjectNode asContent() {
        if (mediaType.startsWith("image/")) {
            return image(Optional.empty());
        }
        if (TextTypes.matches(mediaType)) {
            return text();
        }
        if (mediaType.equals(PDF) && !FileSignature.isPdf(file.content())) {
            throw unlike();
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "input_file")
                .put("filename", file.name())
                .put("file_data", dataUrl(mediaType));
    }

    private ObjectNode image(Optional<Value> detail) {
        String found = FileSignature.imageType(file.content()).orElseThrow(this::unlike);
        String declared = mediaType.equals("image/jpg") ? "image/jpeg" : mediaType;
        if (!declared.equals(found)) {
            throw unlike();
        }
        ObjectNode part = JsonNodeFactory.instance
                .objectNode()
                .put("type", "input_image")
                .put("image_url", dataUrl(found))
                .put("detail", "auto");
        detail.ifPresent(value -> part.set("detail", value.copy()));
        return part;
    }

    private ObjectNode text() {
        if (file.content().length > MAX_TEXT_BYTES) {
            throw Faults.invalid(
                    at,
                    "the file has " + file.content().length + " bytes of text. At most " + MAX_TEXT_BYTES
                            + " can be put into a request; split the file.");
        }
        if (FileSignature.isBinary(file.content())) {
            throw unlike();
        }
        String text = new String(file.content(), StandardCharsets.UTF_8);
        return InputParts.text("File: " + file.name() + " (" + mediaType + ")\n\n" + text);
    }

    private RuntimeException unlike() {
        return Faults.invalid(
                at,
                "the file's content is not what its type " + Faults.shown(mediaType)
                        + " says. Upload it again under its true type.");
    }

    private String dataUrl(String type) {
        return DataUrl.of(type, Base64.getEncoder().encodeToString(file.content()));
    }

    /** A file that was uploaded without a telling type is what its name and its content say. */
    private static String mediaType(UploadedFile file) {
        String declared = file.mediaType().toLowerCase(Locale.ROOT);
        int parameters = declared.indexOf(';');
        String bare = (parameters < 0 ? declared : declared.substring(0, parameters)).strip();
        if (!UNDECLARED.contains(bare)) {
            return bare;
        }
        return MediaTypes.ofFileName(file.name())
                .or(() -> FileSignature.imageType(file.content()))
                .orElseGet(() -> FileSignature.isText(file.content()) ? "text/plain" : "application/octet-stream");
    }
}
