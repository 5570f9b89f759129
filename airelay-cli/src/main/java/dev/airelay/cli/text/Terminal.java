package dev.airelay.cli.text;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;

/**
 * Where output goes.
 *
 * @param out results
 * @param err errors and warnings
 * @param interactive whether a person looks at {@code out}
 * @param unicode whether characters beyond ASCII can be shown
 */
public record Terminal(TerminalWriter out, TerminalWriter err, boolean interactive, boolean unicode) {
    /** The width where none is known. */
    public static final int USUAL_WIDTH = 80;

    private static final int MIN_WIDTH = 20;
    private static final int MAX_WIDTH = 1_000;

    public Terminal(PrintWriter out, PrintWriter err, boolean interactive) {
        this(out, err, interactive, true);
    }

    public Terminal(PrintWriter out, PrintWriter err, boolean interactive, boolean unicode) {
        this(new TerminalWriter(out), new TerminalWriter(err), interactive, unicode);
    }

    /**
     * Whether output may be colored: on a terminal that can, unless the user says no, and elsewhere if the user insists.
     *
     * @see <a href="https://no-color.org">NO_COLOR</a>
     * @see <a href="https://bixense.com/clicolors/">CLICOLOR_FORCE</a>
     */
    public boolean colored(Map<String, String> environment) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String forced = environment.getOrDefault("CLICOLOR_FORCE", "");
        return (!forced.isEmpty() && !forced.equals("0"))
                || (interactive
                        && !environment.getOrDefault("CLICOLOR", "").equals("0")
                        && !environment.getOrDefault("TERM", "").equals("dumb"));
    }

    /** The width in characters: the variable {@code COLUMNS}, which the launcher sets on a terminal; empty without it. */
    public static Optional<Integer> columns(Map<String, String> environment) {
        try {
            int columns = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
            return columns < MIN_WIDTH || columns > MAX_WIDTH ? Optional.empty() : Optional.of(columns);
        } catch (NumberFormatException unknown) {
            return Optional.empty();
        }
    }

    public void flush() {
        out.flush();
        err.flush();
    }
}
