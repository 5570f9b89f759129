package dev.airelay.emulator.check;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules for the requests of one image route. The first broken one answers. */
public final class ImageCheck {
    private static final String PROMPT = "prompt";
    private static final String MODEL = "model";
    private static final String BACKGROUND = "background";
    private static final String IMAGES = "images";
    private static final String MASK = "mask";
    private static final String IMAGE_URL = "image_url";
    private static final Set<String> COMMON = Set.of(PROMPT, MODEL, BACKGROUND, "quality", "size");
    private static final Set<String> OF_EDITS = Set.of(IMAGES, MASK, "n");
    private static final Set<String> MODELS = Set.of("gpt-image-2", "gpt-image-1.5");
    private static final Set<String> BACKGROUNDS = Set.of("auto", "transparent");
    private static final int MAX_IMAGES = 16;
    private static final int MAX_IMAGE_BYTES = 50_000_000;

    private final boolean edits;

    private ImageCheck(boolean edits) {
        this.edits = edits;
    }

    /** The rules of {@code /images/generations}. */
    public static ImageCheck generations() {
        return new ImageCheck(false);
    }

    /** The rules of {@code /images/edits}. */
    public static ImageCheck edits() {
        return new ImageCheck(true);
    }

    /**
     * Checks a request.
     *
     * @return how many images it asks for
     * @throws RefusedException when a rule is broken
     */
    public int check(ObjectNode body) throws RefusedException {
        for (String name : body.propertyNames()) {
            if (!COMMON.contains(name) && !(edits && OF_EDITS.contains(name))) {
                throw BadRequests.detail("Unsupported parameter: " + name);
            }
        }
        if (Json.string(body, PROMPT).isEmpty()) {
            throw BadRequests.missing(PROMPT);
        }
        String model = Json.string(body, MODEL, "gpt-image-2");
        if (!MODELS.contains(model)) {
            throw BadRequests.invalid(
                    "The model '" + model + "' is not supported on this route.", MODEL, "invalid_value");
        }
        String background = Json.string(body, BACKGROUND, "auto");
        if (!BACKGROUNDS.contains(background)) {
            throw BadRequests.invalid("Invalid value: '" + background + "'.", BACKGROUND, "invalid_value");
        }
        return edits ? edit(body) : 1;
    }

    private static int edit(ObjectNode body) throws RefusedException {
        List<JsonNode> images = TurnRequest.elements(body.path(IMAGES));
        if (images.isEmpty()) {
            throw BadRequests.missing(IMAGES);
        }
        if (images.size() > MAX_IMAGES) {
            throw BadRequests.invalid("Too many images: at most " + MAX_IMAGES + ".", IMAGES, "array_above_max_length");
        }
        for (int i = 0; i < images.size(); i++) {
            image(images.get(i), IMAGES + "[" + i + "]");
        }
        if (body.has(MASK)) {
            image(body.path(MASK), MASK);
        }
        return Math.max(1, body.path("n").intValue(1));
    }

    private static void image(JsonNode image, String place) throws RefusedException {
        String url = Json.string(image, IMAGE_URL);
        int comma = url.indexOf(',');
        if (!url.startsWith("data:image/")
                || comma < 0
                || !url.substring(0, comma).endsWith(";base64")) {
            throw BadRequests.invalid("Expected a data URL of an image.", place + "." + IMAGE_URL, "invalid_value");
        }
        if (decoded(url.substring(comma + 1), place) > MAX_IMAGE_BYTES) {
            throw new RefusedException(Refusal.detail(413, "The image is larger than 50 MB"));
        }
    }

    private static int decoded(String base64, String place) throws RefusedException {
        try {
            return Base64.getDecoder().decode(base64).length;
        } catch (IllegalArgumentException broken) {
            throw BadRequests.invalid("The image is not valid base64.", place + "." + IMAGE_URL, "invalid_value");
        }
    }
}
