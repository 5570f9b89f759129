package dev.airelay.transforms;

import java.util.List;

/**
 * A client request as the upstream will see it, and how to answer it.
 *
 * @param request what to send upstream
 * @param stream whether the client asked for a stream
 * @param ignoredParameters names of request members that were dropped, in table order, to be disclosed to the client
 * @param emulatedParameters names of request members that the relay honours itself, to be disclosed
 * @param reply makes the encoders for the answer
 */
public record Translation(
        CodexRequest request,
        boolean stream,
        List<String> ignoredParameters,
        List<String> emulatedParameters,
        Reply reply) {

    /** Copies the lists. */
    public Translation {
        ignoredParameters = List.copyOf(ignoredParameters);
        emulatedParameters = List.copyOf(emulatedParameters);
    }
}
