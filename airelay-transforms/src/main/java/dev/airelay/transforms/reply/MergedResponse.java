package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The merged response objects of the upstream: later members win, but null never replaces a value. */
public final class MergedResponse {

    private static final String COMPLETED = "completed";
    private static final String FAILED = "failed";
    private static final String INCOMPLETE = "incomplete";

    private final ObjectNode members = Json.object();
    private List<ObjectNode> output = List.of();
    private String status = "in_progress";

    /** Merges the members of one response object. */
    public void learn(ObjectNode response) {
        response.properties().forEach(member -> {
            if (!member.getValue().isNull() || !members.has(member.getKey())) {
                members.set(member.getKey(), member.getValue());
            }
        });
    }

    /** Merges the members of the terminal event's response object, and its output. */
    public void end(EventType type, ObjectNode response) {
        learn(response);
        output = items(response);
        String said = Json.text(response, "status");
        boolean saysMore = said.equals(FAILED) || (type == EventType.DONE && said.equals(INCOMPLETE));
        status = saysMore ? said : type == EventType.INCOMPLETE ? INCOMPLETE : COMPLETED;
    }

    private static List<ObjectNode> items(ObjectNode response) {
        List<ObjectNode> items = new ArrayList<>();
        if (response.path("output") instanceof ArrayNode array) {
            array.forEach(item -> {
                if (item instanceof ObjectNode object
                        && !Json.text(object, "type").isEmpty()) {
                    items.add(object);
                }
            });
        }
        return items;
    }

    /** Returns the members; not a copy, not to be changed. */
    public ObjectNode members() {
        return members;
    }

    /** Returns the output of the terminal event's response; empty before that, and often after. */
    public List<ObjectNode> output() {
        return output;
    }

    /** Returns the status that the terminal event gives the response. */
    public String status() {
        return status;
    }

    /** Returns true if the turn completed. */
    public boolean completed() {
        return status.equals(COMPLETED);
    }

    /** Returns true if the terminal event is of another type but its response failed. */
    public boolean failed() {
        return status.equals(FAILED);
    }
}
