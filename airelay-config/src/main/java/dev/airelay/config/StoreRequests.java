package dev.airelay.config;

import java.util.Locale;

/** What becomes of requests that ask OpenAI to store their response. */
public enum StoreRequests {
    /** They are refused: nothing is ever stored upstream. */
    REJECT,
    /** The relay keeps the response itself, as it does without being asked. */
    LOCAL;

    /** The name used in the file, the environment and flags. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
