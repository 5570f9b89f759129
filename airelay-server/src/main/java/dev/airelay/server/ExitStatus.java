package dev.airelay.server;

import dev.airelay.config.ConfigException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The exit codes of the airelay command and of the server jar. The numbers above 63 are those of {@code sysexits.h}. A run
 * ended by a signal has the platform's own number: 130 after Ctrl-C, 143 after SIGTERM.
 */
public enum ExitStatus {
    /** The run succeeded. */
    OK(0, "success"),
    /** A failure without a number of its own. */
    FAILURE(1, "failure, for example there is no relay token; one line on standard error says why"),
    /** The command line is invalid. */
    USAGE(2, "invalid command line"),
    /** An address or the data directory is taken, or the upstream cannot be reached. */
    UNAVAILABLE(
            69,
            "the relay cannot listen on its address, for example because the port is busy; another relay uses the data"
                    + " directory; or the upstream cannot be reached"),
    /** A relay that was running can no longer serve. */
    LOST(
            71,
            "the relay could no longer serve, because memory or threads were exhausted or an event loop was stuck; start it"
                    + " again"),
    /** A temporary failure. */
    TRY_AGAIN(75, "temporary failure: the sign-in timed out, the login server is unavailable, or your plan is used up"),
    /** There is no session that the upstream accepts. */
    SIGNED_OUT(77, "no usable upstream session, or the sign-in was refused"),
    /** The configuration cannot be used. */
    CONFIG(78, "the configuration is invalid, or a file that it names cannot be used");

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Returns the number. */
    public int code() {
        return code;
    }

    /** Returns the status of a run that ended because of its settings: invalid flags are an invalid command line. */
    public static ExitStatus of(ConfigException unusable) {
        boolean flagsOnly = unusable.problems().stream()
                .allMatch(problem -> problem.source().startsWith("--"));
        return flagsOnly ? USAGE : CONFIG;
    }

    /** Returns every code and its meaning, for help and documentation. */
    public static Map<String, String> table() {
        return Arrays.stream(values())
                .collect(Collectors.toMap(
                        status -> String.valueOf(status.code),
                        status -> status.meaning,
                        (one, other) -> one,
                        LinkedHashMap::new));
    }
}
