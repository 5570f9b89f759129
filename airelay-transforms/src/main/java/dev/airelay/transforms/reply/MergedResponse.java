package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The merged response objects of the upstream: later members win, but null never replaces a value. */
public final class MergedResponse {

    /** A response object has about thirty. */
    private static final int USUAL_MEMBERS = 40;

    private static final JsonName STATUS = new JsonName("status");
    private static final String COMPLETED = "completed";
    private static final String FAILED = "failed";
    private static final String INCOMPLETE = "incomplete";

    private final ObjectNode members = Json.object();
    /** The last object as text: the next one usually repeats most of it. */
    private @Nullable JsonMembers last;

    private int changes;
    private List<ObjectNode> output = List.of();
    private String status = "in_progress";

    /**
     * Merges the members of one response object. Those with the same text as in the object before are not read again.
     *
     * @param response must not be changed afterwards
     */
    public void learn(JsonSlice response) {
        learned(response, false);
    }

    private JsonMembers learned(JsonSlice response, boolean withoutOutput) {
        JsonMembers before = last;
        JsonMembers now = new JsonMembers(USUAL_MEMBERS);
        now.scan(response.bytes(), response.from(), response.to());
        last = now;
        if (before == null && !withoutOutput) {
            merge(response.toObject());
            return now;
        }
        for (int i = 0; i < now.count(); i++) {
            boolean repeated = before != null && now.sameMember(i, before);
            if (!repeated && !(withoutOutput && now.named(i, EventMember.OUTPUT))) {
                merge(now.name(i), now.value(i).toNode());
            }
        }
        return now;
    }

    private void merge(ObjectNode response) {
        response.properties().forEach(member -> merge(member.getKey(), member.getValue()));
    }

    private void merge(String name, JsonNode value) {
        if (!value.isNull() || !members.has(name)) {
            members.set(name, value);
            changes++;
        }
    }

    /** Returns a number that is another one after each change of the members. */
    public int changes() {
        return changes;
    }

    /**
     * Merges the members of the terminal event's response object, and its output.
     *
     * @param response must not be changed afterwards
     * @param withoutOutput whether its output is known and need not be read
     */
    public void end(EventType type, JsonSlice response, boolean withoutOutput) {
        JsonMembers now = learned(response, withoutOutput);
        boolean said = !withoutOutput && now.has(EventMember.OUTPUT);
        output = said ? items(members.path(EventMember.OUTPUT.text())) : List.of();
        end(type, now.string(STATUS));
    }

    /** Merges some members of the terminal event's response object, and its output if it is among them. */
    public void end(EventType type, ObjectNode response) {
        merge(response);
        output = items(response.path(EventMember.OUTPUT.text()));
        end(type, Json.text(response, STATUS.text()));
    }

    private void end(EventType type, String said) {
        boolean saysMore = said.equals(FAILED) || (type == EventType.DONE && said.equals(INCOMPLETE));
        status = saysMore ? said : type == EventType.INCOMPLETE ? INCOMPLETE : COMPLETED;
    }

    private static List<ObjectNode> items(JsonNode output) {
        List<ObjectNode> items = new ArrayList<>();
        if (output instanceof ArrayNode array) {
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
