package dev.airelay.server.upstream;

import dev.airelay.backend.call.CallHandle;
import dev.airelay.backend.call.UpstreamObject;
import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One image for one client: by the upstream's image route or, if that is missing or does not support the model or a setting,
 * by a model that calls the image tool. Its sink receives the events of the tool in both cases. Used on the call's event
 * loop only.
 */
final class ImageCall extends SubstitutedCall {

    private static final JsonTrees JSON = JsonTrees.usual();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Members that the tool may accept where the route does not. The prompt is not one of them. */
    private static final Set<String> SETTINGS = Set.of("model", "background", "size", "quality", "n", "mask");

    private static final Set<String> ABOUT_SETTINGS = Set.of(
            FailureClassifier.MODEL_NOT_FOUND, "unsupported_parameter", "unsupported_value", "unknown_parameter");

    private final OptionalRoute route;
    private final UpstreamSink sink;
    private final Function<UpstreamSink, CallHandle> byRoute;
    private final Function<UpstreamSink, CallHandle> byTool;

    /**
     * Prepares an image.
     *
     * @param route remembers whether the upstream has the route
     * @param sink receives the events
     * @param byRoute starts the call of the route
     * @param byTool starts the request that offers the tool
     */
    ImageCall(
            OptionalRoute route,
            UpstreamSink sink,
            Function<UpstreamSink, CallHandle> byRoute,
            Function<UpstreamSink, CallHandle> byTool) {
        this.route = route;
        this.sink = sink;
        this.byRoute = byRoute;
        this.byTool = byTool;
    }

    CallHandle start() {
        take(route.missing() ? byTool.apply(sink) : byRoute.apply(new RouteSink()));
        return this;
    }

    /** Receives the object of the route, or the failure that the route cannot be used. */
    private final class RouteSink implements UpstreamSink {

        @Override
        public boolean onObject(UpstreamObject object, ObjectNode json) {
            List<UpstreamEvent> events = Events.of(json);
            if (events.isEmpty()) {
                return false;
            }
            sink.onOpen(object.head());
            events.forEach(sink::onEvent);
            sink.onComplete();
            return true;
        }

        @Override
        public void onFailure(UpstreamException failure) {
            UpstreamFailure reported = failure.failure();
            if (UpstreamFailure.ROUTE_MISSING.equals(reported.error().code())) {
                route.noteMissing();
                take(byTool.apply(sink));
            } else if (isAboutSettings(reported)) {
                take(byTool.apply(new ToolSink(failure)));
            } else {
                sink.onFailure(failure);
            }
        }

        @Override
        public boolean onBroken(Throwable thrown) {
            return sink.onBroken(thrown);
        }
    }

    private static boolean isAboutSettings(UpstreamFailure failure) {
        String param = failure.error().param();
        String code = failure.error().code();
        return failure.kind() == UpstreamFailure.Kind.CLIENT
                && ((param != null && SETTINGS.contains(param)) || (code != null && ABOUT_SETTINGS.contains(code)));
    }

    /** Receives the events of the tool; if it is refused too, the route's refusal is the one about the client's request. */
    private final class ToolSink implements UpstreamSink {

        private final UpstreamException refused;
        private boolean opened;

        ToolSink(UpstreamException refused) {
            this.refused = refused;
        }

        @Override
        public void onOpen(UpstreamHead head) {
            opened = true;
            sink.onOpen(head);
        }

        @Override
        public void onEvent(UpstreamEvent event) {
            sink.onEvent(event);
        }

        @Override
        public void onBatchEnd() {
            sink.onBatchEnd();
        }

        @Override
        public void onComplete() {
            sink.onComplete();
        }

        @Override
        public long heldBytes() {
            return sink.heldBytes();
        }

        @Override
        public void onFailure(UpstreamException failure) {
            boolean refusedToo = !opened && failure.failure().kind() == UpstreamFailure.Kind.CLIENT;
            sink.onFailure(refusedToo ? refused : failure);
        }

        @Override
        public boolean onBroken(Throwable thrown) {
            return sink.onBroken(thrown);
        }
    }

    /** Converts the object of an image route to the events that the image tool would have sent. */
    private static final class Events {

        private static final List<String> APPEARANCE = List.of("background", "quality", "size", "output_format");
        private static final String TYPE = "type";

        private Events() {}

        /** Returns none when the object has no image. */
        static List<UpstreamEvent> of(ObjectNode object) {
            List<UpstreamEvent> events = new ArrayList<>();
            for (JsonNode image : object.path("data")) {
                String base64 = image.path("b64_json").stringValue("");
                if (!base64.isEmpty()) {
                    add(events, item(object, image, base64, events.size()));
                }
            }
            if (!events.isEmpty()) {
                add(events, completed(object.path("usage")));
            }
            return events;
        }

        private static ObjectNode item(ObjectNode object, JsonNode image, String base64, int index) {
            ObjectNode event =
                    NODES.objectNode().put(TYPE, "response.output_item.done").put("output_index", index);
            ObjectNode item = event.putObject("item")
                    .put("id", "ig_" + index)
                    .put(TYPE, "image_generation_call")
                    .put("status", "completed");
            for (String name : APPEARANCE) {
                if (object.path(name).isString()) {
                    item.set(name, object.path(name));
                }
            }
            if (image.path("revised_prompt").isString()) {
                item.set("revised_prompt", image.path("revised_prompt"));
            }
            item.put("result", base64);
            return event;
        }

        private static ObjectNode completed(@Nullable JsonNode usage) {
            ObjectNode event = NODES.objectNode().put(TYPE, "response.completed");
            ObjectNode response = event.putObject("response").put("status", "completed");
            response.putArray("output");
            if (usage != null && usage.isObject()) {
                response.putObject("tool_usage").set("image_gen", usage);
            }
            return event;
        }

        private static void add(List<UpstreamEvent> events, ObjectNode json) {
            UpstreamEvent.parse(JSON.write(json)).ifPresent(events::add);
        }
    }
}
