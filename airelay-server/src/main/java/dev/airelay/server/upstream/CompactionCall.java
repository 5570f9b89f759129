package dev.airelay.server.upstream;

import dev.airelay.backend.call.CallHandle;
import dev.airelay.backend.call.UpstreamObject;
import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One compaction for one client: by the upstream's route or, if that is missing, by a usual request whose stream contains
 * one compaction. Its sink receives one object in both cases. Used on the call's event loop only.
 */
final class CompactionCall extends SubstitutedCall {

    private static final JsonTrees JSON = JsonTrees.usual();
    private static final int BAD_GATEWAY = 502;

    private final OptionalRoute route;
    private final UpstreamSink sink;
    private final Function<UpstreamSink, CallHandle> byRoute;
    private final Function<UpstreamSink, CallHandle> byTrigger;
    private boolean routeTried;
    /** Why a request with a trigger was refused, before the route was tried. */
    private @Nullable UpstreamException refused;

    /**
     * Prepares a compaction.
     *
     * @param route remembers whether the upstream has the route
     * @param sink receives the object
     * @param byRoute starts the call of the route
     * @param byTrigger starts the usual request
     */
    CompactionCall(
            OptionalRoute route,
            UpstreamSink sink,
            Function<UpstreamSink, CallHandle> byRoute,
            Function<UpstreamSink, CallHandle> byTrigger) {
        this.route = route;
        this.sink = sink;
        this.byRoute = byRoute;
        this.byTrigger = byTrigger;
    }

    CallHandle start() {
        if (route.missing()) {
            trigger();
        } else {
            tryRoute();
        }
        return this;
    }

    private void tryRoute() {
        routeTried = true;
        take(byRoute.apply(new RouteSink()));
    }

    private void trigger() {
        take(byTrigger.apply(new TriggerSink()));
    }

    /** Receives the object of the route, or the failure that there is no such route. */
    private final class RouteSink implements UpstreamSink {
        @Override
        public boolean onObject(UpstreamObject object, ObjectNode json) {
            return sink.onObject(object, json);
        }

        @Override
        public void onFailure(UpstreamException failure) {
            boolean missing = UpstreamFailure.ROUTE_MISSING.equals(
                    failure.failure().error().code());
            if (!missing) {
                sink.onFailure(failure);
                return;
            }
            route.noteMissing();
            UpstreamException before = refused;
            if (before == null) {
                trigger();
            } else {
                sink.onFailure(before);
            }
        }

        @Override
        public boolean onBroken(Throwable thrown) {
            return sink.onBroken(thrown);
        }
    }

    /** Extracts the single compaction of a stream, and converts it to the form of the route's object. */
    private final class TriggerSink implements UpstreamSink {

        private final ArrayNode output = JsonNodeFactory.instance.arrayNode();
        private @Nullable UpstreamHead head;
        private @Nullable UpstreamFailure failure;
        private JsonNode usage = MissingNode.getInstance();
        private long held;

        @Override
        public void onOpen(UpstreamHead opened) {
            head = opened;
        }

        @Override
        public void onEvent(UpstreamEvent event) {
            EventType type = event.type();
            if (type.failure()) {
                failure = route.failureOf(event);
            } else if (type == EventType.INCOMPLETE) {
                failure = UpstreamFailure.server(
                        BAD_GATEWAY, "upstream_error", "The upstream ended the compaction before it was complete.");
            } else if (type == EventType.OUTPUT_ITEM_DONE) {
                JsonNode item = parsed(event).path("item");
                if (item.path("type").asString("").equals("compaction")) {
                    held += event.size();
                    output.add(item);
                }
            } else if (type.terminal()) {
                usage = parsed(event).path("response").path("usage");
            }
        }

        private static JsonNode parsed(UpstreamEvent event) {
            try {
                return JSON.read(event.json());
            } catch (JacksonException malformed) {
                return MissingNode.getInstance();
            }
        }

        @Override
        public long heldBytes() {
            return held;
        }

        @Override
        public void onComplete() {
            UpstreamFailure known = failure;
            if (known == null && output.size() != 1) {
                known = UpstreamFailure.server(
                        BAD_GATEWAY,
                        "upstream_error",
                        "The upstream answered the compaction request with " + output.size()
                                + " compactions instead of one.");
            }
            if (known != null) {
                onFailure(new UpstreamException(known, head));
                return;
            }
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.set("output", output);
            if (usage.isObject()) {
                object.set("usage", usage);
            }
            if (!sink.onObject(new UpstreamObject(Objects.requireNonNull(head), JSON.write(object)), object)) {
                sink.onFailure(new UpstreamException(UpstreamFailure.incompleteStream(), head));
            }
        }

        /** If the upstream refuses the request, it may have the route again. */
        @Override
        public void onFailure(UpstreamException reported) {
            if (reported.failure().kind() == UpstreamFailure.Kind.CLIENT) {
                route.forget();
                if (!routeTried) {
                    refused = reported;
                    tryRoute();
                    return;
                }
            }
            sink.onFailure(reported);
        }

        @Override
        public boolean onBroken(Throwable thrown) {
            return sink.onBroken(thrown);
        }
    }
}
