package dev.airelay.backend.connect;

import java.util.Optional;

/**
 * The result of one step of connecting to an upstream.
 *
 * @param hop the step
 * @param ok whether it succeeded
 * @param detail the observation, one line, without secrets
 * @param remedy how to fix it; empty if it succeeded
 */
public record ConnectStepResult(ConnectStep hop, boolean ok, String detail, Optional<String> remedy) {

    static ConnectStepResult passed(ConnectStep hop, String detail) {
        return new ConnectStepResult(hop, true, detail, Optional.empty());
    }

    static ConnectStepResult failed(ConnectStep hop, String detail, String remedy) {
        return new ConnectStepResult(hop, false, detail, Optional.of(remedy));
    }
}
