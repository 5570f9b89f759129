package dev.airelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No pattern of the relay takes more than linear time or a stack that grows with the text, for any text. */
class LinearPatternsTest {
    private static final int MAX_READS_PER_CHARACTER = 3_000;
    private static final int LONG_TEXT = 20_000;
    private static final int SMALL_STACK_BYTES = 160 * 1024;

    private static SortedMap<String, RegexUse> uses;

    @BeforeAll
    static void readTheClasses() {
        uses = new TreeMap<>();
        MainClasses.read().forEach((name, bytes) -> uses.put(name, RegexUse.of(bytes)));
    }

    private static List<FoundPattern> found() throws ReflectiveOperationException {
        List<FoundPattern> found = new ArrayList<>();
        for (String name : MainClasses.read().keySet()) {
            if (!name.endsWith("-info")) {
                found.addAll(FoundPattern.of(Class.forName(name)));
            }
        }
        return found;
    }

    /** Every pattern once, by the shortest way to it. */
    static Stream<FoundPattern> patterns() throws ReflectiveOperationException {
        Map<Pattern, FoundPattern> shortest = new HashMap<>();
        for (FoundPattern pattern : found()) {
            shortest.merge(
                    pattern.pattern(),
                    pattern,
                    (one, other) -> one.place().length() <= other.place().length() ? one : other);
        }
        return shortest.values().stream().sorted((one, other) -> one.place().compareTo(other.place()));
    }

    @Test
    void everyPatternIsInAStaticField() throws ReflectiveOperationException {
        Map<String, Set<String>> hidden = new TreeMap<>();
        uses.forEach((name, use) -> {
            if (!use.hidden().isEmpty()) {
                hidden.put(name, use.hidden());
            }
        });
        Set<String> roots =
                found().stream().map(found -> found.root().getName()).collect(Collectors.toSet());
        List<String> lost = uses.keySet().stream()
                .filter(name -> uses.get(name).compiles())
                .filter(name -> !roots.contains(name))
                .toList();

        assertThat(hidden)
                .as("compile patterns where this test cannot find them")
                .isEmpty();
        assertThat(lost)
                .as("compile patterns that no static field of theirs leads to")
                .isEmpty();
        assertThat(roots).hasSizeGreaterThan(30);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("patterns")
    void workGrowsWithTheText(FoundPattern found) {
        boolean searches = searches(found);
        BadTexts bad = new BadTexts(found.pattern());
        List<String> tooMuch = new ArrayList<>();
        for (String beginning : bad.beginnings()) {
            for (String piece :
                    Stream.concat(bad.pieces().stream(), bad.pairs().stream()).toList()) {
                long one = reads(found.pattern(), BadTexts.text(beginning, piece, bad.size()), searches);
                long two = reads(found.pattern(), BadTexts.text(beginning, piece, 2 * bad.size()), searches);
                if (two * 2 <= one * 5 + bad.size()) {
                    continue;
                }
                long four = reads(found.pattern(), BadTexts.text(beginning, piece, 4 * bad.size()), searches);
                if (four * 2 > two * 5 + bad.size()) {
                    tooMuch.add("'" + beginning + "' + '" + piece + "' * n: " + one + ", " + two + ", " + four);
                }
            }
        }

        assertThat(tooMuch).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("patterns")
    void stackDoesNotGrowWithTheText(FoundPattern found) {
        BadTexts bad = new BadTexts(found.pattern());
        List<String> overflows = new ArrayList<>();
        onSmallStack(() -> {
            for (String beginning : bad.beginnings()) {
                for (String piece : bad.pieces()) {
                    try {
                        apply(found.pattern(), BadTexts.text(beginning, piece, LONG_TEXT), searches(found));
                    } catch (StackOverflowError overflow) {
                        overflows.add("'" + beginning + "' + '" + piece + "' * n");
                    }
                }
            }
        });

        assertThat(overflows).isEmpty();
    }

    private static void onSmallStack(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Consumer<Runnable> run = job -> {
            try {
                job.run();
                done.complete(null);
            } catch (RuntimeException | Error failed) {
                done.completeExceptionally(failed);
            }
        };
        new Thread(null, () -> run.accept(task), "narrow", SMALL_STACK_BYTES).start();
        done.join();
    }

    /** Whether the relay tries the pattern from every position, or on whole texts and their beginnings alone. */
    private static boolean searches(FoundPattern found) {
        return uses.values().stream().anyMatch(use -> use.searches(found.root(), found.field()))
                || found.holders().stream()
                        .map(holder -> uses.get(holder.getName()))
                        .anyMatch(use -> use != null && use.searchesOthers());
    }

    private static long reads(Pattern pattern, String text, boolean searches) {
        CountedText counted = new CountedText(text, (long) MAX_READS_PER_CHARACTER * text.length());
        try {
            apply(pattern, counted, searches);
            return counted.reads();
        } catch (CountedText.TooMany endless) {
            return (long) text.length() * text.length() * MAX_READS_PER_CHARACTER;
        }
    }

    private static void apply(Pattern pattern, CharSequence text, boolean searches) {
        Matcher matcher = pattern.matcher(text);
        if (searches) {
            while (matcher.find()) {
                // Only the work counts.
            }
        } else {
            matcher.matches();
            matcher.lookingAt();
        }
    }
}
