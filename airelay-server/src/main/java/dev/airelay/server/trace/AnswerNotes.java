package dev.airelay.server.trace;

import dev.airelay.traffic.record.ModelAnswer;
import dev.airelay.traffic.record.Outcome;
import dev.airelay.traffic.record.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is heard of an answer while it is made, from one upstream call or several. Not thread-safe. */
final class AnswerNotes {
    private List<String> ignored = List.of();
    private @Nullable ModelAnswer answer;
    private @Nullable String streamError;

    void ignored(List<String> parameters) {
        ignored = parameters;
    }

    /** Notes which model is asked, until its answer says more. */
    void asks(String model) {
        answer = new ModelAnswer(null, null, model, null);
    }

    /** Notes what one upstream call says at its end. What several cost is added up. */
    void add(ModelAnswer part) {
        // A call that was repeated may have failed in its stream before.
        streamError = null;
        ModelAnswer before = answer;
        String model = part.model() == null && before != null ? before.model() : part.model();
        TokenUsage cost = before == null ? null : before.usage();
        answer = cost == null
                ? new ModelAnswer(part.id(), part.object(), model, part.usage())
                : new ModelAnswer(null, part.object(), model, sum(cost, part.usage()));
    }

    /** Notes that a stream ends with an error. */
    void streamError(String code) {
        streamError = code;
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

    /** Returns what the answer has cost; null when that is not known. */
    @Nullable
    ModelAnswer answer() {
        return answer;
    }

    Outcome outcome() {
        return new Outcome(answer, ignored, streamError);
    }
}
