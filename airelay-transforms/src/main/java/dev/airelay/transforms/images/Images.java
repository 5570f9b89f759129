package dev.airelay.transforms.images;

import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.request.Members;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.FailureTranslator;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.Translator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's image routes, {@code POST /v1/images/generations} and {@code /v1/images/edits}. An image comes from the
 * upstream's route of the same name or, if that cannot make it, from a model that must call the image tool.
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class Images implements Translator<Images.Translated> {

    private final boolean edits;
    private final Members<ImageRequestBuilder> members;
    private final String hostModel;
    private final Optional<Supplier<String>> fileAddress;

    private Images(
            boolean edits,
            Members<ImageRequestBuilder> members,
            String hostModel,
            Optional<Supplier<String>> fileAddress) {
        this.edits = edits;
        this.members = members;
        this.hostModel = hostModel;
        this.fileAddress = fileAddress;
    }

    /**
     * Returns the route that generates images from a prompt.
     *
     * @param hostModel the model that calls the image tool
     */
    public static Images generations(String hostModel) {
        return new Images(false, ImageParameters.GENERATION, hostModel, Optional.empty());
    }

    /**
     * Returns the route that edits images.
     *
     * @param hostModel the model that calls the image tool
     */
    public static Images edits(String hostModel) {
        return new Images(true, ImageParameters.EDIT, hostModel, Optional.empty());
    }

    /**
     * Returns the same route for requests whose images are stored.
     *
     * @param address returns the URL of stored files without their id
     */
    public Images storing(Supplier<String> address) {
        return new Images(edits, members, hostModel, Optional.of(address));
    }

    @Override
    public ParameterTable parameters() {
        return members.table();
    }

    @Override
    public List<String> uploadedFiles(ObjectNode body) {
        List<String> ids = new ArrayList<>();
        body.path("images").forEach(image -> addId(image, ids));
        addId(body.path("mask"), ids);
        return ids;
    }

    /** Returns the name of the format of an image: {@code png}, {@code jpeg} or {@code webp}; empty for any other. */
    public static Optional<String> format(byte[] image) {
        return ImageHeader.of(image).map(ImageHeader::format);
    }

    /** Returns the output items with images in an event; none for most. */
    public static List<ObjectNode> itemsIn(JsonNode event) {
        List<ObjectNode> items = new ArrayList<>();
        if (event.path("item") instanceof ObjectNode item) {
            addImage(item, items);
        }
        event.path("response").path("output").forEach(item -> addImage(item, items));
        return items;
    }

    private static void addImage(JsonNode item, List<ObjectNode> items) {
        if (item instanceof ObjectNode object && ImageItem.of(object).isPresent()) {
            items.add(object);
        }
    }

    /** Returns the image of an item in base64. */
    public static String base64(ObjectNode item) {
        return item.path("result").stringValue("");
    }

    /** Sets the id of an item's stored image file. */
    public static void stored(ObjectNode item, String fileId) {
        item.put(ImageItem.FILE_ID, fileId);
    }

    private static void addId(JsonNode image, List<String> ids) {
        String id = image.path("file_id").stringValue("");
        if (!id.isEmpty()) {
            ids.add(id);
        }
    }

    @Override
    public Translated translate(ObjectNode body, TranslationContext context) {
        ImageRequestBuilder draft = new ImageRequestBuilder(context, hostModel, edits);
        members.walk(ObjectView.body(body), draft, draft.disclosures());
        draft.settle(fileAddress.isPresent());
        ImageReply reply = new ImageReply(draft.replyOptions(fileAddress.map(Supplier::get)));
        return new Translated(
                draft.ofRoute(),
                edits,
                new Translation(
                        draft.ofTool(),
                        draft.stream(),
                        draft.disclosures().ignored(),
                        draft.disclosures().emulated(),
                        reply,
                        Optional.empty(),
                        new FailureTranslator(ImageNames::ofClient, context.models(), context.clock())),
                reply::unhonored);
    }

    /**
     * A translated request.
     *
     * @param route the request to the upstream's image route, to be sent as often as there are requests by tool; empty if
     *     only the tool can make the image
     * @param edits whether that is the route of edits
     * @param byTool the same request by the image tool, and the reply of either
     * @param unhonored returns the names of the request members that had no effect, judging by the finished images
     */
    public record Translated(
            Optional<CodexRequest> route, boolean edits, Translation byTool, Supplier<List<String>> unhonored)
            implements Translator.Translated {

        @Override
        public List<CodexRequest> requests() {
            return route.map(List::of).orElseGet(byTool::requests);
        }

        @Override
        public List<String> ignoredParameters() {
            return byTool.ignoredParameters();
        }

        @Override
        public List<String> emulatedParameters() {
            return byTool.emulatedParameters();
        }
    }

    /** The client's names for places in the upstream's request. */
    private static final class ImageNames {

        private static final String TOOL = "tools[0].";
        private static final String PROMPT = "prompt";
        private static final String INPUT = "input";

        private ImageNames() {}

        static String ofClient(String upstreamName) {
            if (upstreamName.startsWith(TOOL)) {
                return upstreamName.substring(TOOL.length());
            }
            return upstreamName.startsWith(INPUT + "[") || upstreamName.equals(INPUT) ? PROMPT : upstreamName;
        }
    }
}
