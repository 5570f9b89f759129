package dev.airelay.store.frame;

import java.util.regex.Pattern;

/** Ids that may be names of files: nothing that leaves a directory, and nothing that two file systems read apart. */
public final class EntryName {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");

    private EntryName() {}

    /** Whether an entry can have this id; a foreign id that is not safe is one the store does not know. */
    public static boolean isSafe(String id) {
        return SAFE.matcher(id).matches();
    }

    /** The id of a new entry. */
    public static String checked(String id) {
        if (!isSafe(id)) {
            throw new IllegalArgumentException("an id must be 1 to 128 letters, digits, '_' or '-', was '" + id + "'");
        }
        return id;
    }
}
