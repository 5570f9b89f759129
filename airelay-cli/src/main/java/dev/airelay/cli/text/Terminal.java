package dev.airelay.cli.text;

import java.io.PrintWriter;
import java.util.Map;

/**
 * Where output goes.
 *
 * @param out results
 * @param err errors and warnings
 * @param interactive whether a person looks at {@code out}
 */
public record Terminal(TerminalWriter out, TerminalWriter err, boolean interactive) {

    public Terminal(PrintWriter out, PrintWriter err, boolean interactive) {
        this(new TerminalWriter(out), new TerminalWriter(err), interactive);
    }

    /**
     * Whether output may be coloured: on a terminal that can, unless the user says no.
     *
     * @see <a href="https://no-color.org">NO_COLOR</a>
     */
    public boolean coloured(Map<String, String> environment) {
        return interactive
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("CLICOLOR", "").equals("0")
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    public void flush() {
        out.flush();
        err.flush();
    }
}
