package dev.airelay.transforms.spi;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.parameter.ParameterTable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One client-facing generation API: how its requests become an upstream request and how the upstream's events become
 * its replies.
 *
 * <p>Implementations are stateless and safe for concurrent use.
 */
public interface Dialect extends RequestReferences {

    /** Returns the dialect's short name, for example {@code chat}. */
    String name();

    /** Returns what happens to each of the dialect's request members; the translator is driven by this table. */
    ParameterTable parameters();

    /** Returns the form in which the API reports failures. */
    ErrorShape errors();

    /**
     * Translates one request.
     *
     * @param body the client's request; not modified and not kept
     * @param context what the translation may depend on besides the body
     * @throws RequestRejected when the request is invalid or asks for what cannot be done
     */
    Translation translate(ObjectNode body, TranslationContext context);
}
