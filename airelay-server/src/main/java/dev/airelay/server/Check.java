package dev.airelay.server;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One step of a check-up.
 *
 * @param name stable, for programs
 * @param result the outcome
 * @param message the finding, one line without secrets
 * @param remedy how to fix it; empty if there is nothing to do
 * @param exit the exit status of a run that failed here; {@link ExitStatus#OK} unless the result is {@link Result#FAIL}
 */
public record Check(String name, Result result, String message, Optional<String> remedy, ExitStatus exit) {

    /** The outcome of a step. */
    public enum Result {
        /** As it should be. */
        PASS,
        /** Works, with a warning. */
        WARN,
        /** Does not work. */
        FAIL,
        /** Was not tried. */
        SKIP
    }

    /** Returns a successful step. */
    public static Check pass(String name, String message) {
        return new Check(name, Result.PASS, message, Optional.empty(), ExitStatus.OK);
    }

    /** Returns a step that works, with a warning. */
    public static Check warn(String name, String message, String remedy) {
        return new Check(name, Result.WARN, message, Optional.of(remedy), ExitStatus.OK);
    }

    /** Returns a step that failed. */
    public static Check fail(String name, String message, Optional<String> remedy, ExitStatus exit) {
        return new Check(name, Result.FAIL, message, remedy, exit);
    }

    /** Returns the same step with another remedy. */
    public Check withRemedy(String todo) {
        return new Check(name, result, message, Optional.of(todo), exit);
    }

    /** Returns the same step with its texts changed. */
    public Check worded(UnaryOperator<String> words) {
        return new Check(name, result, words.apply(message), remedy.map(words), exit);
    }

    /** Returns a skipped step, with the reason. */
    public static Check skip(String name, String why) {
        return new Check(name, Result.SKIP, why, Optional.empty(), ExitStatus.OK);
    }

    /** Returns whether the following steps can run. */
    public boolean passed() {
        return result == Result.PASS || result == Result.WARN;
    }
}
