package dev.airelay.store;

/**
 * Where in a response's events to read.
 *
 * @param after the sequence number of the event before; -1 for the first event
 * @param offset where in the log to look, as a read before told; 0 to look for the event
 */
public record EventPlace(long after, long offset) {

    /** Behind the event with this sequence number; before the first one for -1. */
    public static EventPlace after(long sequenceNumber) {
        return new EventPlace(sequenceNumber, 0);
    }
}
