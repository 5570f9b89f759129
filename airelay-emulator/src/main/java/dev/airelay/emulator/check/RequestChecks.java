package dev.airelay.emulator.check;

import dev.airelay.emulator.api.CheckOptions;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.List;

/** All families of rules for a request about a turn, in the order they are applied: the first broken one answers. */
public final class RequestChecks implements RequestCheck {
    private final Credentials credentials;
    private final List<RequestCheck> checks;

    private RequestChecks(Credentials credentials, List<RequestCheck> checks) {
        this.credentials = credentials;
        this.checks = checks;
    }

    /** The rules for a generation. */
    public static RequestChecks ofTurns(CheckOptions options, Credentials credentials, ModelCatalog catalog) {
        return new RequestChecks(
                credentials,
                List.of(
                        new ParameterCheck(),
                        new BasicsCheck(options.refuseAbsentInstructions()),
                        new ModelCheck(catalog),
                        new ToolCheck(options.promoteOmittedStrict()),
                        new ToolChoiceCheck(),
                        new InputItemCheck(),
                        new ContentCheck(),
                        new CallPairingCheck(),
                        new TextFormatCheck()));
    }

    /** The rules for a compaction. */
    public static RequestChecks ofCompactions(CheckOptions options, Credentials credentials, ModelCatalog catalog) {
        return new RequestChecks(
                credentials,
                List.of(
                        new CompactionCheck(),
                        new ModelCheck(catalog),
                        new ToolCheck(options.promoteOmittedStrict()),
                        new InputItemCheck(),
                        new ContentCheck(),
                        new CallPairingCheck(),
                        new TextFormatCheck()));
    }

    /** Who may ask at all; applied before the body is read. */
    public Credentials credentials() {
        return credentials;
    }

    @Override
    public void check(TurnRequest request) throws RefusedException {
        for (RequestCheck check : checks) {
            check.check(request);
        }
    }
}
