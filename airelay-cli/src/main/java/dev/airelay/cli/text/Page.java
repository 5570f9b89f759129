package dev.airelay.cli.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text for people: a title, sections and labelled values. */
public final class Page {
    private static final int LABEL_WIDTH = 18;
    private static final String INDENT = "  ";
    private static final int SHORT_LABEL = 10;

    private final TerminalWriter out;
    private final boolean coloured;
    private final int width;

    public Page(TerminalWriter out, boolean coloured) {
        this(out, coloured, Integer.MAX_VALUE);
    }

    private Page(TerminalWriter out, boolean coloured, int width) {
        this.out = out;
        this.coloured = coloured;
        this.width = width;
    }

    /** The same page, whose paragraphs and labelled lines are broken at a width. */
    public Page within(int columns) {
        return new Page(out, coloured, columns);
    }

    /** A first line of a title, a state and the rest, on as many lines as it needs. */
    public Page head(String text, String state, TextStyle style, String rest) {
        print(TextStyle.TITLE, text);
        out.print("   ");
        print(style, state);
        if (!rest.isEmpty()) {
            boolean fits = text.length() + 3 + state.length() + 3 + rest.length() <= width;
            if (!fits) {
                out.println();
            }
            out.print(fits ? "   " : INDENT);
            out.print(rest);
        }
        out.println();
        return this;
    }

    /** An indented line of a short label, a value in a style and more behind it; what does not fit follows below. */
    public Page labelled(String label, String value, TextStyle style, String more) {
        int column = INDENT.length() + SHORT_LABEL;
        String name = label.length() < SHORT_LABEL ? label + " ".repeat(SHORT_LABEL - label.length()) : label + " ";
        boolean single = INDENT.length() + name.length() + value.length() <= width;
        out.print(INDENT + name);
        if (single) {
            print(style, value);
            boolean fits = INDENT.length() + name.length() + value.length() + 3 + more.length() <= width;
            if (!more.isEmpty() && !fits) {
                out.println();
            }
            out.println(more.isEmpty() ? "" : (fits ? "   " : " ".repeat(column)) + more);
            return this;
        }
        List<String> lines = WrappedText.lines(value, Math.max(1, width - column));
        for (int i = 0; i < lines.size(); i++) {
            out.print(i == 0 ? "" : " ".repeat(column));
            print(style, lines.get(i));
            out.println();
        }
        if (!more.isEmpty()) {
            out.println(" ".repeat(column) + more);
        }
        return this;
    }

    /** Text behind a label, broken at the width; its further lines stand below its first. */
    public Page paragraph(String label, String text) {
        int column = INDENT.length() + label.length();
        // On a narrow terminal the text gets lines of its own.
        boolean beside = column <= width / 2;
        List<String> lines = WrappedText.lines(text, Math.max(1, width - (beside ? column : 2 * INDENT.length())));
        out.print(INDENT + (beside ? label : label.stripTrailing()));
        for (int i = 0; i < lines.size(); i++) {
            boolean first = i == 0 && beside;
            if (!first && (i > 0 || !beside)) {
                if (i == 0) {
                    out.println();
                }
                out.print(beside ? " ".repeat(column) : INDENT + INDENT);
            }
            out.println(lines.get(i));
        }
        return this;
    }

    /** A request or an event of the traffic log. */
    public Page request(RequestLine.Shown shown) {
        out.print(shown.before());
        print(shown.style(), shown.status());
        out.println(shown.after());
        shown.more().forEach(out::println);
        return this;
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

    private void print(TextStyle tone, String text) {
        out.print(coloured ? tone : TextStyle.PLAIN, text);
    }
}
