package dev.airelay.transforms.memory;

import dev.airelay.transforms.spi.Dialect;
import java.util.List;
import java.util.Optional;

/**
 * The objects in the relay's store that a request refers to, to be looked up for its {@link History}. {@link
 * Dialect#uploadedFiles} returns uploaded files.
 *
 * @param previousResponseId the response that the request continues; its whole chain is needed
 * @param conversationId the conversation that the request continues
 * @param itemIds ids of single items, one for each reference
 */
public record References(Optional<String> previousResponseId, Optional<String> conversationId, List<String> itemIds) {

    /** Copies the ids. */
    public References {
        itemIds = List.copyOf(itemIds);
    }

    /** Returns no references. */
    public static References none() {
        return new References(Optional.empty(), Optional.empty(), List.of());
    }

    /** Returns the references that remain to be looked up when these turns are known. */
    public References without(History known) {
        return new References(previousResponseId.filter(id -> known.before(id).isEmpty()), conversationId, itemIds);
    }

    /** Returns whether there is nothing to look up. */
    public boolean isEmpty() {
        return previousResponseId.isEmpty() && conversationId.isEmpty() && itemIds.isEmpty();
    }
}
