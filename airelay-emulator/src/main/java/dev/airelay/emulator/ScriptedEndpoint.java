package dev.airelay.emulator;

import java.time.InstantSource;
import java.util.List;

/** Lets scripts change the answers of a path that has no stream, such as the models list. */
final class ScriptedEndpoint implements Endpoint {
    private final Endpoint plain;
    private final String target;
    private final ScriptSources scripts;
    private final RateLimits limits;
    private final InstantSource clock;

    ScriptedEndpoint(Endpoint plain, String target, ScriptSources scripts, RateLimits limits, InstantSource clock) {
        this.plain = plain;
        this.target = target;
        this.scripts = scripts;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public Performance answer(IncomingRequest request) throws RefusedException {
        Performance performance = plain.answer(request);
        TurnRequest none = new TurnRequest(request, Json.object());
        Script.Stage stage =
                new Script.Stage(ResponseObject.of("", clock.instant().getEpochSecond(), none), limits);
        try {
            List<ScriptCall> calls = scripts.of(request, target);
            for (ScriptCall call : calls) {
                if (ScriptTable.of(call).effect() instanceof Script.Fault fault) {
                    performance = fault.apply(performance, call, stage);
                } else {
                    throw new IllegalArgumentException("the script " + call.name() + " needs a turn, not " + target);
                }
            }
        } catch (IllegalArgumentException unreadable) {
            throw new RefusedException(Refusal.script(unreadable));
        }
        return performance;
    }
}
