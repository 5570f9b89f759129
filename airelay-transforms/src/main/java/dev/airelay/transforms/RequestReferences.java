package dev.airelay.transforms;

import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells what requests refer to, so that it can be looked up before they are translated. It never throws: what is wrong with
 * a body, its translation tells.
 *
 * <p>Implementations are stateless and safe for concurrent use.
 */
public interface RequestReferences {

    /**
     * Returns the ids of the uploaded files that a request may refer to, so that the caller can load them into
     * {@link TranslationContext#files} first.
     *
     * @param body the client's request; not modified
     */
    default Set<String> uploadedFiles(ObjectNode body) {
        return Set.of();
    }

    /**
     * Returns what a request refers to in the relay's own memory, so that the caller can look it up for
     * {@link TranslationContext#history} first.
     *
     * @param body the client's request; not modified
     */
    default References references(ObjectNode body) {
        return References.none();
    }
}
