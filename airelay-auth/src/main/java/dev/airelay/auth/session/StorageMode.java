package dev.airelay.auth.session;

import java.util.Locale;

/** Where the session is stored. */
public enum StorageMode {
    /** The operating system's keyring if it works, otherwise the file. */
    AUTO,
    /** {@code auth.json} in the data directory; the keyring is never touched. */
    FILE,
    /** The operating system's keyring only. */
    KEYRING;

    /** The name used in settings and status objects. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mode with this name.
     *
     * @throws IllegalArgumentException when there is none; the message lists the names
     */
    public static StorageMode named(String wireName) {
        for (StorageMode mode : values()) {
            if (mode.wireName().equals(wireName)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("auth.storage must be auto, file or keyring, was " + wireName);
    }
}
