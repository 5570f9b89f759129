package dev.airelay.transforms.spi;

import dev.airelay.transforms.memory.References;
import java.util.List;
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
     * {@link TranslationContext#files} first. An id stands there once for each reference, because the content takes its place
     * each time.
     *
     * @param body the client's request; not modified
     */
    default List<String> uploadedFiles(ObjectNode body) {
        return List.of();
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
