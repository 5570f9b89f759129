package dev.airelay.server;

import java.util.Optional;

/**
 * One step of a check-up.
 *
 * @param name stable, for programs
 * @param result how it went
 * @param message what was found, one line without secrets
 * @param remedy what to do about it; empty when there is nothing to do
 * @param exit how a run ends that failed here; {@link ExitStatus#OK} unless the result is {@link Result#FAIL}
 */
public record Check(String name, Result result, String message, Optional<String> remedy, ExitStatus exit) {

    /** How a step went. */
    public enum Result {
        /** As it should be. */
        PASS,
        /** Works, but should be looked at. */
        WARN,
        /** Does not work. */
        FAIL,
        /** Not tried. */
        SKIP
    }

    /** Returns a step that went well. */
    public static Check pass(String name, String message) {
        return new Check(name, Result.PASS, message, Optional.empty(), ExitStatus.OK);
    }

    /** Returns a step that works, with something to look at. */
    public static Check warn(String name, String message, String remedy) {
        return new Check(name, Result.WARN, message, Optional.of(remedy), ExitStatus.OK);
    }

    /** Returns a step that failed. */
    public static Check fail(String name, String message, Optional<String> remedy, ExitStatus exit) {
        return new Check(name, Result.FAIL, message, remedy, exit);
    }

    /** Returns the same step with this to do about it. */
    public Check mendedBy(String todo) {
        return new Check(name, result, message, Optional.of(todo), exit);
    }

    /** Returns a step that was left out, and why. */
    public static Check skip(String name, String why) {
        return new Check(name, Result.SKIP, why, Optional.empty(), ExitStatus.OK);
    }

    /** Returns whether the steps after it make sense. */
    public boolean passed() {
        return result == Result.PASS || result == Result.WARN;
    }
}
