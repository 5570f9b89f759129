package dev.airelay.transforms.memory;

import dev.airelay.transforms.spi.Dialect;
import java.util.List;
import java.util.Optional;

/**
 * What a request refers to in the relay's own memory, to be looked up for its {@link History}. Uploaded files are told by
 * {@link Dialect#uploadedFiles}.
 *
 * @param previousResponseId the response that the request follows; its whole chain is wanted
 * @param conversationId the conversation that the request goes on with
 * @param itemIds ids of single items, one for each reference
 */
public record References(Optional<String> previousResponseId, Optional<String> conversationId, List<String> itemIds) {

    /** Copies the ids. */
    public References {
        itemIds = List.copyOf(itemIds);
    }

    /** Returns references to nothing. */
    public static References none() {
        return new References(Optional.empty(), Optional.empty(), List.of());
    }

    /** Returns what is still to be looked up when these turns are known. */
    public References without(History known) {
        return new References(previousResponseId.filter(id -> known.before(id).isEmpty()), conversationId, itemIds);
    }

    /** Returns whether there is nothing to look up. */
    public boolean isEmpty() {
        return previousResponseId.isEmpty() && conversationId.isEmpty() && itemIds.isEmpty();
    }
}
