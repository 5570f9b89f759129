package dev.airelay.transforms;

import dev.airelay.transforms.parameter.ParameterTable;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * One client-facing generation API: how its requests become an upstream request and how the upstream's events become
 * its replies.
 *
 * <p>Implementations are stateless and safe for concurrent use.
 */
public interface Dialect {

    /** Returns the dialect's short name, for example {@code chat}. */
    String name();

    /** Returns what happens to each of the dialect's request members; the translator is driven by this table. */
    ParameterTable parameters();

    /**
     * Returns the client's name of a request member that the upstream names in an error: the error is about the client's
     * request, which the upstream has never seen.
     *
     * @param upstreamName path of a member of the upstream request
     * @return what it was made from; the same name where the dialect has no other
     */
    default String clientName(String upstreamName) {
        return upstreamName;
    }

    /**
     * Returns the ids of the uploaded files that a request may refer to, so that the caller can load them into
     * {@link TranslationContext#files} first. Never throws: what is wrong with the body, {@link #translate} tells.
     *
     * @param body the client's request; not modified
     */
    default Set<String> uploadedFiles(ObjectNode body) {
        return Set.of();
    }

    /**
     * Returns what a request refers to in the relay's own memory, so that the caller can look it up for
     * {@link TranslationContext#history} first. Never throws, like {@link #uploadedFiles}.
     *
     * @param body the client's request; not modified
     */
    default References references(ObjectNode body) {
        return References.none();
    }

    /**
     * Translates one request.
     *
     * @param body the client's request; not modified and not kept
     * @param context what the translation may depend on besides the body
     * @throws RequestRejected when the request is invalid or asks for what cannot be done
     */
    Translation translate(ObjectNode body, TranslationContext context);
}
