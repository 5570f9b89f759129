package dev.airelay.store.conversation;

import java.time.Instant;

/**
 * A conversation without its items. The record owns the bytes, which must not be changed.
 *
 * @param id {@code conv_} and a random name
 * @param createdAt when it was created
 * @param updatedAt when it last changed
 * @param metadata one JSON object as UTF-8; never parsed
 */
public record Conversation(String id, Instant createdAt, Instant updatedAt, byte[] metadata) {}
