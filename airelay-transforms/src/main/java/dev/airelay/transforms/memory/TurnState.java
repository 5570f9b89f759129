package dev.airelay.transforms.memory;

import java.util.List;

/**
 * The present state of a turn, to be stored.
 *
 * @param status the response's status, for example {@code completed}
 * @param createdEpochSeconds the response's own time of creation
 * @param response the response object that the client sees, as UTF-8 JSON; must not be changed. Empty for a turn that can
 *     only be added to a conversation
 * @param output the finished output items with everything that the next turn needs, which may be more than the client sees
 */
@SuppressWarnings("ArrayRecordComponent") // Responses are megabytes large, and turns are not compared.
public record TurnState(String status, long createdEpochSeconds, byte[] response, List<HistoryItem> output) {

    /** Copies the list of items. */
    public TurnState {
        output = List.copyOf(output);
    }
}
