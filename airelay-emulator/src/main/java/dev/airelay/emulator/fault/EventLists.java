package dev.airelay.emulator.fault;

import dev.airelay.emulator.http.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Cuts and searches lists of events. */
final class EventLists {
    private EventLists() {}

    /** The events up to and including delta number {@code count}; all but the terminal one when there are fewer. */
    static List<StreamEvent> untilDelta(List<StreamEvent> events, int count) {
        List<StreamEvent> begun = new ArrayList<>();
        int deltas = 0;
        for (StreamEvent event : events) {
            if (event.isTerminal() || (deltas >= count && event.isPartial())) {
                return begun;
            }
            begun.add(event);
            deltas += event.isPartial() ? 1 : 0;
            if (deltas == count && count > 0) {
                return begun;
            }
        }
        return begun;
    }

    /** The events without those that match. */
    static List<StreamEvent> without(List<StreamEvent> events, Predicate<StreamEvent> unwanted) {
        return events.stream().filter(unwanted.negate()).toList();
    }

    /** How many events precede delta number {@code deltas}, that delta included. */
    static int countUntilDelta(List<StreamEvent> events, int deltas) {
        return deltas == 0 ? 0 : untilDelta(events, deltas).size();
    }
}
