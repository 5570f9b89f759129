package dev.airelay.emulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the scripts of a request: those of the options, then those queued for it, then those of its headers, then
 * those of its prompt. Safe for concurrent use.
 */
final class ScriptSources {
    static final String HEADER = "x-emulator-script";
    private static final Set<String> BACKEND =
            Set.of(ResponsesEndpoint.TARGET, CompactEndpoint.TARGET, "models", "usage");
    private static final Set<String> TARGETS =
            Stream.concat(BACKEND.stream(), LoginTarget.NAMES.stream()).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> EITHER =
            Set.of(LoginTarget.EXCHANGE.scriptName(), LoginTarget.REFRESH.scriptName());
    private static final int MAX_COUNTED = 10_000;

    private final List<ScriptCall> always;
    private final Deque<List<ScriptCall>> queued = new ArrayDeque<>();
    private final Map<String, Integer> played = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_COUNTED;
        }
    };

    ScriptSources(String always) {
        this.always = checked(ScriptSyntax.parse(always));
    }

    /** Queues scripts for the next request they are meant for. Throws when they are not known. */
    void queue(String scripts) {
        List<ScriptCall> calls = checked(ScriptSyntax.parse(scripts));
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("the text to queue must name at least one script, was blank");
        }
        synchronized (queued) {
            queued.add(calls);
        }
    }

    void clearQueue() {
        synchronized (queued) {
            queued.clear();
        }
    }

    /** The scripts of a request to {@code target} that has no prompt; those of the queue are taken from it. */
    List<ScriptCall> of(IncomingRequest request, String target) {
        return of(request, target, "", false);
    }

    /**
     * The scripts of a request to {@code target} with that prompt; those of the queue are taken from it.
     *
     * @param answered whether a tool's output follows the prompt. Its scripts then count if they say how many times, and
     *     else not again
     */
    List<ScriptCall> of(IncomingRequest request, String target, String prompt, boolean answered) {
        List<ScriptCall> calls = new ArrayList<>();
        always.stream().filter(call -> isFor(call, target)).forEach(calls::add);
        takeQueued(target).ifPresent(calls::addAll);
        List<ScriptCall> own = new ArrayList<>();
        request.headers().getAll(HEADER).forEach(value -> own.addAll(ScriptSyntax.parse(value)));
        ScriptSyntax.inPrompt(prompt).stream()
                .filter(call -> !answered || call.has(ScriptTable.TIMES))
                .forEach(own::add);
        checked(own).stream()
                .filter(call -> !call.has(ScriptTable.ON) || isFor(call, target))
                .forEach(calls::add);
        calls.forEach(call -> requireMeantFor(call, target));
        return calls.stream().filter(call -> isDue(call, prompt)).toList();
    }

    private Optional<List<ScriptCall>> takeQueued(String target) {
        synchronized (queued) {
            Optional<List<ScriptCall>> next = queued.stream()
                    .filter(calls -> calls.stream().allMatch(call -> isFor(call, target)))
                    .findFirst();
            next.ifPresent(queued::remove);
            return next;
        }
    }

    private boolean isDue(ScriptCall call, String prompt) {
        if (!call.has(ScriptTable.TIMES)) {
            return true;
        }
        synchronized (played) {
            return played.merge(call + "\n" + prompt, 1, Integer::sum) <= call.number(ScriptTable.TIMES, 1);
        }
    }

    private static boolean isFor(ScriptCall call, String target) {
        String meant = target(call);
        return meant.equals(target) || (meant.equals(LoginTarget.EITHER) && EITHER.contains(target));
    }

    private static String target(ScriptCall call) {
        return call.oneOf(ScriptTable.ON, ScriptTable.of(call).target(), TARGETS);
    }

    private static void requireMeantFor(ScriptCall call, String target) {
        Script.Effect effect = ScriptTable.of(call).effect();
        boolean ofBackend = BACKEND.contains(target);
        if (ofBackend ? effect instanceof Script.LoginShape : effect instanceof Script.Shape) {
            throw new IllegalArgumentException("the script " + call.name() + " is "
                    + (ofBackend ? "for the login issuer" : "for turns") + ", not for " + target);
        }
    }

    private static List<ScriptCall> checked(List<ScriptCall> calls) {
        for (ScriptCall call : calls) {
            String target = target(call);
            if (call.has(ScriptTable.ON)) {
                requireMeantFor(call, target);
            }
        }
        return List.copyOf(calls);
    }
}
