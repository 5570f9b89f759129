package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The merged response objects of the upstream: later members win, but null never replaces a value. */
public final class MergedResponse {

    private static final JsonName STATUS = new JsonName("status");
    private static final String COMPLETED = "completed";
    private static final String FAILED = "failed";
    private static final String INCOMPLETE = "incomplete";

    /** More than a response object has: a hash table finds the members of a larger one. */
    private static final int FEW_MEMBERS = 64;

    private String[] names = {};
    private JsonSlice[] values = {};
    private int count;
    /** One bit for each name, by its hash: most names are new, and need not be searched. */
    private long seen;

    private @Nullable Map<String, Integer> places;
    /** The values as a tree, for those who need one. */
    private @Nullable ObjectNode members;
    /** The last object before the final one: the next one usually repeats most of it. */
    private @Nullable JsonMembers last;

    private int changes;
    private List<ObjectNode> output = List.of();
    private String status = "in_progress";

    /**
     * Merges the members of one response object, without white space between their tokens. Those with the same text as in
     * the object before are not looked at again.
     *
     * @param response its text must not be changed afterwards
     */
    public void learn(JsonMembers response) {
        if (merge(response, false)) {
            last = response.kept();
        }
    }

    /** Returns whether the object has another text than the last one. */
    private boolean merge(JsonMembers now, boolean withoutOutput) {
        JsonMembers before = last;
        boolean another = before == null || before.count() != now.count();
        for (int i = 0; i < now.count(); i++) {
            if (before != null && now.sameMember(i, before)) {
                continue;
            }
            another = true;
            if (!(withoutOutput && now.named(i, EventMember.OUTPUT))) {
                merge(now.name(i), now.spaced() ? compact(now.value(i)) : now.value(i));
            }
        }
        return another;
    }

    private static JsonSlice compact(JsonSlice value) {
        JsonNode tree = value.toNode();
        // A tree has limits, such as the digits of a number, which the text need not have.
        return tree.isMissingNode() ? value : JsonSlice.of(Json.write(tree));
    }

    private void merge(String name, JsonSlice value) {
        int place = place(name);
        if (place >= 0 && value.isNull()) {
            return;
        }
        if (place < 0) {
            add(name, value);
        } else {
            values[place] = value;
        }
        members = null;
        changes++;
    }

    private int place(String name) {
        if ((seen & bit(name)) == 0) {
            return -1;
        }
        if (places != null) {
            return places.getOrDefault(name, -1);
        }
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private void add(String name, JsonSlice value) {
        if (count == names.length) {
            int room = Math.max(count * 2, FEW_MEMBERS / 2);
            names = Arrays.copyOf(names, room);
            values = Arrays.copyOf(values, room);
        }
        names[count] = name;
        values[count] = value;
        seen |= bit(name);
        if (places != null) {
            places.put(name, count);
        }
        count++;
        if (count == FEW_MEMBERS) {
            Map<String, Integer> all = new HashMap<>();
            for (int i = 0; i < count; i++) {
                all.put(names[i], i);
            }
            places = all;
        }
    }

    private static long bit(String name) {
        return 1L << name.hashCode();
    }

    /** Returns a number that is another one after each change of the members. */
    public int changes() {
        return changes;
    }

    /**
     * Merges the members of the terminal event's response object, and its output.
     *
     * @param response its text must not be changed afterwards
     * @param withoutOutput whether its output is known and need not be read
     */
    public void end(EventType type, JsonMembers response, boolean withoutOutput) {
        merge(response, withoutOutput);
        last = null;
        JsonSlice said = withoutOutput ? null : response.value(EventMember.OUTPUT);
        output = said == null ? List.of() : items(said.toNode());
        end(type, response.word(STATUS));
    }

    /** Sets the relevant members of the terminal event's response object, for those who have learned none before. */
    void end(EventType type, ObjectNode response) {
        members = response;
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

    /** Returns the members as a tree; not a copy, not to be changed. */
    public ObjectNode members() {
        if (members == null) {
            members = JsonSlice.of(JsonBuffer.text(this::appendTo)).toObject();
        }
        return members;
    }

    private void appendTo(JsonBuffer text) {
        text.raw('{');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                text.raw(',');
            }
            text.string(names[i]).raw(':').raw(values[i]);
        }
        text.raw('}');
    }

    /** Returns the number of members. It never decreases, and a member keeps its place. */
    public int count() {
        return count;
    }

    /** Returns the name of the member in this place. */
    public String name(int place) {
        return names[place];
    }

    /** Returns the value of the member in this place: the same object until another text comes. */
    public JsonSlice value(int place) {
        return values[place];
    }

    /** Returns the value of a member; null if there is none, or it is {@code null}. */
    public @Nullable JsonSlice value(String name) {
        int place = place(name);
        return place < 0 || values[place].isNull() ? null : values[place];
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
