package dev.airelay.transforms.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopScannerTest {

    private static final int RANDOM_TEXTS = 2000;

    /** Returns what the pieces show, a bar between what is shown at once. */
    private static String shown(StopScanner scanner, String pieces) {
        StringBuilder shown = new StringBuilder();
        for (String piece : pieces.split("\\|", -1)) {
            shown.append(scanner.feed(piece)).append('|');
        }
        return shown.append(scanner.flush()).toString();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '`', textBlock = """
            whole sequence in one piece,               END,    one END two,    one |,          true
            sequence over three pieces,                END,    xE|N|D y,       x|||,           true
            beginning that goes another way,           END,    xE|N|x,         x||ENx|,        false
            nothing held that begins nothing,          END,    a|b|c,          a|b|c|,         false
            beginning at the very end,                 END,    aEN,            a|EN,           false
            sequence that contains its beginning,      aab,    aa|ab,          |a|,            true
            sequence at once,                          END,    END,            |,              true
            first of two that is complete,             abcd;bc, abcd,          a|,             true
            longer of two that end together,           b;ab,   xab,            x|,             true
            both halves of a pair stay together,       😀😀,    x😀|😁,        x|😀😁|,        false
            nothing behind the sequence,               END,    aENDb|c|END,    a|||,           true
            """)
    void textBeforeTheFirstSequenceIsShown(String name, String stops, String pieces, String shown, boolean matched) {
        StopScanner scanner = new StopScanner(List.of(stops.split(";")));

        assertThat(shown(scanner, pieces)).isEqualTo(shown);
        assertThat(scanner.matched()).isEqualTo(matched);
    }

    @Test
    void noSequenceReachesAcrossAFlush() {
        StopScanner scanner = new StopScanner(List.of("END"));

        assertThat(scanner.feed("xEN")).isEqualTo("x");
        assertThat(scanner.flush()).isEqualTo("EN");
        assertThat(scanner.feed("D")).isEqualTo("D");
        assertThat(scanner.matched()).isFalse();
    }

    @Test
    void withoutSequencesNothingIsHeldBack() {
        StopScanner scanner = new StopScanner(List.of());

        assertThat(scanner.idle()).isTrue();
        assertThat(scanner.feed("anything")).isEqualTo("anything");
        assertThat(scanner.heldCodePoints()).isZero();
    }

    /** The automaton against the plain definition: cut at the place where a sequence is first complete. */
    @Test
    void everySplitOfRandomTextGivesWhatTheWholeTextGives() {
        Random random = new Random(11);
        for (int i = 0; i < RANDOM_TEXTS; i++) {
            List<String> stops =
                    List.of(letters(random, 1 + random.nextInt(4)), letters(random, 1 + random.nextInt(3)));
            String text = letters(random, random.nextInt(30));
            StopScanner scanner = new StopScanner(stops);
            StringBuilder shown = new StringBuilder();

            for (String piece : pieces(random, text)) {
                shown.append(scanner.feed(piece));
            }
            shown.append(scanner.flush());

            assertThat(shown).as("%s in %s", stops, text).hasToString(expected(text, stops));
        }
    }

    private static String expected(String text, List<String> stops) {
        for (int end = 1; end <= text.length(); end++) {
            String before = text.substring(0, end);
            int longest = stops.stream()
                    .filter(before::endsWith)
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            if (longest > 0) {
                return before.substring(0, end - longest);
            }
        }
        return text;
    }

    private static List<String> pieces(Random random, String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(4));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    private static String letters(Random random, int length) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append((char) ('a' + random.nextInt(2)));
        }
        return letters.toString();
    }
}
