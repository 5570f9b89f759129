package dev.airelay.emulator.turn;

import java.util.List;

/**
 * The answer of one turn.
 *
 * @param items the output items in order
 * @param announced whether some item's text says that this is an emulator
 */
public record Turn(List<OutputItem> items, boolean announced) {
    /** Copies the items. */
    public Turn {
        items = List.copyOf(items);
    }
}
