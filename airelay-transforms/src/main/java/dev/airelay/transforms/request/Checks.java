package dev.airelay.transforms.request;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Checks for values that the relay does not use: invalid ones are rejected, even if valid ones are dropped. */
public final class Checks {

    /** Maximum length of a name, a choice or another text that is not content. */
    public static final int MAX_SHORT_CHARS = 1_024;

    /** Maximum length of a call's id: other providers' clients put signatures of kilobytes into theirs. */
    public static final int MAX_ID_CHARS = 65_536;

    private Checks() {}

    /** Returns a check for a number from {@code min} to {@code max}. */
    public static Consumer<Value> number(int min, int max) {
        return value -> {
            double number = value.number();
            // Written so that NaN fails.
            if (!(number >= min)) {
                throw outOfRange(value, "decimal_below_min_value", ">= " + min);
            }
            if (number > max) {
                throw outOfRange(value, "decimal_above_max_value", "<= " + max);
            }
        };
    }

    /** Returns a check for an integer of at least {@code min}. */
    public static Consumer<Value> integer(long min) {
        return integer(min, Long.MAX_VALUE);
    }

    /** Returns a check for an integer from {@code min} to {@code max}. */
    public static Consumer<Value> integer(long min, long max) {
        return value -> {
            long integer = value.integer();
            if (integer < min) {
                throw outOfRange(value, "integer_below_min_value", ">= " + min);
            }
            if (integer > max) {
                throw outOfRange(value, "integer_above_max_value", "<= " + max);
            }
        };
    }

    /** Returns a check for a text of at most {@code maxChars} characters. */
    public static Consumer<Value> text(int maxChars) {
        return value -> requireLength(value, value.text(), maxChars);
    }

    /** Checks the length of a text that may be empty and is not content. */
    public static void shortText(Value value) {
        requireLength(value, value.text(), MAX_SHORT_CHARS);
    }

    /** Checks the length of the members that are texts, but not of nested ones. */
    public static void shortTexts(ObjectView view, Predicate<String> names) {
        for (String name : view.names()) {
            if (names.test(name)) {
                Value value = view.required(name);
                if (value.isText()) {
                    shortText(value);
                }
            }
        }
    }

    static String requireLength(Value value, String text, int maxChars) {
        if (text.length() > maxChars) {
            throw Rejections.invalid(
                    value.at(),
                    "string_above_max_length",
                    "string too long. Expected a string with maximum length " + maxChars
                            + ", but got a string with length " + text.length() + " instead.");
        }
        return text;
    }

    /** Returns a check for one of a closed list of texts. */
    public static Consumer<Value> oneOf(String... supported) {
        List<String> list = List.of(supported);
        return value -> value.oneOf(list);
    }

    private static RuntimeException outOfRange(Value value, String code, String range) {
        return Rejections.invalid(
                value.at(),
                code,
                "Expected a value " + range + ", but got "
                        + Rejections.shown(value.node().toString()) + " instead.");
    }
}
