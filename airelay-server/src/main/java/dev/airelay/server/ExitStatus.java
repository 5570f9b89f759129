package dev.airelay.server;

import dev.airelay.config.ConfigException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a run ended, as the shell sees it: the one list of exit codes, for the airelay command and for the server jar. The
 * numbers above 63 are those of {@code sysexits.h}. A run ended by a signal has the platform's own number: 130 after
 * Ctrl-C, 143 after SIGTERM.
 */
public enum ExitStatus {
    /** All is well. */
    OK(0, "success"),
    /** Something failed that has no number of its own. */
    FAILURE(1, "failure, e.g. there is no relay token; one line on standard error says why"),
    /** The command line is wrong. */
    USAGE(2, "the command line is wrong"),
    /** An address or the data directory is taken, or the upstream cannot be reached. */
    UNAVAILABLE(
            69,
            "an address cannot be listened on, e.g. the port is busy; another relay uses the data directory; or the"
                    + " upstream cannot be reached"),
    /** A relay that was running can no longer serve. */
    LOST(
            70,
            "the relay could no longer serve: it ran out of memory or threads, or an event loop was stuck; to be started"
                    + " again"),
    /** It did not work now and may later. */
    TRY_AGAIN(75, "not now: nobody signed in in time, the issuer is out of order, or the plan is used up"),
    /** There is no session that the upstream accepts. */
    SIGNED_OUT(77, "there is no usable upstream session, or the login was refused"),
    /** The configuration cannot be used. */
    CONFIG(78, "the configuration is invalid or a file of it cannot be used");

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

    /** Returns the status of a run that ended because of its settings: wrong flags are a wrong command line. */
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
