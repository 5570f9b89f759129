package dev.airelay.transforms.spi;

import dev.airelay.transforms.memory.LocalTurn;
import java.util.List;
import java.util.Optional;

/**
 * A client request in the upstream's form, and its reply.
 *
 * <p>Most requests become one upstream call. One with several choices or prompts becomes several calls, to be run
 * concurrently; {@link Reply#streamEncoders} and {@link Reply#merge} create one response from them. One that needs no
 * model
 * becomes none: {@link Reply#merge} creates its response from an empty list.
 *
 * @param requests the upstream requests, one call each; empty if the relay responds itself
 * @param stream whether the client requested a stream
 * @param ignoredParameters names of request members that were dropped, in table order, to be disclosed to the client
 * @param emulatedParameters names of request members that the relay honors itself, to be disclosed
 * @param reply creates the encoders for the response
 * @param turn the part of the request about the relay's own store; empty for dialects without one
 * @param failures rewords upstream failures for the client
 */
public record Translation(
        List<CodexRequest> requests,
        boolean stream,
        List<String> ignoredParameters,
        List<String> emulatedParameters,
        Reply reply,
        Optional<LocalTurn> turn,
        FailureTranslator failures)
        implements Translator.Translated {

    /** Copies the lists. */
    public Translation {
        requests = List.copyOf(requests);
        ignoredParameters = List.copyOf(ignoredParameters);
        emulatedParameters = List.copyOf(emulatedParameters);
    }

    /** Creates the translation of a request that becomes one upstream call, for a dialect without stored turns. */
    public Translation(
            CodexRequest request,
            boolean stream,
            List<String> ignoredParameters,
            List<String> emulatedParameters,
            Reply reply,
            FailureTranslator failures) {
        this(List.of(request), stream, ignoredParameters, emulatedParameters, reply, Optional.empty(), failures);
    }

    /** Returns the first request, which is the only one unless the client requested several choices; there must be one. */
    public CodexRequest request() {
        return requests.get(0);
    }
}
