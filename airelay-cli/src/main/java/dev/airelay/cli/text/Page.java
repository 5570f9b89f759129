package dev.airelay.cli.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text for people: a title, sections and labeled values. */
public final class Page {
    private static final int LABEL_WIDTH = 18;
    private static final int STATE_WIDTH = 8;
    private static final String INDENT = "  ";
    private static final int SHORT_LABEL = 10;
    /** Values are not squeezed into less beside their labels. */
    private static final int LEAST_VALUE = 30;

    private final TerminalWriter out;
    private final boolean colored;
    private final int width;

    /**
     * Creates a page.
     *
     * @param width at which text is broken at spaces, in characters; {@link Integer#MAX_VALUE} for never
     */
    public Page(TerminalWriter out, boolean colored, int width) {
        this.out = out;
        this.colored = colored;
        this.width = width;
    }

    /** The same page, whose text is broken at a width. */
    public Page within(int columns) {
        return new Page(out, colored, columns);
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
    public Page labeled(String label, String value, TextStyle style, String more) {
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
        return text(text, TextStyle.TITLE);
    }

    public Page section(String name) {
        out.println();
        print(TextStyle.SECTION, name);
        out.println();
        return this;
    }

    /** A labeled value; null or empty is shown as not set. */
    public Page field(String label, @Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return text.isEmpty() ? field(label, "not set", TextStyle.DIM) : field(label, text, TextStyle.PLAIN);
    }

    /** A labeled value; one that does not fit beside its label stands below. */
    public Page field(String label, String value, TextStyle tone) {
        return row(label, "", value, tone);
    }

    /** A labeled state of one word and what it means, in columns. */
    public Page check(String label, String state, String meaning, TextStyle tone) {
        return row(label, state + " ".repeat(Math.max(1, STATE_WIDTH - state.length())), meaning, tone);
    }

    private Page row(String label, String state, String value, TextStyle tone) {
        String head = label + ":";
        String gap = " ".repeat(Math.max(1, LABEL_WIDTH - head.length()));
        int column = INDENT.length() + head.length() + gap.length() + state.length();
        boolean fits = column + value.length() <= width;
        boolean beside = fits || width - column >= Math.max(LEAST_VALUE, WrappedText.longestWord(value));
        int indent = beside ? column : 2 * INDENT.length();
        List<String> lines = WrappedText.lines(value, Math.max(1, width - indent));
        out.print(INDENT + head + (beside || !state.isEmpty() ? gap : ""));
        print(tone, beside ? state + lines.get(0) : state.stripTrailing());
        out.println();
        for (String line : lines.subList(beside ? 1 : 0, lines.size())) {
            out.print(" ".repeat(indent));
            print(tone, line);
            out.println();
        }
        return this;
    }

    /** A command and what it does, as a row of a table whose first column is that wide; below it where that is too wide. */
    public Page choice(String command, int column, String meaning) {
        String row = INDENT + command + " ".repeat(Math.max(1, column - command.length())) + meaning;
        if (row.length() <= width) {
            out.println(row);
            return this;
        }
        out.println(INDENT + command);
        return line(INDENT.repeat(3) + meaning);
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
            String number = INDENT + (index + 1) + ". ";
            List<String> lines = WrappedText.lines(steps.get(index), Math.max(1, width - number.length()));
            for (int i = 0; i < lines.size(); i++) {
                out.println((i == 0 ? number : " ".repeat(number.length())) + lines.get(i));
            }
        }
        return this;
    }

    /** A setting, to be copied whole, and a remark behind it; on a narrow terminal below. */
    public Page setting(String text, String remark) {
        if (text.length() + 2 + remark.length() <= width) {
            return copied(text + "  " + remark);
        }
        return copied(text).line(INDENT.repeat(2) + remark);
    }

    /** Text that may be indented. */
    public Page line(String text) {
        return text(text, TextStyle.PLAIN);
    }

    /** Text in the tone of what it means. */
    public Page text(String text, TextStyle tone) {
        for (String line : WrappedText.indented(text, width)) {
            copied(line, tone);
        }
        return this;
    }

    /** A line that is never broken, because people copy it whole. */
    public Page copied(String text) {
        return copied(text, TextStyle.PLAIN);
    }

    /** A line that is never broken, in the tone of what it means. */
    public Page copied(String text, TextStyle tone) {
        print(tone, text);
        out.println();
        return this;
    }

    private void print(TextStyle tone, String text) {
        out.print(colored ? tone : TextStyle.PLAIN, text);
    }
}
