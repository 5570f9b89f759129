package dev.airelay.emulator.script;

import dev.airelay.emulator.api.ScriptDescription;
import dev.airelay.emulator.api.ScriptDescription.Kind;
import dev.airelay.emulator.http.IncomingRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the scripts of a request: those of the options, then those queued for it, then those of its headers, then
 * those of its prompt. Safe for concurrent use.
 */
public final class ScriptSources {
    public static final String HEADER = "x-emulator-script";
    private static final int MAX_COUNTED = 10_000;

    private final ScriptTable table;
    private final List<ScriptCall> always;
    private final Deque<List<ScriptCall>> queued = new ArrayDeque<>();
    private final Map<String, Integer> played = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_COUNTED;
        }
    };

    /**
     * Sources of the scripts of a table.
     *
     * @param always the scripts of every request that they are meant for; unknown ones are refused
     */
    public ScriptSources(ScriptTable table, String always) {
        this.table = table;
        this.always = checked(ScriptSyntax.parse(always));
    }

    /** Queues scripts for the next request that they are meant for. Throws if they are unknown. */
    public void queue(String scripts) {
        List<ScriptCall> calls = checked(ScriptSyntax.parse(scripts));
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("the text to queue must name at least one script, was blank");
        }
        synchronized (queued) {
            queued.add(calls);
        }
    }

    /** Deletes the queued scripts. */
    public void clearQueue() {
        synchronized (queued) {
            queued.clear();
        }
    }

    /** Deletes the queued scripts, and the counts of scripts played a number of times. */
    public void clear() {
        clearQueue();
        synchronized (played) {
            played.clear();
        }
    }

    /** The scripts of a request to {@code target} that has no prompt; those of the queue are taken from it. */
    public List<ScriptCall> of(IncomingRequest request, ScriptTarget target) {
        return of(request, target, "", 0);
    }

    /**
     * The scripts of a request to {@code target} with that prompt; those of the queue are taken from it.
     *
     * @param round how many rounds of tool outputs follow the prompt. After the first, its scripts count only if they say
     *     how many times, or name the round
     */
    public List<ScriptCall> of(IncomingRequest request, ScriptTarget target, String prompt, int round) {
        List<ScriptCall> calls = new ArrayList<>();
        always.stream().filter(call -> isFor(call, target)).forEach(calls::add);
        takeQueued(target).ifPresent(calls::addAll);
        List<ScriptCall> own = new ArrayList<>();
        request.headers().getAll(HEADER).forEach(value -> own.addAll(ScriptSyntax.parse(value)));
        ScriptSyntax.inPrompt(prompt).stream()
                .filter(call -> call.isForRound(round))
                .forEach(own::add);
        checked(own).stream()
                .filter(call -> (!call.has(ScriptCall.ON) && !target.precedesTurns()) || isFor(call, target))
                .forEach(calls::add);
        calls.forEach(call -> requireMeantFor(call, target));
        return calls.stream().filter(call -> isDue(call, prompt)).toList();
    }

    private Optional<List<ScriptCall>> takeQueued(ScriptTarget target) {
        synchronized (queued) {
            Optional<List<ScriptCall>> next = queued.stream()
                    .filter(calls -> calls.stream().allMatch(call -> isFor(call, target)))
                    .findFirst();
            next.ifPresent(queued::remove);
            return next;
        }
    }

    private boolean isDue(ScriptCall call, String prompt) {
        if (!call.has(ScriptCall.TIMES)) {
            return true;
        }
        synchronized (played) {
            return played.merge(call + "\n" + prompt, 1, Integer::sum) <= call.number(ScriptCall.TIMES, 1);
        }
    }

    /** The description of every script. */
    public List<ScriptDescription> descriptions() {
        return table.descriptions();
    }

    /** Returns the effect of a call's script. */
    public Effect effect(ScriptCall call) {
        return table.of(call).effect();
    }

    private boolean isFor(ScriptCall call, ScriptTarget target) {
        return target(call).covers(target);
    }

    private ScriptTarget target(ScriptCall call) {
        return ScriptTarget.of(call, table.of(call).target());
    }

    private void requireMeantFor(ScriptCall call, ScriptTarget target) {
        Kind kind = table.of(call).description().kind();
        if (kind == (target.ofIssuer() ? Kind.ANSWER : Kind.LOGIN)) {
            throw new IllegalArgumentException("the script " + call.name() + " is "
                    + (target.ofIssuer() ? "for turns" : "for the login server") + ", not for " + target.scriptName());
        }
    }

    private List<ScriptCall> checked(List<ScriptCall> calls) {
        for (ScriptCall call : calls) {
            ScriptTarget target = target(call);
            if (call.has(ScriptCall.ON)) {
                requireMeantFor(call, target);
            }
        }
        return List.copyOf(calls);
    }
}
