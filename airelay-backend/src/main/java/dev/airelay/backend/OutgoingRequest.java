package dev.airelay.backend;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request before it has headers, so that it can be written again on another connection.
 *
 * @param path path and query
 * @param body JSON to POST, or null for a GET
 * @param sessionId the conversation, or null outside of one
 */
record OutgoingRequest(
        String path, byte @Nullable [] body, @Nullable String sessionId) {

    private static final int LONGEST_SESSION_ID = 256;

    /**
     * Returns a request that belongs to a conversation. The upstream's cache follows the header, so a key that no header can
     * hold is replaced by one derived from it: the same key gives the same conversation.
     */
    static OutgoingRequest post(String path, byte[] body, String sessionId) {
        return new OutgoingRequest(path, body, headerSafe(sessionId));
    }

    private static String headerSafe(String key) {
        boolean safe = !key.isBlank()
                && key.length() <= LONGEST_SESSION_ID
                && key.equals(key.strip())
                && key.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
        return safe
                ? key
                : UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }

    static OutgoingRequest get(String path) {
        return new OutgoingRequest(path, null, null);
    }
}
