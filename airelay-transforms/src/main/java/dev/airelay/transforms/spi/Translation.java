package dev.airelay.transforms.spi;

import dev.airelay.transforms.memory.LocalTurn;
import java.util.List;
import java.util.Optional;

/**
 * A client request as the upstream will see it, and how to answer it.
 *
 * <p>Most requests become one upstream call. One that asks for several choices, or has several prompts, becomes as many
 * calls, to be run side by side; {@link Reply#streamEncoders} and {@link Reply#merge} make one answer of theirs. One that
 * needs no model becomes none: its answer is what {@link Reply#merge} makes of nothing.
 *
 * @param requests what to send upstream, one call each; empty when the relay answers by itself
 * @param stream whether the client asked for a stream
 * @param ignoredParameters names of request members that were dropped, in table order, to be disclosed to the client
 * @param emulatedParameters names of request members that the relay honours itself, to be disclosed
 * @param reply makes the encoders for the answer
 * @param turn what the request says of the relay's own memory; empty for dialects that have none
 * @param failures words what the upstream says against the request
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

    /** Creates the translation of a request that becomes one upstream call, of a dialect without a memory. */
    public Translation(
            CodexRequest request,
            boolean stream,
            List<String> ignoredParameters,
            List<String> emulatedParameters,
            Reply reply,
            FailureTranslator failures) {
        this(List.of(request), stream, ignoredParameters, emulatedParameters, reply, Optional.empty(), failures);
    }

    /** Returns the first request, which is the only one unless the client asked for several choices; there must be one. */
    public CodexRequest request() {
        return requests.get(0);
    }
}
