package dev.airelay.store.response;

/**
 * One event of a response's stream. The record owns the bytes, which must not be changed.
 *
 * @param sequenceNumber grows within a response
 * @param bytes as sent; never parsed
 */
public record StoredEvent(long sequenceNumber, byte[] bytes) {}
