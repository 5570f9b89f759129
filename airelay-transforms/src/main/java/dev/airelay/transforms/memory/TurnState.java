package dev.airelay.transforms.memory;

import java.util.List;

/**
 * A turn as far as it has come, to be kept.
 *
 * @param status the response's status, for example {@code completed}
 * @param createdEpochSeconds when the response began, as it says itself
 * @param response the response object that the client sees, as UTF-8 JSON; must not be changed. Empty for a turn that can
 *     only be added to a conversation
 * @param output the finished output items with all that the next turn needs, more than the client may see
 */
@SuppressWarnings("ArrayRecordComponent") // Responses are megabytes long, and turns are not compared.
public record TurnState(String status, long createdEpochSeconds, byte[] response, List<HistoryItem> output) {

    /** Copies the list of items. */
    public TurnState {
        output = List.copyOf(output);
    }
}
