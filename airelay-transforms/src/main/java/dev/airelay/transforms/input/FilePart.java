package dev.airelay.transforms.input;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.UploadedFile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * An uploaded file as a content part. Images become {@code input_image}; text of at most a million bytes becomes {@code
 * input_text} and is never truncated; all others become {@code input_file}. A file's bytes determine its type, and a
 * contradicting name is an error.
 */
final class FilePart {

    private static final int MAX_TEXT_BYTES = 1_000_000;
    private static final String IMAGE = "image/";
    private static final String OTHER = "another kind of file";

    private final UploadedFile file;
    private final Location at;
    private final Optional<DecodedText> text;
    private final String mediaType;

    /**
     * Creates a part.
     *
     * @param at the place of the reference in the request
     */
    FilePart(UploadedFile file, Location at) {
        this.file = file;
        this.at = at;
        byte[] content = file.content();
        this.text =
                content.length > MAX_TEXT_BYTES || FileSignature.type(content).isPresent()
                        ? Optional.empty()
                        : DecodedText.of(content, FileType.charset(file.mediaType()));
        boolean likelyText = text.isPresent() || DecodedText.isLikely(content);
        this.mediaType = FileType.of(file.name(), file.mediaType(), content, likelyText);
    }

    /** Returns the part of a reference that requires an image. */
    ObjectNode asImage(Optional<Value> detail) {
        if (!isImage()) {
            throw Rejections.invalid(at, "the file is not an image: it is " + Rejections.shown(mediaType) + ".");
        }
        return image(detail);
    }

    /** Returns the part of a reference to a file of any type. */
    ObjectNode asContent() {
        refuseOtherName();
        if (isImage()) {
            return image(Optional.empty());
        }
        if (mediaType.equals(MediaTypes.PDF) && !FileSignature.mayBePdf(file.content())) {
            throw Rejections.invalid(
                    at,
                    "the file's name or declared type says that it is a PDF document, but its content is not."
                            + " Upload the correct file, or upload this content under a matching name and type.");
        }
        if (TextTypes.matches(mediaType)) {
            if (file.content().length > MAX_TEXT_BYTES) {
                throw Rejections.invalid(
                        at,
                        "the file has " + file.content().length + " bytes of text, but a request can include at most "
                                + MAX_TEXT_BYTES + ". Split the file.");
            }
            if (text.isPresent()) {
                return text(text.get());
            }
        }
        return JsonTrees.nodes()
                .objectNode()
                .put("type", "input_file")
                .put("filename", file.name())
                .put("file_data", dataUrl());
    }

    /** Text in an unknown charset is sent upstream as a file, which the model's tools may read. */
    private ObjectNode text(DecodedText read) {
        String charset = read.charset().equals(StandardCharsets.UTF_8)
                ? ""
                : "; charset=" + read.charset().name();
        return InputParts.text("File: " + file.name() + " (" + mediaType + charset + ")\n\n" + read.text());
    }

    private boolean isImage() {
        return mediaType.startsWith(IMAGE) && !TextTypes.matches(mediaType);
    }

    private ObjectNode image(Optional<Value> detail) {
        if (FileSignature.imageType(file.content()).isEmpty()) {
            throw Rejections.invalid(
                    at,
                    "the file's name or declared type says that it is " + Rejections.shown(mediaType)
                            + ", but its content is not an image that models accept. Upload a PNG,"
                            + " JPEG, GIF or WebP image.");
        }
        ObjectNode part = JsonTrees.nodes()
                .objectNode()
                .put("type", "input_image")
                .put("image_url", dataUrl())
                .put("detail", "auto");
        detail.ifPresent(value -> part.set("detail", value.copy()));
        return part;
    }

    /** A damaged upload and a file with a wrong name look the same; only the client knows which it is. */
    private void refuseOtherName() {
        Optional<String> named = MediaTypes.ofFileName(file.name());
        if (named.isPresent()
                && !kind(named.get()).equals(kind(mediaType))
                && !kind(named.get()).equals(OTHER)) {
            throw Rejections.invalid(
                    at,
                    "the file's name '" + Rejections.shown(file.name()) + "' says that it is " + kind(named.get())
                            + ", but its content is " + kind(mediaType) + " (" + Rejections.shown(mediaType)
                            + "). Upload the correct file, or upload this content under a matching name.");
        }
    }

    private static String kind(String mediaType) {
        if (TextTypes.matches(mediaType)) {
            return "text";
        }
        if (mediaType.startsWith(IMAGE)) {
            return "an image";
        }
        return mediaType.equals(MediaTypes.PDF) ? "a PDF document" : OTHER;
    }

    private String dataUrl() {
        return DataUrl.of(mediaType, Base64.getEncoder().encodeToString(file.content()))
                .text();
    }
}
