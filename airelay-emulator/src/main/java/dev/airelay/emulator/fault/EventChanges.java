package dev.airelay.emulator.fault;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.StreamEvent;
import dev.airelay.emulator.turn.ItemJson;
import dev.airelay.emulator.turn.ResponseObject;
import dev.airelay.emulator.turn.TurnEvents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The ways in which real streams have differed from the normal one. Each takes a normal stream and returns another. */
final class EventChanges {
    private static final String CALL_DELTA_PREFIX = "response.function_call_arguments.";
    private static final String CUSTOM_DELTA_PREFIX = "response.custom_tool_call_input.";
    private static final String COMPLETED = "response.completed";
    private static final Set<String> HANDSHAKE = Set.of("response.created", "response.in_progress");

    private EventChanges() {}

    static boolean isHandshake(StreamEvent event) {
        return HANDSHAKE.contains(event.type());
    }

    static boolean isArgumentDelta(StreamEvent event) {
        return event.isDelta() && isArguments(event);
    }

    static List<StreamEvent> nullUsage(List<StreamEvent> events) {
        return changed(events, json -> {
            if (json.path(StreamEvent.RESPONSE).isObject()) {
                ((ObjectNode) json.path(StreamEvent.RESPONSE)).putNull(ResponseObject.USAGE);
            }
        });
    }

    static List<StreamEvent> withoutIds(List<StreamEvent> events) {
        return changed(events, json -> {
            json.remove("item_id");
            if (json.path(StreamEvent.ITEM).isObject()) {
                ((ObjectNode) json.path(StreamEvent.ITEM)).remove("id");
            }
        });
    }

    static List<StreamEvent> shuffledDone(List<StreamEvent> events) {
        List<StreamEvent> shuffled = new ArrayList<>(EventLists.without(events, StreamEvent::isItemDone));
        int end = shuffled.isEmpty() ? 0 : shuffled.size() - 1;
        // Inserting each at the same place reverses their order.
        events.stream().filter(StreamEvent::isItemDone).forEach(done -> shuffled.add(end, done));
        return shuffled;
    }

    static List<StreamEvent> argumentsOnlyInDeltas(List<StreamEvent> events) {
        List<StreamEvent> left = EventLists.without(events, event -> isArguments(event) && !event.isDelta());
        return changed(left, json -> {
            JsonNode item = json.path(StreamEvent.ITEM);
            if (item.has(ItemJson.ARGUMENTS)) {
                ((ObjectNode) item).put(ItemJson.ARGUMENTS, "");
            }
            if (item.has(ItemJson.INPUT)) {
                ((ObjectNode) item).put(ItemJson.INPUT, "");
            }
        });
    }

    /** First all calls are announced, then their deltas alternate, then each is finished. */
    static List<StreamEvent> interleavedCalls(List<StreamEvent> events) {
        Map<Integer, Deque<StreamEvent>> deltas = new LinkedHashMap<>();
        events.stream()
                .filter(EventChanges::isArgumentDelta)
                .forEach(delta -> deltas.computeIfAbsent(delta.outputIndex(), index -> new ArrayDeque<>())
                        .add(delta));
        List<StreamEvent> before = new ArrayList<>();
        List<StreamEvent> after = new ArrayList<>();
        for (StreamEvent event : events) {
            boolean ofCall = deltas.containsKey(event.outputIndex());
            if (ofCall && !event.isItemAdded()) {
                if (!event.isDelta()) {
                    after.add(event);
                }
            } else if (event.isTerminal()) {
                after.add(event);
            } else {
                before.add(event);
            }
        }
        while (deltas.values().stream().anyMatch(queue -> !queue.isEmpty())) {
            deltas.values().stream().filter(queue -> !queue.isEmpty()).forEach(queue -> before.add(queue.remove()));
        }
        before.addAll(after);
        return before;
    }

    static List<StreamEvent> doneAlias(List<StreamEvent> events) {
        return events.stream()
                .map(event -> event.type().equals(COMPLETED)
                        ? TurnEvents.about(
                                "response.done", (ObjectNode) event.json().path(StreamEvent.RESPONSE))
                        : event)
                .toList();
    }

    /** The completed response of a stream as an incomplete one; its usage stays. */
    static ObjectNode incomplete(List<StreamEvent> events, String reason) {
        ObjectNode response = events.stream()
                .filter(event -> event.type().equals(COMPLETED))
                .findFirst()
                .map(event -> ((ObjectNode) event.json().path(StreamEvent.RESPONSE)).deepCopy())
                .orElseGet(Json::object);
        return ResponseObject.asIncomplete(response, reason);
    }

    private static boolean isArguments(StreamEvent event) {
        return event.type().startsWith(CALL_DELTA_PREFIX) || event.type().startsWith(CUSTOM_DELTA_PREFIX);
    }

    private static List<StreamEvent> changed(List<StreamEvent> events, Consumer<ObjectNode> change) {
        List<StreamEvent> changed = new ArrayList<>();
        for (StreamEvent event : events) {
            ObjectNode json = event.json().deepCopy();
            change.accept(json);
            changed.add(new StreamEvent(event.type(), json));
        }
        return changed;
    }
}
