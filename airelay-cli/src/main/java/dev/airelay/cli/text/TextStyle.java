package dev.airelay.cli.text;

/** The meaning of a piece of text, shown as color where there is any. */
public enum TextStyle {
    /** Nothing special. */
    PLAIN(""),
    /** The first line of a page. */
    TITLE("1;36"),
    /** The head of a section. */
    SECTION("1"),
    /** All is well. */
    GOOD("32"),
    /** Worth a look. */
    WARN("33"),
    /** Something is missing or wrong. */
    BAD("31"),
    /** Nothing to see. */
    DIM("2");

    private final String sgr;

    TextStyle(String sgr) {
        this.sgr = sgr;
    }

    /** The text with the escape sequences of ECMA-48 around it. */
    String color(String text) {
        return sgr.isEmpty() ? text : "\u001b[" + sgr + "m" + text + "\u001b[0m";
    }
}
