package dev.airelay.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Texts that make a pattern work hard: a piece of what it looks for over and over, perhaps behind a beginning of it. */
final class BadTexts {
    private static final Pattern ESCAPED =
            Pattern.compile("\\\\x([0-9a-f]{2})|\\\\[pP]\\{?\\w+}?|\\\\([a-zA-Z])|\\\\(.)");
    private static final Pattern LITERALS = Pattern.compile("[A-Za-z0-9_:;,.@/=<>&\" -]{2,}");
    private static final Pattern BOUND = Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");

    /** One of each kind that patterns tell apart. */
    private static final String KINDS = "aZ0_-. \t\n/:=\"'\\\\,;@[]{}()<>%#?&+\u00e9\ufffd\u0001";

    private static final int MAX_LITERALS = 24;
    private static final int MAX_FRAGMENTS = 8;
    private static final int MAX_BEGINNINGS = 3;
    private static final int MAX_FIRST_OF_PAIR = 6;
    private static final String NOTHING_MATCHES = "\u0001";

    private final Set<String> fragments = new LinkedHashSet<>();
    private final Set<String> characters = new LinkedHashSet<>();
    private final int largestBound;

    BadTexts(Pattern pattern) {
        String plain = ESCAPED.matcher(pattern.pattern()).replaceAll(match -> {
            String meant = match.group(1) != null
                    ? Character.toString((char) Integer.parseInt(match.group(1), 16))
                    : match.group(3) != null ? match.group(3) : "";
            return Matcher.quoteReplacement(meant);
        });
        LITERALS.matcher(plain).results().limit(MAX_FRAGMENTS).forEach(literal -> fragments.add(literal.group()));
        plain.chars().distinct().limit(MAX_LITERALS).forEach(c -> characters.add(Character.toString(c)));
        KINDS.chars().forEach(c -> characters.add(Character.toString(c)));
        largestBound = BOUND.matcher(pattern.pattern())
                .results()
                .flatMap(bound -> Stream.of(bound.group(1), bound.group(2)))
                .filter(number -> number != null && !number.isEmpty())
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    /** Returns the size from which on a repetition that ends of itself cannot be taken for one that does not. */
    int size() {
        return Math.max(512, 4 * Math.min(largestBound, 500));
    }

    /** Returns pieces to repeat: what the pattern holds, and one character of each kind. */
    List<String> pieces() {
        List<String> pieces = new ArrayList<>(fragments);
        pieces.addAll(characters);
        for (String fragment : fragments) {
            for (String other : List.of("a", "0", " ", "=", "\"")) {
                pieces.add(fragment + other);
            }
        }
        return pieces;
    }

    /** Returns pieces of two characters each. */
    List<String> pairs() {
        List<String> all = List.copyOf(characters);
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < MAX_FIRST_OF_PAIR && i < all.size(); i++) {
            for (String other : all) {
                pairs.add(all.get(i) + other);
            }
        }
        return pairs;
    }

    /** Returns beginnings. */
    List<String> beginnings() {
        return Stream.concat(Stream.of("", "a"), fragments.stream().limit(MAX_BEGINNINGS))
                .toList();
    }

    /** Returns a text of the size. */
    static String text(String beginning, String piece, int size) {
        return beginning + piece.repeat(size / piece.length()) + NOTHING_MATCHES;
    }
}
