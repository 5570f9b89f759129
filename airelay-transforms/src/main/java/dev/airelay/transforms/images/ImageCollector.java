package dev.airelay.transforms.images;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.request.Rejections;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Collects the images of one upstream call, or the reason why there are none. Not safe for concurrent use. */
final class ImageCollector {

    private static final String TOOL = "image_generation";

    private final long epochSeconds;
    private final StringBuilder text = new StringBuilder();
    private List<ImageItem> images = new ArrayList<>();
    private JsonNode response = MissingNode.getInstance();
    private @Nullable UpstreamFailure failure;
    private boolean ended;
    private long held;

    /**
     * Creates a collector.
     *
     * @param epochSeconds the reference time of the upstream's reset times
     */
    ImageCollector(long epochSeconds) {
        this.epochSeconds = epochSeconds;
    }

    /** Accepts the next event; those after the end are ignored. */
    void accept(UpstreamEvent event) {
        EventType type = event.type();
        if (ended) {
            return;
        }
        if (type.failure()) {
            ended = true;
            failure = FailureClassifier.ofEvent(event, epochSeconds);
        } else if (type == EventType.OUTPUT_ITEM_DONE) {
            item(read(event).path("item"), event.size());
        } else if (type.terminal()) {
            ended = true;
            end(read(event).path("response"), type);
        }
    }

    private static JsonNode read(UpstreamEvent event) {
        return Json.read(event.bytes(), event.from(), event.size());
    }

    private void item(JsonNode item, int size) {
        Optional<ImageItem> image = ImageItem.of(item);
        if (image.isPresent()) {
            images.add(image.get());
            held += size;
        } else if (Json.text(item, "type").equals("message")) {
            item.path("content")
                    .forEach(part -> text.append(Json.text(part, "text")).append(Json.text(part, "refusal")));
        }
    }

    /** The images of the last response are the complete ones, if it has any. */
    private void end(JsonNode last, EventType type) {
        response = last;
        List<ImageItem> whole = new ArrayList<>();
        last.path("output").forEach(item -> ImageItem.of(item).ifPresent(whole::add));
        if (!whole.isEmpty() && whole.size() >= images.size()) {
            images = whole;
        }
        if (images.isEmpty()) {
            failure = type == EventType.INCOMPLETE ? incomplete() : without();
        }
    }

    private UpstreamFailure incomplete() {
        String reason = Json.text(response.path("incomplete_details"), "reason");
        return refusal(
                400,
                reason.equals("content_filter") ? "content_filter" : "image_not_generated",
                "The upstream ended the response before there was an image"
                        + (reason.isEmpty() ? "." : ": " + Rejections.shown(reason) + "."));
    }

    private UpstreamFailure without() {
        JsonNode tools = response.path("tools");
        boolean stripped = tools.isArray()
                && tools.valueStream().noneMatch(tool -> Json.text(tool, "type").equals(TOOL));
        if (stripped) {
            return refusal(
                    403,
                    "image_tool_unavailable",
                    "The upstream took the image tool out of the request, as it does for plans without it, such as Free."
                            + " Sign in with an account whose plan includes images.");
        }
        return refusal(
                400,
                "image_not_generated",
                "The upstream answered without an image"
                        + (text.isEmpty() ? "." : ": " + Rejections.shown(text.toString())));
    }

    private static UpstreamFailure refusal(int status, String code, String message) {
        return new UpstreamFailure(
                UpstreamFailure.Kind.CLIENT,
                status,
                new ApiError(message, ApiError.INVALID_REQUEST, null, code),
                Optional.empty());
    }

    boolean ended() {
        return ended;
    }

    /** Returns the failure to report instead of images. */
    Optional<UpstreamFailure> failure() {
        return ended ? Optional.ofNullable(failure) : Optional.of(UpstreamFailure.incompleteStream());
    }

    /** Returns the images, in order of arrival. */
    List<ImageItem> images() {
        return images;
    }

    /** Returns the usage of the images; empty if the upstream does not report it, because no numbers are invented. */
    Optional<ObjectNode> usage() {
        return response.path("tool_usage").path("image_gen") instanceof ObjectNode usage
                        && usage.path("total_tokens").isIntegralNumber()
                ? Optional.of(usage)
                : Optional.empty();
    }

    /** Returns the approximate memory of the images, in bytes. */
    long heldBytes() {
        return held + text.length();
    }
}
