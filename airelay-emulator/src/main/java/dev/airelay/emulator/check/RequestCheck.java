package dev.airelay.emulator.check;

import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.TurnRequest;

/** One family of rules a generation request must keep. */
@FunctionalInterface
interface RequestCheck {
    /**
     * Returns when the request keeps the rules.
     *
     * @throws RefusedException with the answer the backend gives otherwise
     */
    void check(TurnRequest request) throws RefusedException;
}
