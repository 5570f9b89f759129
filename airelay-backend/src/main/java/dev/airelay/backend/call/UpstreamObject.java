package dev.airelay.backend.call;

import dev.airelay.backend.connect.UpstreamHead;

/**
 * One JSON object as a response of the upstream.
 *
 * @param head the response's head, from which limits can be read
 * @param json the object as UTF-8 JSON, as received; must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Responses are megabytes large, and are not compared.
public record UpstreamObject(UpstreamHead head, byte[] json) {}
