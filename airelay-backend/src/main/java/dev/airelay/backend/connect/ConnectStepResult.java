package dev.airelay.backend.connect;

import java.util.Optional;

/**
 * How one step on the way to an upstream went.
 *
 * @param hop which step
 * @param ok whether it succeeded
 * @param detail what was seen, one line, without secrets
 * @param remedy what to do about it; empty when it succeeded
 */
public record ConnectStepResult(ConnectStep hop, boolean ok, String detail, Optional<String> remedy) {

    static ConnectStepResult passed(ConnectStep hop, String detail) {
        return new ConnectStepResult(hop, true, detail, Optional.empty());
    }

    static ConnectStepResult failed(ConnectStep hop, String detail, String remedy) {
        return new ConnectStepResult(hop, false, detail, Optional.of(remedy));
    }
}
