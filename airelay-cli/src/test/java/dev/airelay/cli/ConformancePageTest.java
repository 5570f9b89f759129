package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the pages that say what shows a promise to the sources: no case is missing, and every test they name exists. */
final class ConformancePageTest {
    private static final Path ROOT = Path.of("..");
    private static final String CASES = "docs/conformance.md";
    private static final String CONTRACT = "docs/contract.md";
    private static final String SECURITY = "docs/security.md";
    private static final String RELIABILITY = "docs/reliability.md";
    private static final Pattern HEADING = Pattern.compile(".* \\| (shown|held) by \\|");
    private static final Path RECORDED = ROOT.resolve("airelay-transforms/src/test/resources");
    private static final Pattern NUMBER = Pattern.compile("[CU]\\d+");
    /** A name in code form, for a file of acceptance tests with the name of one behind it. */
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`(?:: ([^`|]+?)(?=, `|$))?");

    /** A row of a table whose last column says what shows it. */
    record Promise(String page, String first, String shownBy) {}

    static List<Promise> promises() throws IOException {
        List<Promise> promises = new ArrayList<>();
        for (String page : List.of(CASES, CONTRACT, SECURITY, RELIABILITY)) {
            boolean inside = false;
            for (String line : Files.readAllLines(ROOT.resolve(page))) {
                boolean heading = HEADING.matcher(line).matches();
                inside = line.startsWith("|") && (inside || heading);
                if (inside && line.startsWith("| ") && !heading) {
                    String[] cells = line.substring(2, line.length() - 2).split(" \\| ");
                    promises.add(new Promise(page, cells[0], cells[cells.length - 1]));
                }
            }
        }
        return promises;
    }

    @ParameterizedTest
    @CsvSource({"C, 73", "U, 48"})
    void noCaseIsMissing(String side, int last) throws IOException {
        assertThat(promises())
                .extracting(Promise::first)
                .filteredOn(first ->
                        NUMBER.matcher(first).matches() && first.substring(0, 1).equals(side))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, last).mapToObj(i -> side + i).toList());
    }

    @Test
    void allPagesAreRead() throws IOException {
        assertThat(promises()).extracting(Promise::page).contains(CASES, CONTRACT, SECURITY, RELIABILITY);
    }

    @ParameterizedTest
    @MethodSource("promises")
    void everythingThatShowsItExists(Promise promise) throws IOException {
        List<MatchResult> named = NAMED.matcher(promise.shownBy()).results().toList();

        assertThat(named).isNotEmpty();
        assertThat(NAMED.matcher(promise.shownBy()).replaceAll("").replace(",", ""))
                .as("what is neither a test nor recorded")
                .isBlank();
        for (MatchResult one : named) {
            String name = one.group(1);
            int hash = name.indexOf('#');
            if (name.startsWith("acceptance/")) {
                assertThat(Files.readString(ROOT.resolve(name))).contains("test('" + one.group(2) + "'");
            } else if (hash > 0) {
                assertJavaTest(name.substring(0, hash), name.substring(hash + 1));
            } else {
                assertThat(RECORDED.resolve(name)).isNotEmptyDirectory();
            }
        }
    }

    private static void assertJavaTest(String className, String method) throws IOException {
        String path = "/" + className.replace('.', '/') + ".java";
        List<Path> files = Sources.TESTS.stream()
                .filter(file -> file.toString().replace('\\', '/').endsWith(path))
                .toList();
        assertThat(files).as(className).isNotEmpty();
        List<String> annotated = new ArrayList<>();
        for (Path file : files) {
            String source = Files.readString(file);
            int at = source.indexOf("\n    void " + method + "(");
            if (at > 0) {
                // What stands between the end of the member before and the method.
                annotated.add(source.substring(Math.max(source.lastIndexOf("\n    }\n", at), 0), at));
            }
        }
        assertThat(annotated).as("%s#%s", className, method).hasSize(1);
        assertThat(annotated.get(0)).containsAnyOf("@Test", "@ParameterizedTest");
    }

    /** The Java tests of all modules, looked up once. */
    private static final class Sources {
        private static final List<Path> TESTS = all();

        private static List<Path> all() {
            try (Stream<Path> modules = Files.list(ROOT)) {
                return modules.map(module -> module.resolve("src/test/java"))
                        .filter(Files::isDirectory)
                        .flatMap(directory -> below(directory).stream())
                        .toList();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        private static List<Path> below(Path directory) {
            try (Stream<Path> files = Files.walk(directory)) {
                return files.filter(file -> file.toString().endsWith("Test.java"))
                        .toList();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
