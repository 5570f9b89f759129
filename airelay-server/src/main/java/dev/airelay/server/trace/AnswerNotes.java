package dev.airelay.server.trace;

import dev.airelay.traffic.record.ModelAnswer;
import dev.airelay.traffic.record.Outcome;
import dev.airelay.traffic.record.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The facts about a response, collected while it is generated, from one upstream call or several. Not thread-safe. */
final class AnswerNotes {
    private final List<Supplier<ModelAnswer>> parts = new ArrayList<>(1);
    private List<String> ignored = List.of();
    private @Nullable String model;
    private @Nullable String streamError;

    void ignored(List<String> parameters) {
        ignored = parameters;
    }

    /** Returns the parameters that had no effect. */
    List<String> ignored() {
        return ignored;
    }

    /** Records the requested model, until its response says more. */
    void asks(String asked) {
        model = asked;
        parts.clear();
    }

    /**
     * Adds the facts at the end of one upstream call, which are evaluated when they are logged. The usage of several calls
     * is summed.
     */
    void add(Supplier<ModelAnswer> part) {
        // A retried call may have failed in its stream before.
        streamError = null;
        parts.add(part);
    }

    /** Returns whether a call has ended successfully. */
    boolean answered() {
        return !parts.isEmpty();
    }

    /** Records that a stream ends with an error. */
    void streamError(String code) {
        streamError = code;
    }

    /** Returns the present facts, to be assembled later by another thread. */
    Supplier<Outcome> outcome() {
        List<Supplier<ModelAnswer>> ended = List.copyOf(parts);
        List<String> dropped = ignored;
        String asked = model;
        String error = streamError;
        return () -> new Outcome(answer(asked, ended), dropped, error);
    }

    /** Returns the combined facts; null if no model was called. */
    private static @Nullable ModelAnswer answer(@Nullable String asked, List<Supplier<ModelAnswer>> parts) {
        ModelAnswer answer = asked == null ? null : new ModelAnswer(null, null, asked, null);
        for (Supplier<ModelAnswer> part : parts) {
            answer = both(answer, part.get());
        }
        return answer;
    }

    private static ModelAnswer both(@Nullable ModelAnswer before, ModelAnswer part) {
        String model = part.model() == null && before != null ? before.model() : part.model();
        TokenUsage cost = before == null ? null : before.usage();
        return cost == null
                ? new ModelAnswer(part.id(), part.object(), model, part.usage())
                : new ModelAnswer(null, part.object(), model, sum(cost, part.usage()));
    }

    private static TokenUsage sum(TokenUsage one, @Nullable TokenUsage other) {
        return other == null
                ? one
                : new TokenUsage(
                        one.input() + other.input(),
                        one.cached() + other.cached(),
                        one.output() + other.output(),
                        one.reasoning() + other.reasoning(),
                        one.total() + other.total());
    }
}
