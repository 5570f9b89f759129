package dev.airelay.transforms.images;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes images: as one object, or as a stream of partial and complete images.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/images-streaming">The events of an image stream</a>
 */
final class ImageReply implements Reply {

    private static final String DATA = "data";
    private static final String USAGE = "usage";
    private static final List<String> APPEARANCE = List.of("background", "output_format", "quality", "size");
    private static final int COPIES = 3;

    private final ImageReplyOptions options;
    private final Set<String> unhonored = new LinkedHashSet<>();

    ImageReply(ImageReplyOptions options) {
        this.options = options;
    }

    /** Returns the names of the request members that had no effect, judging by the finished images. */
    List<String> unhonored() {
        return List.copyOf(unhonored);
    }

    @Override
    public StreamEncoder streamEncoder() {
        return streamEncoders(1).get(0);
    }

    @Override
    public List<StreamEncoder> streamEncoders(int calls) {
        List<StreamEncoder> encoders = new ArrayList<>();
        SharedStream shared = new SharedStream();
        for (int i = 0; i < calls; i++) {
            encoders.add(new Stream(shared));
        }
        return encoders;
    }

    @Override
    public ObjectEncoder objectEncoder() {
        return new Whole();
    }

    @Override
    public byte[] merge(List<byte[]> objects) {
        if (objects.size() == 1) {
            return objects.get(0);
        }
        List<JsonNode> read =
                objects.stream().map(json -> Json.read(json, 0, json.length)).toList();
        ObjectNode merged = Json.object().put("created", options.createdEpochSeconds());
        ArrayNode data = merged.putArray(DATA);
        read.forEach(object -> object.path(DATA).forEach(data::add));
        for (String name : APPEARANCE) {
            JsonNode first = read.get(0).path(name);
            // One member cannot describe images that differ.
            if (!first.isMissingNode()
                    && read.stream().allMatch(object -> object.path(name).equals(first))) {
                merged.set(name, first);
            }
        }
        if (read.stream().allMatch(object -> object.path(USAGE).isObject())) {
            ObjectNode sum = Json.object();
            read.forEach(object -> addTo(sum, object.path(USAGE)));
            merged.set(USAGE, sum);
        }
        return Json.write(merged);
    }

    private static void addTo(ObjectNode sum, JsonNode more) {
        for (Map.Entry<String, JsonNode> member : more.properties()) {
            if (member.getValue().isIntegralNumber()) {
                sum.put(
                        member.getKey(),
                        sum.path(member.getKey()).asLong(0) + member.getValue().asLong(0));
            } else if (member.getValue().isObject()) {
                addTo(sum.withObject(member.getKey()), member.getValue());
            }
        }
    }

    /** One object of the images of one call. */
    private final class Whole implements ObjectEncoder {

        private final ImageCollector collector = new ImageCollector(options.createdEpochSeconds());

        @Override
        public void accept(UpstreamEvent event) {
            collector.accept(event);
        }

        @Override
        public long heldBytes() {
            return COPIES * collector.heldBytes();
        }

        @Override
        public Outcome finish() {
            Optional<UpstreamFailure> failure = collector.failure();
            if (failure.isPresent()) {
                return new Outcome.Failed(failure.get());
            }
            ObjectNode object = Json.object().put("created", options.createdEpochSeconds());
            ArrayNode data = object.putArray(DATA);
            collector.images().forEach(image -> {
                data.add(image.element(options.fileAddress()));
                unhonored.addAll(image.unlike(options));
            });
            collector.images().get(0).describe(object);
            collector.usage().ifPresent(usage -> object.set(USAGE, usage));
            return new Outcome.Finished(Json.write(object));
        }
    }

    /** The state that the encoders of one stream share. */
    private static final class SharedStream {
        private boolean failed;
    }

    /** The events of one call, in the stream that it may share with others. */
    private final class Stream implements StreamEncoder {

        private static final String ERROR = "error";
        private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] DATA_LINE = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

        private final ImageCollector collector = new ImageCollector(options.createdEpochSeconds());
        private final JsonBuffer frame = new JsonBuffer();
        private final SharedStream shared;
        private boolean over;

        Stream(SharedStream shared) {
            this.shared = shared;
        }

        @Override
        public void accept(UpstreamEvent event, ByteSink out) {
            if (ended()) {
                return;
            }
            if (event.type() == EventType.IMAGE_GENERATION_PARTIAL_IMAGE) {
                partial(Json.read(event.bytes(), event.from(), event.size()), out);
                return;
            }
            collector.accept(event);
            if (collector.ended()) {
                end(out);
            }
        }

        private void partial(JsonNode event, ByteSink out) {
            ImageItem.ofPartial(event).ifPresent(image -> {
                ObjectNode json = event("partial_image");
                image.content(json, Optional.empty());
                json.put("created_at", options.createdEpochSeconds());
                image.describe(json);
                json.put(
                        "partial_image_index", event.path("partial_image_index").asInt(0));
                write(Json.text(json, "type"), json, out);
            });
        }

        private ObjectNode event(String name) {
            return Json.object().put("type", options.operation() + "." + name);
        }

        private void end(ByteSink out) {
            Optional<UpstreamFailure> failure = collector.failure();
            if (failure.isPresent()) {
                fail(failure.get(), out);
                return;
            }
            over = true;
            for (ImageItem image : collector.images()) {
                ObjectNode json = event("completed");
                image.content(json, options.fileAddress());
                json.put("created_at", options.createdEpochSeconds());
                image.describe(json);
                collector.usage().ifPresent(usage -> json.set(USAGE, usage));
                write(Json.text(json, "type"), json, out);
            }
        }

        @Override
        public void fail(UpstreamFailure failure, ByteSink out) {
            if (ended()) {
                return;
            }
            shared.failed = true;
            write(ERROR, failure.error().toEnvelope(), out);
        }

        private void write(String name, ObjectNode json, ByteSink out) {
            frame.raw(EVENT)
                    .raw(name.getBytes(StandardCharsets.US_ASCII))
                    .raw(DATA_LINE)
                    .raw(Json.write(json))
                    .raw(END)
                    .writeTo(out);
        }

        @Override
        public boolean ended() {
            return over || shared.failed;
        }

        @Override
        public long heldBytes() {
            return COPIES * collector.heldBytes();
        }
    }
}
