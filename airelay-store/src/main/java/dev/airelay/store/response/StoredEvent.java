package dev.airelay.store.response;

/**
 * One event of a response's stream. The bytes belong to the record and must not be changed.
 *
 * @param sequenceNumber grows within a response
 * @param bytes as they are to be sent; never looked into
 */
public record StoredEvent(long sequenceNumber, byte[] bytes) {}
