package dev.airelay.store.response;

import java.util.List;

/**
 * Some events of a response.
 *
 * @param events in order
 * @param end where to continue reading
 */
public record EventPage(List<StoredEvent> events, Mark end) {

    /** Copies the list. */
    public EventPage {
        events = List.copyOf(events);
    }

    /**
     * A position between two events.
     *
     * @param after the sequence number of the event before it; -1 before the first
     * @param position where the next event begins in the log; 0 if it must be searched for
     */
    public record Mark(long after, long position) {

        /** Returns the position after the event with this sequence number; before the first for -1. */
        public static Mark behind(long sequenceNumber) {
            return new Mark(sequenceNumber, 0);
        }
    }
}
