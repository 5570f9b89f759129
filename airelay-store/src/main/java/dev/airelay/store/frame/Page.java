package dev.airelay.store.frame;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param elements in the requested order
 * @param hasMore whether the list continues after them
 */
public record Page<T>(List<T> elements, boolean hasMore) {
    /** Copies the elements. */
    public Page {
        elements = List.copyOf(elements);
    }

    /** Reads no more than the page and one element after it. */
    public static <T> Page<T> of(Iterator<T> list, int limit) {
        List<T> elements = new ArrayList<>();
        while (elements.size() < limit && list.hasNext()) {
            elements.add(list.next());
        }
        return new Page<>(elements, list.hasNext());
    }

    /** Returns a page of a list in memory, which is oldest first. */
    public static <T> Page<T> of(List<T> oldestFirst, PageRequest request, Function<T, String> id) {
        boolean ascending = request.order() == Order.ASCENDING;
        List<T> ordered = ascending ? oldestFirst : reversed(oldestFirst);
        int start = 0;
        if (request.after() != null) {
            start = 1 + position(ordered, request.after(), id);
        }
        return of(ordered.listIterator(start), request.limit());
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return copy;
    }

    private static <T> int position(List<T> list, String wanted, Function<T, String> id) {
        for (int i = 0; i < list.size(); i++) {
            if (id.apply(list.get(i)).equals(wanted)) {
                return i;
            }
        }
        throw unknownCursor(wanted);
    }

    /** Returns the failure of a request that names an item outside the list. */
    public static StoreException unknownCursor(String id) {
        return new StoreException(
                StoreFailure.UNKNOWN_CURSOR,
                "after must be the id of an item in this list, was '" + id + "'. Use the last id of the previous page");
    }
}
