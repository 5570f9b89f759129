package dev.airelay.store.frame;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param after the page starts behind the element with this id, in the wanted order; null: at the beginning
 * @param limit at most this many elements, at least 1
 * @param order of the whole list
 */
public record PageRequest(@Nullable String after, int limit, Order order) {
    /** Refuses a limit below 1. */
    public PageRequest {
        Limits.positive("limit", limit);
    }
}
