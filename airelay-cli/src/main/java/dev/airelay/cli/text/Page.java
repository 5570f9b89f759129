package dev.airelay.cli.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text for people: a title, sections and labelled values. */
public final class Page {
    private static final int LABEL_WIDTH = 18;
    private static final String INDENT = "  ";

    private final TerminalWriter out;
    private final boolean coloured;

    public Page(TerminalWriter out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    public Page title(String text) {
        print(TextStyle.TITLE, text);
        out.println();
        return this;
    }

    public Page section(String name) {
        out.println();
        print(TextStyle.SECTION, name);
        out.println();
        return this;
    }

    /** A labelled value; null or empty is shown as not set. */
    public Page field(String label, @Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return text.isEmpty() ? field(label, "not set", TextStyle.DIM) : field(label, text, TextStyle.PLAIN);
    }

    public Page field(String label, String value, TextStyle tone) {
        String head = label + ":";
        out.print(INDENT + head + " ".repeat(Math.max(1, LABEL_WIDTH - head.length())));
        print(tone, value);
        out.println();
        return this;
    }

    /** Yes in the tone of success, or no in the given one. */
    public Page flag(String label, boolean value, TextStyle whenNot) {
        return field(label, value ? "yes" : "no", value ? TextStyle.GOOD : whenNot);
    }

    /** The numbered section of what to do next; nothing when there is nothing. */
    public Page steps(List<String> steps) {
        if (!steps.isEmpty()) {
            section("Next Steps");
        }
        for (int index = 0; index < steps.size(); index++) {
            out.println(INDENT + (index + 1) + ". " + steps.get(index));
        }
        return this;
    }

    /** A line on its own, to be copied whole. */
    public Page line(String text) {
        out.println(text);
        return this;
    }

    /** A line in the tone of what it means. */
    public Page text(String text, TextStyle tone) {
        print(tone, text);
        out.println();
        return this;
    }

    private void print(TextStyle tone, String text) {
        out.print(coloured ? tone : TextStyle.PLAIN, text);
    }
}
