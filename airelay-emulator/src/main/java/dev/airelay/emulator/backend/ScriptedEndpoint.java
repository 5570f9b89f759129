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
import java.util.function.Function;

/** Lets scripts change the answers of a path that has no stream, such as the models list. */
public final class ScriptedEndpoint implements Endpoint {
    private final Endpoint plain;
    private final ScriptTarget target;
    private final Function<IncomingRequest, String> prompt;
    private final ScriptSources scripts;
    private final RateLimits limits;
    private final InstantSource clock;

    /** An endpoint that responds like {@code plain} until scripts for {@code target} change the response. */
    public ScriptedEndpoint(
            Endpoint plain, ScriptTarget target, ScriptSources scripts, RateLimits limits, InstantSource clock) {
        this(plain, target, request -> "", scripts, limits, clock);
    }

    /** An endpoint whose requests have a prompt, in which scripts may stand. */
    public ScriptedEndpoint(
            Endpoint plain,
            ScriptTarget target,
            Function<IncomingRequest, String> prompt,
            ScriptSources scripts,
            RateLimits limits,
            InstantSource clock) {
        this.prompt = prompt;
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
            List<ScriptCall> calls = scripts.of(request, target, prompt.apply(request), 0);
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
