package dev.airelay.server;

import dev.airelay.config.ConfigException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The exit codes of the airelay command, of its launchers and of the server jar. The numbers from 64 to 78 are those of {@code
 * sysexits.h}; a run ended by a signal has the platform's own number.
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
    /** The launcher of a checkout could not build the project. */
    NOT_BUILT(70, "the launcher could not build the project"),
    /** A relay that was running can no longer serve. */
    LOST(
            71,
            "the relay could no longer serve, because memory or threads were exhausted or an event loop was stuck; start it"
                    + " again"),
    /** The launcher found no usable Java; not {@link #UNAVAILABLE}, which a service manager should try again. */
    NO_JAVA(72, "the launcher found no Java 17 or newer, or no JDK to build the project with"),
    /** A temporary failure. */
    TRY_AGAIN(75, "temporary failure: the sign-in timed out, the login server is unavailable, or your plan is used up"),
    /** There is no session that the upstream accepts. */
    SIGNED_OUT(77, "no usable upstream session, or the sign-in was refused"),
    /** The configuration cannot be used. */
    CONFIG(78, "the configuration is invalid, or a file that it names cannot be used"),
    /** The program to be run does not exist; a shell has the same number for that. */
    NOT_FOUND(
            127, "'run' or 'connect --launch' found no such program; otherwise they have the program's own exit code"),
    /** Ctrl-C ended the run. */
    INTERRUPTED(130, "stopped by Ctrl-C"),
    /** SIGTERM ended the run. */
    TERMINATED(143, "stopped by SIGTERM");

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
