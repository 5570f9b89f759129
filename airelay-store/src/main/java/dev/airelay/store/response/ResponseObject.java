package dev.airelay.store.response;

/**
 * A response without its items. The record owns the bytes, which must not be changed.
 *
 * @param head the facts about it
 * @param json the response object as UTF-8
 */
public record ResponseObject(ResponseHead head, byte[] json) {}
