package dev.airelay.cli.text;

import dev.airelay.base.TerminalText;
import java.io.PrintWriter;

/**
 * Writes to a terminal. What is printed may be anybody's text and reaches the terminal as text only, see {@link TerminalText};
 * colors are the writer's own.
 */
public final class TerminalWriter extends PrintWriter {
    private final PrintWriter raw;

    TerminalWriter(PrintWriter raw) {
        super(TerminalText.filter(raw), true);
        this.raw = raw;
    }

    /** Prints one piece of a line, in the color of its tone. */
    public void print(TextStyle tone, String text) {
        raw.print(tone.color(TerminalText.oneLine(text)));
    }

    /** Returns the writer for text that is the program's own and may hold escape sequences: the help. */
    public PrintWriter raw() {
        return raw;
    }

    @Override
    public boolean checkError() {
        return super.checkError() || raw.checkError();
    }
}
