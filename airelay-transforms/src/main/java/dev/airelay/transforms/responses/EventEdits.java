package dev.airelay.transforms.responses;

import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import java.util.Arrays;

/** What to change in one event: members set, filled in where absent, or dropped. Reused from event to event. */
final class EventEdits {

    private enum Kind {
        SET,
        FILL,
        DROP
    }

    private static final int MAX_EDITS = 16;

    private final JsonName[] names = new JsonName[MAX_EDITS];
    private final Kind[] kinds = new Kind[MAX_EDITS];
    private final int[] ends = new int[MAX_EDITS];
    private final boolean[] met = new boolean[MAX_EDITS];
    private final JsonBuffer values = new JsonBuffer();
    private int count;

    /** Forgets all edits. */
    void clear() {
        count = 0;
        values.clear();
    }

    /** Begins the edit that gives a member another value; the caller appends that value. */
    JsonBuffer set(JsonName name) {
        return add(name, Kind.SET);
    }

    /** Begins the edit that gives a member a value where it has none; the caller appends that value. */
    JsonBuffer fill(JsonName name) {
        return add(name, Kind.FILL);
    }

    /** Leaves a member out. */
    void drop(JsonName name) {
        add(name, Kind.DROP);
    }

    private JsonBuffer add(JsonName name, Kind kind) {
        close();
        names[count] = name;
        kinds[count] = kind;
        count++;
        return values;
    }

    private void close() {
        if (count > 0) {
            ends[count - 1] = values.length();
        }
    }

    /** Writes the edited object. */
    void apply(JsonMembers members, JsonBuffer to) {
        close();
        Arrays.fill(met, false);
        to.raw('{');
        int start = to.length();
        for (int i = 0; i < members.count(); i++) {
            int edit = find(members, i);
            if (edit < 0) {
                comma(to, start);
                members.copy(i, to);
            } else if (!met[edit]) {
                met[edit] = true;
                replace(members, i, edit, to, start);
            }
        }
        append(to, start);
        to.raw('}');
    }

    private void replace(JsonMembers members, int member, int edit, JsonBuffer to, int start) {
        switch (kinds[edit]) {
            case SET -> value(edit, to, start);
            case FILL -> {
                if (members.value(names[edit]) == null) {
                    value(edit, to, start);
                } else {
                    comma(to, start);
                    members.copy(member, to);
                }
            }
            case DROP -> {
                // Left out.
            }
        }
    }

    private void append(JsonBuffer to, int start) {
        for (int edit = 0; edit < count; edit++) {
            if (!met[edit] && kinds[edit] != Kind.DROP) {
                value(edit, to, start);
            }
        }
    }

    private void value(int edit, JsonBuffer to, int start) {
        comma(to, start);
        to.name(names[edit]).raw(values, edit == 0 ? 0 : ends[edit - 1], ends[edit]);
    }

    private static void comma(JsonBuffer to, int start) {
        if (to.length() > start) {
            to.raw(',');
        }
    }

    private int find(JsonMembers members, int member) {
        for (int edit = 0; edit < count; edit++) {
            if (members.named(member, names[edit])) {
                return edit;
            }
        }
        return -1;
    }
}
