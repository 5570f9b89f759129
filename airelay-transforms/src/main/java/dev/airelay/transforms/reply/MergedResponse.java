package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the upstream's response objects say together: later members win, null never hides what is known. */
public final class MergedResponse {

    private static final String COMPLETED = "completed";
    private static final String FAILED = "failed";
    private static final String INCOMPLETE = "incomplete";

    private final ObjectNode members = Json.object();
    private List<ObjectNode> output = List.of();
    private String status = "in_progress";

    /** Takes over the members of one response object. */
    public void learn(ObjectNode response) {
        response.properties().forEach(member -> {
            if (!member.getValue().isNull() || !members.has(member.getKey())) {
                members.set(member.getKey(), member.getValue());
            }
        });
    }

    /** Takes over the members of the terminal event's response object, and its output. */
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

    /** Returns true when the turn ended well. */
    public boolean completed() {
        return status.equals(COMPLETED);
    }

    /** Returns true when the terminal event was named for an end but its response failed. */
    public boolean failed() {
        return status.equals(FAILED);
    }
}
