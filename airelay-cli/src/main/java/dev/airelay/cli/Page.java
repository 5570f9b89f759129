package dev.airelay.cli;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text for people: a title, sections and labelled values. */
final class Page {
    private static final int LABEL_WIDTH = 18;
    private static final String INDENT = "  ";

    private final PrintWriter out;
    private final boolean coloured;

    Page(PrintWriter out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    Page title(String text) {
        out.println(paint(Tone.TITLE, text));
        return this;
    }

    Page section(String name) {
        out.println();
        out.println(paint(Tone.SECTION, name));
        return this;
    }

    /** A labelled value; null or empty is shown as not set. */
    Page field(String label, @Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return text.isEmpty() ? field(label, "not set", Tone.DIM) : field(label, text, Tone.PLAIN);
    }

    Page field(String label, String value, Tone tone) {
        String head = label + ":";
        out.println(INDENT + head + " ".repeat(Math.max(1, LABEL_WIDTH - head.length())) + paint(tone, value));
        return this;
    }

    /** Yes in the tone of success, or no in the given one. */
    Page flag(String label, boolean value, Tone whenNot) {
        return field(label, value ? "yes" : "no", value ? Tone.GOOD : whenNot);
    }

    /** The numbered section of what to do next; nothing when there is nothing. */
    Page steps(List<String> steps) {
        if (!steps.isEmpty()) {
            section("Next Steps");
        }
        for (int index = 0; index < steps.size(); index++) {
            out.println(INDENT + (index + 1) + ". " + steps.get(index));
        }
        return this;
    }

    /** A line on its own, to be copied whole. */
    Page line(String text) {
        out.println(text);
        return this;
    }

    private String paint(Tone tone, String text) {
        return coloured ? tone.colour(text) : text;
    }
}
