package dev.airelay.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A text that a search for something may take long over, of any length.
 *
 * @param piece the piece that it repeats
 * @param shape the text around the pieces
 */
record HostileText(String piece, Shape shape) {
    private static final String WANTED = System.getProperty("airelay.growth", "");
    private static final String ALL = "all";
    private static final String SOME = "some";
    /** So many times fewer fields are taken by default than with {@link #SOME}. */
    private static final int FEWER = 4;
    /** Where so many fields are left at all. */
    private static final int AT_LEAST = 12;

    /** Pieces that parsers, patterns, escapers and redactors look for. */
    private static final List<String> PIECES = List.of(
            "a",
            " ",
            "-latest-",
            "\"",
            "\\",
            "%",
            ";",
            ",",
            "\u001b",
            "\u6f22",
            "[",
            "{\"a\":",
            "\n",
            "data:;",
            "://",
            "/../",
            "=",
            "<think>",
            "0",
            ".",
            "-",
            "Bearer ",
            "sk-",
            "eyJ.",
            "@",
            "token=",
            "\ud83d\udc69\u200d");

    /** The text around the pieces. */
    enum Shape {
        /** Nothing. */
        ALONE,
        /** Letters, which the patterns of words take, too: a quarter of the length before it, and a quarter behind. */
        WITHIN_LETTERS,
        /** The value that the field usually has, and then the same. */
        BEHIND_THE_USUAL
    }

    /** Whether every field gets every text; by default some fields get one or a few. */
    static boolean all() {
        return WANTED.equals(ALL);
    }

    /**
     * Returns how many results a test must have at least.
     *
     * @param some with {@link #SOME} or everything; by default so many times fewer as there are fewer fields
     */
    static int atLeast(int some) {
        return WANTED.isEmpty() ? some / FEWER : some;
    }

    /** Returns everything, each so many-th, or by default still fewer. */
    static <T> List<T> some(List<T> everything, int each) {
        int fewer = Math.min(each * FEWER, Math.max(each, everything.size() / AT_LEAST));
        int step = WANTED.equals(SOME) ? each : fewer;
        return all()
                ? everything
                : IntStream.range(0, everything.size())
                        .filter(i -> i % step == 1 % step)
                        .mapToObj(everything::get)
                        .toList();
    }

    /** Returns every text, or one that depends on the field alone. */
    static List<HostileText> of(String field) {
        return of(field, 1);
    }

    /** Returns every text, or some that depend on the field alone. */
    static List<HostileText> of(String field, int most) {
        return chosen(field, most, PIECES);
    }

    /** As the other method, without what cannot stand in a line. */
    static List<HostileText> inLine(String field, int most) {
        return chosen(
                field,
                most,
                PIECES.stream()
                        .filter(piece -> piece.chars().allMatch(c -> c >= ' '))
                        .toList());
    }

    private static List<HostileText> chosen(String field, int most, List<String> pieces) {
        List<HostileText> every = Arrays.stream(Shape.values())
                .flatMap(shape -> pieces.stream().map(piece -> new HostileText(piece, shape)))
                .toList();
        if (all()) {
            return every;
        }
        // Alone it would be one text less in each.
        List<HostileText> richest = every.subList(pieces.size(), every.size());
        int first = Math.floorMod(field.hashCode(), richest.size());
        return IntStream.range(0, Math.min(most, pieces.size()))
                .mapToObj(i -> richest.get((first + i) % richest.size()))
                .toList();
    }

    String text(String usual, int size) {
        String letters = "a".repeat(size / 4);
        String within = letters + piece.repeat(size / 2 / piece.length()) + letters;
        return switch (shape) {
            case ALONE -> piece.repeat(size / piece.length());
            case WITHIN_LETTERS -> within;
            case BEHIND_THE_USUAL -> usual + within;
        };
    }
}
