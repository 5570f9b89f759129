package dev.airelay.config;

import java.util.Locale;

/** Where the upstream session is kept. */
public enum AuthStorage {
    /** The operating system's keyring when it works, else the file. */
    AUTO,
    /** {@code auth.json} in the data directory. */
    FILE,
    /** The operating system's keyring only. */
    KEYRING;

    /** The name used in the file, the environment, flags and status objects. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
