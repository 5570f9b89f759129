package dev.airelay.store.response;

import java.util.List;

/**
 * Some events of a response.
 *
 * @param events in order
 * @param end where to read on
 */
public record EventPage(List<StoredEvent> events, Mark end) {

    /** Copies the list. */
    public EventPage {
        events = List.copyOf(events);
    }

    /**
     * A place between two events.
     *
     * @param after the sequence number of the event before it; -1 before the first
     * @param position where the event behind it begins in the log; 0 when that has to be searched for
     */
    public record Mark(long after, long position) {

        /** Returns the place behind the event of this sequence number; before the first for -1. */
        public static Mark behind(long sequenceNumber) {
            return new Mark(sequenceNumber, 0);
        }
    }
}
