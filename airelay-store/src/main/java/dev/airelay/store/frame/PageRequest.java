package dev.airelay.store.frame;

import org.jspecify.annotations.Nullable;

/**
 * The part of a list that is requested.
 *
 * @param after the page starts after the element with this id, in the requested order; null: at the beginning
 * @param limit at most this many elements, at least 1
 * @param order of the whole list
 */
public record PageRequest(@Nullable String after, int limit, Order order) {
    /** Checks that the limit is at least 1. */
    public PageRequest {
        Limits.positive("limit", limit);
    }
}
