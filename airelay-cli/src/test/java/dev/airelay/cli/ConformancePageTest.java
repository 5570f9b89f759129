package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/conformance.md to the sources: no case is missing, and every test that it names exists. */
final class ConformancePageTest {
    private static final Path ROOT = Path.of("..");
    private static final Path RECORDED = ROOT.resolve("airelay-transforms/src/test/resources");
    private static final Pattern ROW = Pattern.compile("\\| ([CU]\\d+) \\| (.+) \\| (.+) \\|");
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`(?: \"([^\"]+)\")?");

    /** A case: its number, what is shown, and what shows it. */
    record Case(String number, String sentence, String shownBy) {}

    static List<Case> cases() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/conformance.md")).stream()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .map(row -> new Case(row.group(1), row.group(2), row.group(3)))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"C, 70", "U, 48"})
    void noCaseIsMissing(String side, int last) throws IOException {
        assertThat(cases())
                .extracting(Case::number)
                .filteredOn(number -> number.startsWith(side))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, last).mapToObj(i -> side + i).toList());
    }

    @Test
    void everyRowOfTheTablesIsACase() throws IOException {
        long rows = Files.readAllLines(ROOT.resolve("docs/conformance.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| case "))
                .count();

        assertThat(cases()).hasSize((int) rows);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everythingThatShowsACaseExists(Case shown) throws IOException {
        List<MatchResult> named = NAMED.matcher(shown.shownBy()).results().toList();

        assertThat(NAMED.matcher(shown.shownBy()).replaceAll("").replace(",", "")).isBlank();
        assertThat(named).isNotEmpty();
        for (MatchResult one : named) {
            String name = one.group(1);
            if (name.startsWith("acceptance/")) {
                assertThat(Files.readString(ROOT.resolve(name))).contains("test('" + one.group(2) + "'");
            } else if (name.contains("#")) {
                assertJavaTest(name.substring(0, name.indexOf('#')), name.substring(name.indexOf('#') + 1));
            } else {
                assertThat(RECORDED.resolve(name)).isNotEmptyDirectory();
            }
        }
    }

    private static void assertJavaTest(String className, String method) throws IOException {
        String path = "/" + className.replace('.', '/') + ".java";
        List<Path> files = Sources.TESTS.entrySet().stream()
                .filter(file -> file.getKey().endsWith(path))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(files).as(className).hasSize(1);
        String source = Files.readString(files.get(0));
        int at = source.indexOf("\n    void " + method + "(");
        assertThat(at).as("%s#%s", className, method).isPositive();
        // What stands between the end of the member before and the method.
        assertThat(source.substring(Math.max(source.lastIndexOf("\n    }\n", at), 0), at))
                .as("%s#%s", className, method)
                .containsAnyOf("@Test", "@ParameterizedTest");
    }

    /** The Java tests of all modules by their path, read once. */
    private static final class Sources {
        private static final Map<String, Path> TESTS = read();

        private static Map<String, Path> read() {
            try (Stream<Path> modules = Files.list(ROOT)) {
                return modules.map(module -> module.resolve("src/test/java"))
                        .filter(Files::isDirectory)
                        .flatMap(Sources::files)
                        .collect(Collectors.toMap(Path::toString, Function.identity()));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        private static Stream<Path> files(Path directory) {
            try (Stream<Path> files = Files.walk(directory)) {
                return files.filter(file -> file.toString().endsWith("Test.java")).toList().stream();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
