package dev.airelay.transforms.images;

import dev.airelay.transforms.input.FileReferences;
import dev.airelay.transforms.input.ImageUrl;
import dev.airelay.transforms.input.InputParts;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Choices;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.UpstreamBody;
import dev.airelay.transforms.request.UpstreamMember;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.request.WellFormedText;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds the upstream requests from the parameters of one image request. */
final class ImageRequestBuilder {

    private static final String AUTO = "auto";
    private static final String PNG = "png";
    private static final String URL = "url";
    private static final String IMAGE_URL = "image_url";
    private static final String FILE_ID = "file_id";
    private static final String SCHEME = "data:";

    private static final String DEFAULT_MODEL = "gpt-image-2";
    /** The models that the upstream's image routes serve. */
    private static final Set<String> OF_ROUTES = Set.of("gpt-image-2", "gpt-image-1.5");
    /** Models that OpenAI has retired. */
    private static final Set<String> RETIRED = Set.of("dall-e-2", "dall-e-3", "gpt-image-1");

    private static final Pattern DATED = Pattern.compile("(gpt-image-[0-9.]+)-\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern SIZE = Pattern.compile("auto|[1-9]\\d{0,4}x[1-9]\\d{0,4}");
    private static final int MAX_PROMPT_CHARS = 32_000;
    private static final int MAX_IMAGES = 16;
    private static final int MAX_IMAGE_BYTES = 50_000_000;
    private static final int MAX_COUNT = 10;
    private static final int MAX_PARTIAL_IMAGES = 3;
    private static final int MAX_COMPRESSION = 100;

    private static final String INSTRUCTIONS =
            "Call the image_generation tool exactly once, with the user's text, unchanged, as the prompt. Do not answer with"
                    + " text.";

    private final TranslationContext context;
    private final String hostModel;
    private final boolean edits;
    private final Disclosures disclosures;
    private final List<String> imageUrls = new ArrayList<>();
    /** Settings that only the tool accepts. */
    private final ObjectNode ofTool = Json.object();

    private String prompt = "";
    private String model = DEFAULT_MODEL;
    private @Nullable String maskUrl;
    private @Nullable Value imagesGiven;
    private String size = AUTO;
    private String quality = AUTO;
    private String background = AUTO;
    private String format = PNG;
    private @Nullable String moderation;
    private int count = 1;
    private int partialImages;
    private @Nullable Value partialsAsked;
    private boolean stream;
    private @Nullable Value url;

    ImageRequestBuilder(TranslationContext context, String hostModel, boolean edits) {
        this.context = context;
        this.hostModel = hostModel;
        this.edits = edits;
        disclosures = new Disclosures(context.settings().strictParameters());
    }

    Disclosures disclosures() {
        return disclosures;
    }

    boolean stream() {
        return stream;
    }

    void prompt(Value value) {
        prompt = value.nonEmptyText();
        Checks.text(MAX_PROMPT_CHARS).accept(value);
    }

    void model(Value value) {
        String asked = value.shortText();
        String name = context.settings().modelAliases().getOrDefault(asked, asked);
        String bare = DATED.matcher(name).replaceFirst("$1");
        model = RETIRED.contains(bare) ? DEFAULT_MODEL : bare;
        if (!model.equals(asked)) {
            disclosures.emulate(value.at());
        }
    }

    void size(Value value) {
        size = value.shortText();
        if (!SIZE.matcher(size).matches()) {
            throw Rejections.invalid(
                    value.at(),
                    "expected auto, or width and height such as 1024x1024, but got '" + Rejections.shown(size) + "'.");
        }
    }

    void quality(Value value) {
        String asked = value.oneOf(List.of(AUTO, "low", "medium", "high", "xhigh", "max", "standard", "hd"));
        quality = switch (asked) {
            case "standard" -> "medium";
            case "hd" -> "high";
            default -> asked;
        };
        if (!quality.equals(asked)) {
            disclosures.emulate(value.at());
        }
    }

    void background(Value value) {
        background = value.oneOf(List.of(AUTO, "transparent", "opaque"));
    }

    void outputFormat(Value value) {
        String asked = value.oneOf(List.of(PNG, "jpeg", "webp", "gif", "svg"));
        if (asked.equals("gif") || asked.equals("svg")) {
            throw Rejections.unsupportedValue(value.at(), "The ChatGPT backend makes PNG, JPEG and WebP images.");
        }
        format = asked;
    }

    void outputCompression(Value value) {
        Checks.integer(0, MAX_COMPRESSION).accept(value);
        ofTool.put("output_compression", value.integer());
    }

    void moderation(Value value) {
        moderation = value.oneOf(List.of(AUTO, "low"));
    }

    void inputFidelity(Value value) {
        ofTool.put("input_fidelity", value.oneOf(List.of("low", "high")));
    }

    void count(Value value) {
        Checks.integer(1, MAX_COUNT).accept(value);
        count = Choices.read(value, context.settings().maxChoices());
        if (count > 1) {
            disclosures.emulate(value.at());
        }
    }

    void responseFormat(Value value) {
        url = value.oneOf(List.of("b64_json", URL)).equals(URL) ? value : null;
    }

    void stream(Value value) {
        stream = value.flag();
    }

    void partialImages(Value value) {
        Checks.integer(0, MAX_PARTIAL_IMAGES).accept(value);
        partialImages = (int) value.integer();
        partialsAsked = value;
    }

    void images(Value value) {
        imagesGiven = value;
        for (Value image : value.nonEmptyItems()) {
            imageUrls.add(source(image.object()));
        }
    }

    void image(Value value) {
        if (imagesGiven != null) {
            throw Rejections.exclusive(value.at(), imagesGiven.at().toString());
        }
        imagesGiven = value;
        List<Value> given = value.isText() ? List.of(value) : value.nonEmptyItems();
        given.forEach(image -> imageUrls.add(address(image)));
    }

    void mask(Value value) {
        maskUrl = value.isText() ? address(value) : source(value.object());
    }

    private String source(ObjectView image) {
        Optional<Value> address = image.find(IMAGE_URL);
        Optional<Value> file = image.find(FILE_ID);
        if (address.isPresent() && file.isPresent()) {
            throw Rejections.exclusive(file.get().at(), address.get().at().toString());
        }
        if (file.isPresent()) {
            return small(file.get(), FileReferences.imageUrl(file.get(), context.files()));
        }
        return address(image.required(IMAGE_URL));
    }

    private static String address(Value image) {
        return small(image, ImageUrl.recognized(image));
    }

    /** Returns the URL of the image {@code image}, unless it is a data URL of too many bytes. */
    private static String small(Value image, String address) {
        long bytes = (address.length() - address.indexOf(',') - 1) / 4L * 3;
        if (address.startsWith(SCHEME) && bytes >= MAX_IMAGE_BYTES) {
            throw Rejections.invalid(
                    image.at(),
                    "the image has about " + bytes + " bytes, but each image must have less than " + MAX_IMAGE_BYTES
                            + ". Send a smaller one.");
        }
        return address;
    }

    /**
     * Checks combinations of parameters, once all have been read.
     *
     * @param stores whether the images are stored, so that they have a URL
     */
    void settle(boolean stores) {
        if (edits && imageUrls.isEmpty()) {
            throw Rejections.missing(Location.root().member("image"));
        }
        if (imageUrls.size() > MAX_IMAGES && imagesGiven != null) {
            throw Rejections.invalid(
                    imagesGiven.at(),
                    "array_above_max_length",
                    "array too long. Expected an array with maximum length " + MAX_IMAGES
                            + ", but got an array with length " + imageUrls.size() + " instead.");
        }
        if (url != null && !stores) {
            throw Rejections.unsupportedValue(
                    url.at(),
                    "The ChatGPT backend returns images, but no addresses of images. Use b64_json, or send the header"
                            + " x-airelay-store-images: true to have the relay store the images and return the"
                            + " addresses of its files.");
        }
        if (!stream && partialImages > 0 && partialsAsked != null) {
            partialImages = 0;
            disclosures.ignoreValue(partialsAsked.at(), "Partial images come in streams only; send stream: true.");
        }
        if (stream) {
            // The head of a stream is sent before the image exists; its event contains the actual size and quality.
            discloseHint(size, "size");
            discloseHint(quality, "quality");
        }
    }

    private void discloseHint(String asked, String name) {
        if (!asked.equals(AUTO)) {
            disclosures.leaveOut(Location.root().member(name));
        }
    }

    /** Returns the request to the upstream's image route; empty if the image tool is needed. */
    Optional<CodexRequest> ofRoute() {
        boolean addressed = imageUrls.stream().allMatch(address -> address.startsWith(SCHEME))
                && (maskUrl == null || maskUrl.startsWith(SCHEME));
        boolean fits = OF_ROUTES.contains(model)
                && !stream
                && ofTool.isEmpty()
                && (moderation == null || moderation.equals(AUTO))
                && format.equals(PNG)
                && !background.equals("opaque")
                && addressed;
        if (!fits) {
            return Optional.empty();
        }
        ObjectNode body = Json.object();
        if (edits) {
            ArrayNode images = body.putArray("images");
            imageUrls.forEach(address -> images.addObject().put(IMAGE_URL, address));
        }
        body.put("prompt", WellFormedText.repaired(prompt));
        if (maskUrl != null) {
            body.putObject("mask").put(IMAGE_URL, maskUrl);
        }
        body.put("background", background).put("model", model);
        if (edits) {
            body.put("n", 1);
        }
        body.put("quality", quality).put("size", size);
        return Optional.of(new CodexRequest(body, ""));
    }

    /** Returns the requests in which a model calls the image tool, one for each image. */
    List<CodexRequest> ofTool() {
        ObjectNode tool = Json.object()
                .put("type", "image_generation")
                .put("action", edits ? "edit" : "generate")
                .put("model", model)
                .put("size", size)
                .put("quality", quality)
                .put("background", background)
                .put("output_format", format);
        tool.setAll(ofTool);
        if (moderation != null) {
            tool.put("moderation", moderation);
        }
        if (partialsAsked != null) {
            tool.put("partial_images", partialImages);
        }
        if (maskUrl != null) {
            tool.putObject("input_image_mask").put(IMAGE_URL, maskUrl);
        }
        ObjectNode message = Json.object().put("type", "message").put("role", "user");
        ArrayNode content = message.putArray("content").add(InputParts.text(prompt));
        for (String address : imageUrls) {
            content.addObject()
                    .put("type", "input_image")
                    .put(IMAGE_URL, address)
                    .put("detail", AUTO);
        }
        UpstreamBody body = new UpstreamBody();
        body.set(UpstreamMember.MODEL, hostModel);
        body.set(UpstreamMember.INSTRUCTIONS, INSTRUCTIONS);
        body.set(UpstreamMember.INPUT, Json.array().add(message));
        body.set(UpstreamMember.TOOLS, Json.array().add(tool));
        body.set(UpstreamMember.TOOL_CHOICE, Json.object().put("type", "image_generation"));
        body.set(UpstreamMember.PARALLEL_TOOL_CALLS, false);
        // An image is not part of a conversation, and deriving a key from megabytes takes long.
        body.session(context.ids().get());
        return Collections.nCopies(count, body.finish(context));
    }

    /** Returns the options of the reply. */
    ImageReplyOptions replyOptions(Optional<String> fileAddress) {
        return new ImageReplyOptions(
                edits ? "image_edit" : "image_generation",
                size,
                quality,
                background,
                format,
                url == null ? Optional.empty() : fileAddress,
                context.epochSeconds());
    }
}
