package dev.airelay.transforms.spi;

import dev.airelay.base.LogSafeText;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * Describes errors in a client's JSON in the relay's own words: the parser's messages name its own classes and settings,
 * which a client neither knows nor can change. An unknown message becomes a general one, so that none is passed on.
 */
final class JsonFaults {

    private static final String FALLBACK = "a value is malformed";
    private static final String ENDS = "it ends before the JSON value is complete";
    private static final String FOLLOWED = "something follows the JSON value";

    /**
     * One kind of fault.
     *
     * @param mark a part of the parser's message
     * @param words the relay's message; {@code %s} is replaced by the text that the parser quotes
     */
    private record Rule(String mark, String words) {}

    /** The first matching rule counts. */
    private static final List<Rule> RULES = List.of(
            new Rule("end-of-input", ENDS),
            new Rule("Invalid UTF-", "it is not UTF-8 text"),
            new Rule("Duplicate", "the member '%s' occurs twice in one object"),
            new Rule("Non-standard token", "%s is not a JSON number; send null or leave the member out"),
            new Rule(
                    "Illegal unquoted",
                    "a string contains a control character; write a line break as \\n, others as \\u00XX"),
            new Rule("escape", "a string contains an invalid escape; write \\\\ for a backslash"),
            new Rule("CTRL-CHAR", "found a control character outside a string"),
            new Rule("root-level", FOLLOWED),
            new Rule("hexadecimal", "a number is malformed; JSON has no hexadecimal numbers"),
            new Rule(
                    "numeric value",
                    "a number is malformed; JSON has no leading zeros, no plus sign and no bare decimal point"),
            new Rule("Unrecognized token", "'%s' is not a JSON value; strings need double quotes"),
            new Rule("close marker", "found '%s', which has no matching opening bracket"),
            new Rule("to start property name", "found '%s' where a member's name in double quotes was expected"),
            new Rule("expecting comma", "found '%s' where a comma or the end of the object or array was expected"),
            new Rule("expecting a colon", "found '%s' where a colon was expected"),
            new Rule("comment", "JSON has no comments"),
            new Rule("expected a v", "found '%s' where a value was expected"));

    private JsonFaults() {}

    /** Returns the error and its position, as the end of a sentence. */
    static String describe(JacksonException failure) {
        return kind(failure) + " at line " + failure.getLocation().getLineNr() + ", column "
                + failure.getLocation().getColumnNr();
    }

    private static String kind(JacksonException failure) {
        if (failure instanceof UnexpectedEndOfInputException) {
            return ENDS;
        }
        if (failure instanceof MismatchedInputException) {
            return FOLLOWED;
        }
        String message = String.valueOf(failure.getOriginalMessage());
        return RULES.stream()
                .filter(rule -> message.contains(rule.mark()))
                .findFirst()
                .map(rule -> rule.words().replace("%s", quoted(message)))
                .orElse(FALLBACK);
    }

    /** Returns the text that the parser's message quotes. */
    private static String quoted(String message) {
        int start = firstQuote(message);
        int end = message.indexOf("' (code", start);
        if (end < 0) {
            end = message.indexOf(message.charAt(Math.max(start - 1, 0)), start);
        }
        return end <= start ? "it" : LogSafeText.of(message.substring(start, end));
    }

    private static int firstQuote(String message) {
        int at = 0;
        while (at < message.length() && message.charAt(at) != '\'' && message.charAt(at) != '"') {
            at++;
        }
        return Math.min(at + 1, message.length());
    }

    /** Returns the limit that the JSON exceeds. */
    static String limit(StreamConstraintsException failure, StreamReadConstraints limits) {
        String message = String.valueOf(failure.getOriginalMessage());
        if (message.contains("nesting depth")) {
            return "it is nested more than " + limits.getMaxNestingDepth() + " levels deep";
        } else if (message.contains("Number value")) {
            return "a number has more than " + limits.getMaxNumberLength() + " digits";
        } else if (message.contains("Name length")) {
            return "a member's name has more than " + limits.getMaxNameLength() + " characters";
        }
        return "a string has more than " + limits.getMaxStringLength() + " characters";
    }
}
