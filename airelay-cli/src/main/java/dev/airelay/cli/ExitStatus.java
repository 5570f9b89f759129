package dev.airelay.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a run ended, as the shell sees it. The numbers above 63 are those of {@code sysexits.h}. A run ended by a signal
 * has the platform's own number: 130 after Ctrl-C, 143 after SIGTERM.
 */
enum ExitStatus {
    /** All is well. */
    OK(0, "success"),
    /** Something failed that has no number of its own. */
    FAILURE(1, "failure; one line on standard error says why"),
    /** The command line is wrong. */
    USAGE(2, "the command line is wrong"),
    /** The address cannot be listened on. */
    UNAVAILABLE(69, "the address cannot be listened on, e.g. the port is busy"),
    /** The configuration cannot be used. */
    CONFIG(78, "the configuration is invalid or a file of it cannot be used");

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    /** Every code and its meaning, for the help. */
    static Map<String, String> table() {
        return Arrays.stream(values())
                .collect(Collectors.toMap(
                        status -> String.valueOf(status.code),
                        status -> status.meaning,
                        (one, other) -> one,
                        LinkedHashMap::new));
    }
}
