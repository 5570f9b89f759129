package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An image as the backend draws it. The backend chooses size and quality itself: the sides have the requested proportions,
 * and the area is about 1.57 million pixels.
 *
 * @param format {@code png}, {@code jpeg} or {@code webp}
 * @param width in pixels
 * @param height in pixels
 * @param background {@code transparent} or {@code opaque}
 * @param partials how many partial images come before it
 * @param revisedPrompt the prompt as the model understood it
 */
public record Drawing(String format, int width, int height, String background, int partials, String revisedPrompt) {
    /** The only quality. */
    public static final String QUALITY = "medium";

    private static final double PIXELS = 1536 * 1024;
    private static final int SQUARE = 1254;
    private static final int LONGEST_SIDE = 4096;
    private static final int SMALLER = 8;
    private static final int TOKENS_PER_IMAGE = 1_372;

    /**
     * The drawing that a request asks for.
     *
     * @param asked a request of an image route, or the definition of the tool
     */
    public static Drawing of(JsonNode asked, String prompt) {
        int[] sides = sides(Json.string(asked, "size", "auto"));
        boolean transparent = Json.string(asked, "background").equals("transparent");
        return new Drawing(
                Json.string(asked, "output_format", "png"),
                sides[0],
                sides[1],
                transparent ? "transparent" : "opaque",
                asked.path("partial_images").intValue(0),
                "[emulator] " + prompt);
    }

    private static int[] sides(String size) {
        String[] asked = size.matches("[1-9]\\d{0,3}x[1-9]\\d{0,3}") ? size.split("x") : new String[] {"1", "1"};
        double width = Integer.parseInt(asked[0]);
        double height = Integer.parseInt(asked[1]);
        if (width == height) {
            return new int[] {SQUARE, SQUARE};
        }
        double scale = Math.sqrt(PIXELS / (width * height));
        return new int[] {side(width * scale), side(height * scale)};
    }

    private static int side(double exact) {
        return (int) Math.max(1, Math.min(LONGEST_SIDE, Math.floor(exact + 1e-6)));
    }

    /** The size in words, {@code WIDTHxHEIGHT}. */
    public String size() {
        return width + "x" + height;
    }

    /** The image in base64. */
    public String base64() {
        return Base64.getEncoder().encodeToString(Picture.draw(format, width, height, transparent()));
    }

    private boolean transparent() {
        return background.equals("transparent");
    }

    /** The partial images in base64: smaller ones. */
    List<String> partialImages() {
        return IntStream.range(0, partials)
                .mapToObj(index -> Picture.draw(
                        format, Math.max(1, width / SMALLER), Math.max(1, height / SMALLER), transparent()))
                .map(Base64.getEncoder()::encodeToString)
                .toList();
    }

    /** Writes the actual properties of the image into the object that carries it. */
    public ObjectNode describe(ObjectNode json) {
        return json.put("background", background)
                .put("output_format", format)
                .put("quality", QUALITY)
                .put("size", size());
    }

    /** The tokens that an image takes. */
    static ObjectNode usage(int images, int textTokens) {
        int output = images * TOKENS_PER_IMAGE;
        ObjectNode usage = Json.object().put("input_tokens", textTokens).put("output_tokens", output);
        usage.put("total_tokens", textTokens + output);
        usage.putObject("input_tokens_details").put("text_tokens", textTokens).put("image_tokens", 0);
        usage.putObject("output_tokens_details").put("text_tokens", 0).put("image_tokens", output);
        return usage;
    }
}
