package dev.airelay.emulator.backend;

import dev.airelay.emulator.fault.FaultContext;
import dev.airelay.emulator.fault.ResponseEffect;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.script.ScriptCall;
import dev.airelay.emulator.script.ScriptSources;
import dev.airelay.emulator.script.ScriptTarget;
import dev.airelay.emulator.turn.RateLimits;
import java.time.InstantSource;
import java.util.List;

/** Lets scripts change the answers of a path that has no stream, such as the models list. */
public final class ScriptedEndpoint implements Endpoint {
    private final Endpoint plain;
    private final ScriptTarget target;
    private final ScriptSources scripts;
    private final RateLimits limits;
    private final InstantSource clock;

    /** An endpoint that responds like {@code plain} until scripts for {@code target} change the response. */
    public ScriptedEndpoint(
            Endpoint plain, ScriptTarget target, ScriptSources scripts, RateLimits limits, InstantSource clock) {
        this.plain = plain;
        this.target = target;
        this.scripts = scripts;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public ScriptedResponse answer(IncomingRequest request) throws RefusedException {
        ScriptedResponse response = plain.answer(request);
        FaultContext context = FaultContext.withoutTurn(request, clock.instant(), limits);
        try {
            List<ScriptCall> calls = scripts.of(request, target);
            for (ScriptCall call : calls) {
                if (scripts.effect(call) instanceof ResponseEffect fault) {
                    response = fault.apply(response, call, context);
                } else {
                    throw new IllegalArgumentException(
                            "the script " + call.name() + " needs a turn, not " + target.scriptName());
                }
            }
        } catch (IllegalArgumentException unreadable) {
            throw new RefusedException(Refusal.script(unreadable));
        }
        return response;
    }
}
