package dev.airelay.transforms.memory;

import dev.airelay.transforms.spi.StreamEncoder;
import java.util.List;
import java.util.Optional;

/**
 * What a request says of the relay's own memory: what its response is to be kept under, and what it follows.
 *
 * @param responseId id of the response, in every event and in the object
 * @param kept whether the response is to be kept, so that it can be fetched and followed
 * @param background whether the client waits for the response only in name: it is answered at once with the turn's state
 *     after {@link StreamEncoder#announce}, and fetches the rest
 * @param previousResponseId the response that this one follows
 * @param conversationId the conversation to which input and output are to be added, also when the response is not kept
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
