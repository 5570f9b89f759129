package dev.airelay.store.frame;

import java.util.regex.Pattern;

/** Checks ids that become file names: nothing that leaves the directory, and nothing that file systems treat differently. */
public final class EntryName {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");

    private EntryName() {}

    /** Whether an entry can have this id; no entry has an unsafe id. */
    public static boolean isSafe(String id) {
        return SAFE.matcher(id).matches();
    }

    /** Returns the id of a new entry. */
    public static String checked(String id) {
        if (!isSafe(id)) {
            throw new IllegalArgumentException("an id must be 1 to 128 letters, digits, '_' or '-', was '" + id + "'");
        }
        return id;
    }
}
