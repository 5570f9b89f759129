package dev.airelay.store.response;

import dev.airelay.store.conversation.StoredItem;
import java.util.List;

/**
 * A response with the items that a request needs to continue it. The items are stored separately from the object, because
 * they may contain more than the client received, such as encrypted reasoning.
 *
 * @param object the response object
 * @param input the request's own items, in order; not those of earlier responses
 * @param output the output's items, in order
 */
public record StoredResponse(ResponseObject object, List<StoredItem> input, List<StoredItem> output) {
    /** Copies the lists. */
    public StoredResponse {
        input = List.copyOf(input);
        output = List.copyOf(output);
    }

    /** Returns the head of the response object. */
    public ResponseHead head() {
        return object.head();
    }

    /** Returns the size of its object and its items. */
    public long bytes() {
        return object.json().length + bytes(input) + bytes(output);
    }

    private static long bytes(List<StoredItem> items) {
        return items.stream()
                .mapToLong(item -> item.json().length + item.id().length())
                .sum();
    }
}
