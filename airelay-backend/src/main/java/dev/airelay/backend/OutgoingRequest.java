package dev.airelay.backend;

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

    static OutgoingRequest get(String path) {
        return new OutgoingRequest(path, null, null);
    }
}
