package dev.airelay.backend;

import java.util.Optional;

/**
 * How one step on the way to an upstream went.
 *
 * @param hop which step
 * @param ok whether it succeeded
 * @param detail what was seen, one line, without secrets
 * @param mend what to do about it; empty when it succeeded
 */
public record HopResult(Hop hop, boolean ok, String detail, Optional<String> mend) {

    static HopResult passed(Hop hop, String detail) {
        return new HopResult(hop, true, detail, Optional.empty());
    }

    static HopResult failed(Hop hop, String detail, String mend) {
        return new HopResult(hop, false, detail, Optional.of(mend));
    }
}
