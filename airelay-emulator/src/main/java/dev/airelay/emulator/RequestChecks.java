package dev.airelay.emulator;

import java.util.List;

/** All families of rules for a generation request, in the order they are applied: the first broken one answers. */
final class RequestChecks implements RequestCheck {
    private final Credentials credentials;
    private final List<RequestCheck> checks;

    RequestChecks(CheckOptions options, Credentials credentials, ModelCatalogue catalogue) {
        this.credentials = credentials;
        this.checks = List.of(
                new ParameterCheck(),
                new BasicsCheck(options.refuseAbsentInstructions()),
                new ModelCheck(catalogue),
                new ToolCheck(options.promoteOmittedStrict()),
                new ToolChoiceCheck(),
                new InputItemCheck(),
                new ContentCheck(),
                new CallPairingCheck(),
                new TextFormatCheck());
    }

    /** Who may ask at all; applied before the body is read. */
    Credentials credentials() {
        return credentials;
    }

    @Override
    public void check(TurnRequest request) throws RefusedException {
        for (RequestCheck check : checks) {
            check.check(request);
        }
    }
}
