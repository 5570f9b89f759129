package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Ids;
import dev.airelay.emulator.http.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** All events of a turn in the backend's order: created, in progress, each item, completed. Not yet numbered. */
public final class TurnEvents {
    private final Ids ids;
    private final RateLimits limits;

    /** Events with fresh ids and the windows of those limits. */
    public TurnEvents(Ids ids, RateLimits limits) {
        this.ids = ids;
        this.limits = limits;
    }

    /** The events of a turn; {@code filledOutput} repeats its items in the completed response. */
    public List<StreamEvent> of(Turn turn, ResponseObject response, Usage usage, boolean filledOutput) {
        List<StreamEvent> events = new ArrayList<>();
        events.add(limits.event());
        events.add(about("response.created", response.inProgress()));
        events.add(about("response.in_progress", response.inProgress()));
        List<ObjectNode> output = new ArrayList<>();
        for (OutputItem item : turn.items()) {
            events.addAll(ItemEvents.of(item, output.size(), ids));
            output.add(ItemJson.done(item));
        }
        int images = (int) turn.items().stream()
                .filter(item -> item instanceof OutputItem.ImageGeneration image && image.drawing() != null)
                .count();
        events.add(about("response.completed", response.completed(usage, filledOutput ? output : List.of(), images)));
        return events;
    }

    /** An event that carries the whole response. */
    public static StreamEvent about(String type, ObjectNode response) {
        StreamEvent event = StreamEvent.of(type);
        event.json().set(StreamEvent.RESPONSE, response);
        return event;
    }
}
