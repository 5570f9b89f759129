package dev.airelay.store.response;

/**
 * A response without its items. The bytes belong to the record and must not be changed.
 *
 * @param head its index entry
 * @param json the response object as UTF-8
 */
public record ResponseObject(ResponseHead head, byte[] json) {}
