package dev.airelay.emulator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets scripts change what the issuer does. A script that puts an error, a cut or silence in the answer's place keeps the
 * issuer from doing anything, as a failure on the way to it would; {@code lost} breaks off after it was done.
 */
final class LoginStage {
    private final ScriptSources scripts;
    private final IssuerCounters counters;
    private final InstantSource clock;

    LoginStage(ScriptSources scripts, IssuerCounters counters, InstantSource clock) {
        this.scripts = scripts;
        this.counters = counters;
        this.clock = clock;
    }

    Performance play(LoginTarget target, LoginRequest request, LoginStep step) throws RefusedException {
        counters.request(target);
        try {
            return scripted(scripts.of(request.http(), target.scriptName()), request, step);
        } catch (IllegalArgumentException unreadable) {
            throw new RefusedException(Refusal.script(unreadable));
        }
    }

    private Performance scripted(List<ScriptCall> calls, LoginRequest request, LoginStep step) throws RefusedException {
        LoginWishes wishes = new LoginWishes();
        for (ScriptCall call : calls) {
            if (ScriptTable.of(call).effect() instanceof Script.LoginShape shape) {
                shape.change().accept(wishes, call);
            }
        }
        Performance nothing = Performance.json(200, Json.object(), Transport.paced(Duration.ZERO));
        Performance instead = faults(nothing, calls, request);
        if (instead.body() != nothing.body()
                || stopsBeforeHead(instead.transport().stop())) {
            return instead;
        }
        @Nullable Performance refusal = wishes.refusal();
        Performance answer = faults(refusal == null ? step.answer(request, wishes) : refusal, calls, request);
        Transport.@Nullable Stop lost = wishes.lost();
        return lost == null ? answer : answer.withTransport(answer.transport().withStop(lost));
    }

    private Performance faults(Performance performance, List<ScriptCall> calls, LoginRequest request) {
        Script.Stage stage = new Script.Stage(
                ResponseObject.of("", clock.instant().getEpochSecond(), new TurnRequest(request.http(), Json.object())),
                new RateLimits(clock));
        Performance changed = performance;
        for (ScriptCall call : calls) {
            if (ScriptTable.of(call).effect() instanceof Script.Fault fault) {
                changed = fault.apply(changed, call, stage);
            }
        }
        return changed;
    }

    private static boolean stopsBeforeHead(Transport.Stop stop) {
        return stop.manner() != Transport.Manner.NONE && stop.place() == Transport.Place.HEAD;
    }
}
