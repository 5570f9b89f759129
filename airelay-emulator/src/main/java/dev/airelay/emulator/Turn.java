package dev.airelay.emulator;

import java.util.List;

/**
 * What one turn answers.
 *
 * @param items the output items in order
 * @param announced whether some item's text says that this is an emulator
 */
record Turn(List<OutputItem> items, boolean announced) {
    Turn {
        items = List.copyOf(items);
    }
}
