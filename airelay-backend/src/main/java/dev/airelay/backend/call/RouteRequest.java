package dev.airelay.backend.call;

import java.time.Duration;

/**
 * A request of a {@link BackendRoute}.
 *
 * @param route its route
 * @param contentType of the body
 * @param id names the request upstream; a fresh UUID
 * @param body not copied, must not be changed
 * @param patience how long to wait for the head of the response: an image takes minutes
 * @param maxBytes maximum size of the response's body
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies are megabytes large, and are not compared.
public record RouteRequest(
        BackendRoute route, String contentType, String id, byte[] body, Duration patience, int maxBytes) {

    HeadForm headForm() {
        return route == BackendRoute.TRANSCRIPTION ? HeadForm.bare(contentType) : HeadForm.image(id);
    }
}
