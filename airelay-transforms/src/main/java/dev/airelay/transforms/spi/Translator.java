package dev.airelay.transforms.spi;

import dev.airelay.transforms.memory.References;
import dev.airelay.transforms.parameter.ParameterTable;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Translates the JSON requests of one route, after their references have been looked up.
 *
 * <p>Implementations are stateless and safe for concurrent use.
 *
 * @param <T> the result of a translation
 */
public interface Translator<T extends Translator.Translated> {

    /** The common part of every route's translation. */
    interface Translated {

        /** Returns the requests to the upstream; empty if there is no call. */
        List<CodexRequest> requests();

        /** Returns the names of request members that were dropped, to be disclosed to the client. */
        List<String> ignoredParameters();

        /** Returns the names of members that the relay honors itself, to be disclosed. */
        List<String> emulatedParameters();
    }

    /** Returns the handling of each of the request's members; the documentation shows this table. */
    ParameterTable parameters();

    /** Returns the form in which the API reports failures. */
    default ErrorShape errors() {
        return ErrorShape.OPENAI;
    }

    /**
     * Returns the ids of the uploaded files that a request may refer to, so that the caller can load them into {@link
     * TranslationContext#files} first. An id occurs once for each reference, because the content replaces each of them.
     * Never throws: an invalid body is rejected by {@link #translate}.
     *
     * @param body the client's request; not modified
     */
    default List<String> uploadedFiles(ObjectNode body) {
        return List.of();
    }

    /**
     * Returns the references of a request to the relay's own store, so that the caller can look them up for {@link
     * TranslationContext#history} first. Never throws.
     *
     * @param body the client's request; not modified
     */
    default References references(ObjectNode body) {
        return References.none();
    }

    /**
     * Translates one request.
     *
     * @param body the client's request; neither modified nor retained
     * @param context the inputs besides the body
     * @throws dev.airelay.transforms.failure.RequestRejected if the request is invalid or cannot be fulfilled
     */
    T translate(ObjectNode body, TranslationContext context);

    /**
     * Translates one request from its JSON text, as {@link #translate(ObjectNode, TranslationContext)} does: for programs that do
     * not use Jackson 3 themselves. The caller limits the size of the text.
     *
     * @param body the request body, decompressed, in UTF-8
     * @throws dev.airelay.transforms.failure.RequestRejected when the body is not a JSON object, is invalid, or asks for something that cannot be done
     */
    default T translate(byte[] body, TranslationContext context) {
        return translate(RequestJson.unlimited().read(body), context);
    }
}
