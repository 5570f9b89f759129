package dev.airelay.store.response;

import java.time.Instant;
import java.util.Optional;

/**
 * The facts about a response that the store knows without parsing it.
 *
 * @param id letters, digits, {@code _} and {@code -}, at most 128
 * @param createdAt as in the response
 * @param status as in the response
 * @param background whether it was requested in the background
 * @param previousResponseId the response that it continues
 * @param conversationId the conversation that it belongs to
 */
public record ResponseHead(
        String id,
        Instant createdAt,
        String status,
        boolean background,
        Optional<String> previousResponseId,
        Optional<String> conversationId) {
    ResponseHead withStatus(String next) {
        return new ResponseHead(id, createdAt, next, background, previousResponseId, conversationId);
    }
}
