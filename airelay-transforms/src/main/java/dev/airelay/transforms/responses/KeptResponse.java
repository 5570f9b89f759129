package dev.airelay.transforms.responses;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The upstream events that would lead to a kept response: the announcement, and the end if there was one. */
final class KeptResponse {

    /** What depends on the state of the turn and not on the request. */
    private static final List<String> STATE =
            List.of("status", "output", "usage", "error", "incomplete_details", "completed_at");

    private final ObjectNode response;
    private final ObjectNode request;

    KeptResponse(ObjectNode response) {
        this.response = response;
        this.request = response.deepCopy();
        STATE.forEach(request::remove);
    }

    /** Returns the options of a reply that shows all of it as it was. */
    ResponsesReplyOptions options() {
        long created = response.path("created_at").asLong(0);
        return new ResponsesReplyOptions(
                request,
                Json.text(response, "model"),
                Json.text(response, "id"),
                created,
                InstantSource.fixed(Instant.ofEpochSecond(created)));
    }

    /** Returns the events; the last one ends the turn unless it runs still or was given up. */
    List<UpstreamEvent> events() {
        List<UpstreamEvent> events = new ArrayList<>();
        event(EventType.CREATED, request).ifPresent(events::add);
        end().flatMap(type -> event(type, response)).ifPresent(events::add);
        return events;
    }

    private Optional<EventType> end() {
        return switch (Json.text(response, "status")) {
            case "completed" -> Optional.of(EventType.COMPLETED);
            case "incomplete" -> Optional.of(EventType.INCOMPLETE);
            case "failed" -> Optional.of(EventType.FAILED);
            default -> Optional.empty();
        };
    }

    private static Optional<UpstreamEvent> event(EventType type, ObjectNode of) {
        ObjectNode event = Json.object().put("type", type.wireName());
        event.set("response", of);
        return UpstreamEvent.parse(Json.write(event));
    }
}
