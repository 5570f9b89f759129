package dev.airelay.emulator.turn;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Makes a text that matches a regular expression: literals, escapes, classes, groups, alternatives (the first is
 * taken) and quantifiers (the least count is taken). What it made is checked against the expression.
 */
final class PatternSample {
    private final String pattern;
    private int at;

    private PatternSample(String pattern) {
        this.pattern = pattern;
    }

    /** A match; throws {@link IllegalArgumentException} for an expression beyond its means. */
    static String matching(String pattern) {
        String sample = new PatternSample(pattern).alternatives();
        try {
            if (Pattern.compile(pattern).matcher(sample).find()) {
                return sample;
            }
        } catch (PatternSyntaxException broken) {
            throw new IllegalArgumentException("the schema pattern " + pattern + " is not valid", broken);
        }
        throw new IllegalArgumentException("the emulator cannot make a text that matches " + pattern);
    }

    private String alternatives() {
        String first = sequence();
        while (at < pattern.length() && pattern.charAt(at) == '|') {
            at++;
            sequence();
        }
        return first;
    }

    private String sequence() {
        StringBuilder made = new StringBuilder();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            String atom = atom();
            made.append(atom.repeat(quantifier()));
        }
        return made.toString();
    }

    private String atom() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '^', '$' -> "";
            case '.' -> "x";
            case '\\' -> escape();
            case '[' -> characterClass();
            case '(' -> group();
            default -> String.valueOf(c);
        };
    }

    private String group() {
        if (pattern.startsWith("?:", at)) {
            at += 2;
        } else if (pattern.startsWith("?", at)) {
            throw new IllegalArgumentException("the emulator cannot make a text that matches " + pattern);
        }
        String inner = alternatives();
        at++;
        return inner;
    }

    private String escape() {
        char c = at < pattern.length() ? pattern.charAt(at++) : '\\';
        return switch (c) {
            case 'd' -> "1";
            case 'w', 'D', 'S' -> "a";
            case 's', 'W' -> " ";
            case 'b', 'B' -> "";
            default -> String.valueOf(c);
        };
    }

    private String characterClass() {
        int start = at;
        at += pattern.startsWith("^", at) ? 1 : 0;
        boolean negated = at > start;
        String first = pattern.charAt(at) == '\\' ? escapeAt() : String.valueOf(pattern.charAt(at++));
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
        return negated ? outside(pattern.substring(start, at - 1)) : first;
    }

    private String escapeAt() {
        at++;
        return escape();
    }

    private static String outside(String excluded) {
        for (String candidate : new String[] {"x", "1", " ", "-", "~"}) {
            if (Pattern.matches("[" + excluded + "]", candidate)) {
                return candidate;
            }
        }
        return "?";
    }

    private int quantifier() {
        if (at >= pattern.length()) {
            return 1;
        }
        int count = switch (pattern.charAt(at)) {
            case '*', '?' -> 0;
            case '{' -> Integer.parseInt(pattern.substring(at + 1).split("\\D", 2)[0]);
            default -> 1;
        };
        if ("*?+".indexOf(pattern.charAt(at)) >= 0) {
            at++;
        } else if (pattern.charAt(at) == '{') {
            at = pattern.indexOf('}', at) + 1;
        } else {
            return 1;
        }
        at += pattern.startsWith("?", at) ? 1 : 0;
        return count;
    }
}
