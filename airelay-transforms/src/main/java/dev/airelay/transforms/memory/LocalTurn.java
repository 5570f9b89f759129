package dev.airelay.transforms.memory;

import dev.airelay.transforms.spi.StreamEncoder;
import java.util.List;
import java.util.Optional;

/**
 * The part of a request about the relay's own store: whether and under which id its response is stored, and what it
 * continues.
 *
 * @param responseId id of the response, in every event and in the object
 * @param kept whether the response is to be stored, so that it can be retrieved and continued
 * @param background whether the response runs in the background: the client immediately gets the turn's state after {@link
 *     StreamEncoder#announce}, and retrieves the rest
 * @param previousResponseId the response that this one continues
 * @param conversationId the conversation to which input and output are added, even if the response is not stored
 * @param input the request's own items, without those of earlier turns; each has a fresh id
 */
public record LocalTurn(
        String responseId,
        boolean kept,
        boolean background,
        Optional<String> previousResponseId,
        Optional<String> conversationId,
        List<HistoryItem> input) {

    /** Copies the input. */
    public LocalTurn {
        input = List.copyOf(input);
    }
}
