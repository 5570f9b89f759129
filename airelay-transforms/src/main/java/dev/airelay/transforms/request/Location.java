package dev.airelay.transforms.request;

import org.jspecify.annotations.Nullable;

/**
 * The place of a value in the client's request, in the form of OpenAI's errors, for example {@code
 * messages[2].content[0].type}. Cheap to create: the text is built only for an error.
 */
public final class Location {

    private static final Location ROOT = new Location(null, "");

    private final @Nullable Location parent;
    private final String step;

    private Location(@Nullable Location parent, String step) {
        this.parent = parent;
        this.step = step;
    }

    /** Returns the place of the whole body, whose text is empty. */
    public static Location root() {
        return ROOT;
    }

    /** Returns the place of a member of the object here. */
    public Location member(String name) {
        return new Location(this, this == ROOT ? name : "." + name);
    }

    /** Returns the place of an element of the array here, counted from 0. */
    public Location index(int index) {
        return new Location(this, "[" + index + "]");
    }

    @Override
    public String toString() {
        return parent == null ? step : parent + step;
    }
}
