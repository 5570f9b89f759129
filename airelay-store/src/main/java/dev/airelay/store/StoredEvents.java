package dev.airelay.store;

import java.util.List;

/**
 * Events that were read together.
 *
 * @param events in order
 * @param next where those behind them are, also when they do not exist yet
 */
public record StoredEvents(List<StoredEvent> events, EventPlace next) {

    /** Copies the list. */
    public StoredEvents {
        events = List.copyOf(events);
    }
}
