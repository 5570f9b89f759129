package dev.airelay.emulator.issuer;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.fault.FaultContext;
import dev.airelay.emulator.fault.ResponseEffect;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import dev.airelay.emulator.script.ScriptCall;
import dev.airelay.emulator.script.ScriptSources;
import dev.airelay.emulator.script.ScriptTarget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets scripts change the behavior of the login server. A script that replaces the response by an error, an interruption or
 * silence also prevents the operation, as a network failure before it would; {@code lost} drops the response after the
 * operation.
 */
public final class LoginStage {
    /** One operation of the login server, such as a refresh. Called on event loops, from several at once. */
    @FunctionalInterface
    interface Step {
        /**
         * Performs the operation and returns its response.
         *
         * @throws RefusedException when the request is answered with an error
         */
        ScriptedResponse answer(LoginRequest request, LoginOverrides overrides) throws RefusedException;
    }

    private final ScriptSources scripts;
    private final IssuerCounters counters;
    private final InstantSource clock;

    /** A stage that plays those scripts and counts the requests. */
    public LoginStage(ScriptSources scripts, IssuerCounters counters, InstantSource clock) {
        this.scripts = scripts;
        this.counters = counters;
        this.clock = clock;
    }

    ScriptedResponse play(ScriptTarget target, LoginRequest request, Step step) throws RefusedException {
        counters.request(target);
        try {
            return scripted(scripts.of(request.http(), target), request, step);
        } catch (IllegalArgumentException unreadable) {
            throw new RefusedException(Refusal.script(unreadable));
        }
    }

    private ScriptedResponse scripted(List<ScriptCall> calls, LoginRequest request, Step step) throws RefusedException {
        LoginOverrides overrides = new LoginOverrides();
        for (ScriptCall call : calls) {
            if (scripts.effect(call) instanceof LoginEffect effect) {
                effect.apply(overrides, call);
            }
        }
        ScriptedResponse nothing = ScriptedResponse.json(200, Json.object(), Transport.paced(Duration.ZERO));
        ScriptedResponse instead = faults(nothing, calls, request);
        if (instead.body() != nothing.body()
                || stopsBeforeHead(instead.transport().stop())) {
            return instead;
        }
        @Nullable ScriptedResponse refusal = overrides.refusal();
        ScriptedResponse answer = faults(refusal == null ? step.answer(request, overrides) : refusal, calls, request);
        Transport.@Nullable Stop lost = overrides.lost();
        return lost == null ? answer : answer.withTransport(answer.transport().withStop(lost));
    }

    private ScriptedResponse faults(ScriptedResponse response, List<ScriptCall> calls, LoginRequest request) {
        FaultContext context = FaultContext.ofLogin(request.http(), clock);
        ScriptedResponse changed = response;
        for (ScriptCall call : calls) {
            if (scripts.effect(call) instanceof ResponseEffect fault) {
                changed = fault.apply(changed, call, context);
            }
        }
        return changed;
    }

    private static boolean stopsBeforeHead(Transport.Stop stop) {
        return stop.manner() != Transport.Manner.NONE && stop.place() == Transport.Place.HEAD;
    }
}
