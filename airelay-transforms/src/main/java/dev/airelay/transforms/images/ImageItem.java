package dev.airelay.transforms.images;

import dev.airelay.transforms.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One image from the upstream. Its properties are read from its own bytes, because the upstream may deviate from the
 * request; only properties that are not in the bytes are taken from the upstream's description.
 *
 * @param base64 the image
 * @param header the format and size in its bytes
 * @param given the item or event that contained it
 */
record ImageItem(String base64, Optional<ImageHeader> header, JsonNode given) {

    private static final String TYPE = "image_generation_call";
    private static final String B64_JSON = "b64_json";
    private static final String BACKGROUND = "background";
    private static final String FORMAT = "output_format";
    private static final String QUALITY = "quality";
    private static final String SIZE = "size";

    /** The member of an item with the id of the stored file. */
    static final String FILE_ID = "file_id";

    /** Returns whether an output item is an image. */
    static boolean isIn(JsonNode item) {
        return Json.text(item, "type").equals(TYPE);
    }

    /** Returns the image of an output item; empty when it has none. */
    static Optional<ImageItem> of(JsonNode item) {
        return isIn(item) ? of(item, "result") : Optional.empty();
    }

    /** Returns the partial image of an event; empty when it has none. */
    static Optional<ImageItem> ofPartial(JsonNode event) {
        return of(event, "partial_image_b64");
    }

    private static Optional<ImageItem> of(JsonNode given, String member) {
        String base64 = Json.text(given, member);
        return base64.isEmpty() ? Optional.empty() : Optional.of(new ImageItem(base64, ImageHeader.of(base64), given));
    }

    /** Returns the actual size; the upstream's value if the bytes do not contain it; empty if both lack it. */
    String size() {
        return header.map(ImageHeader::size).orElseGet(() -> Json.text(given, SIZE));
    }

    /** Returns the actual format; the upstream's value if the bytes do not contain it; empty if both lack it. */
    String format() {
        return header.map(ImageHeader::format).orElseGet(() -> Json.text(given, FORMAT));
    }

    String quality() {
        return Json.text(given, QUALITY);
    }

    String background() {
        return Json.text(given, BACKGROUND);
    }

    /** Writes the properties of the image; unknown ones are omitted. */
    void describe(ObjectNode json) {
        put(json, BACKGROUND, background());
        put(json, FORMAT, format());
        put(json, QUALITY, quality());
        put(json, SIZE, size());
    }

    /** Returns the image as an element of {@code data}. */
    ObjectNode element(Optional<String> fileAddress) {
        ObjectNode element = Json.object();
        content(element, fileAddress);
        put(element, "revised_prompt", Json.text(given, "revised_prompt"));
        return element;
    }

    /** Writes the image itself, or its URL, and the id of its file if it is stored. */
    void content(ObjectNode json, Optional<String> fileAddress) {
        String id = Json.text(given, FILE_ID);
        if (fileAddress.isPresent() && !id.isEmpty()) {
            json.put("url", fileAddress.get() + id + "/content");
        } else {
            json.put(B64_JSON, base64);
        }
        put(json, FILE_ID, id);
    }

    private static void put(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    /** Returns the names of the request members that had no effect, judging by this image. */
    List<String> unlike(ImageReplyOptions asked) {
        return List.of(
                        new Wish(SIZE, asked.size(), size()),
                        new Wish(QUALITY, asked.quality(), quality()),
                        new Wish(BACKGROUND, asked.background(), background()),
                        new Wish(FORMAT, asked.format(), format()))
                .stream()
                .filter(Wish::unfulfilled)
                .map(Wish::name)
                .toList();
    }

    private record Wish(String name, String asked, String real) {
        boolean unfulfilled() {
            return !asked.equals("auto") && !real.isEmpty() && !real.equals(asked);
        }
    }
}
