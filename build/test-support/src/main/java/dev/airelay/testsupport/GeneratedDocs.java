package dev.airelay.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;

/**
 * The parts of the documentation that are generated from the code. A part stands in its page between the lines
 * {@code <!-- generated: NAME -->} and {@code <!-- end -->}. With {@code -Dairelay.docs=write} a test writes it; otherwise the
 * test fails when it is stale.
 */
public final class GeneratedDocs {

    private static final String END = "<!-- end -->";

    private static final Pattern BEGIN = Pattern.compile("<!-- generated: (.*) -->");

    private GeneratedDocs() {}

    /** Returns the names of all generated parts of a page, in their order. */
    public static List<String> names(String page) throws IOException {
        return Files.readAllLines(Path.of("..", "docs", page)).stream()
                .map(BEGIN::matcher)
                .filter(Matcher::matches)
                .map(begin -> begin.group(1))
                .toList();
    }

    /**
     * Holds one part of a page to the code, or writes it.
     *
     * @param page the name of a file in {@code docs}, seen from the directory of a module
     * @param name the name of the part
     * @param lines the part
     * @throws AssertionError when the page has no such part, or another text in it
     */
    public static void hold(String page, String name, List<String> lines) throws IOException {
        Path file = Path.of("..", "docs", page);
        List<String> all = Files.readAllLines(file);
        int begin = all.indexOf("<!-- generated: " + name + " -->");
        Assertions.assertThat(begin)
                .as("the line <!-- generated: %s --> in docs/%s", name, page)
                .isNotNegative();
        int length = all.subList(begin, all.size()).indexOf(END);
        Assertions.assertThat(length)
                .as("the line %s after it in docs/%s", END, page)
                .isPositive();
        // Markdown needs an empty line between a comment and a table.
        List<String> block = new ArrayList<>();
        block.add("");
        block.addAll(lines);
        block.add("");
        List<String> present = all.subList(begin + 1, begin + length);
        if ("write".equals(System.getProperty("airelay.docs"))) {
            present.clear();
            present.addAll(block);
            Files.writeString(file, String.join("\n", all) + "\n", UTF_8);
        } else {
            Assertions.assertThat(present)
                    .as("docs/%s is stale; to rewrite it, run this test with -Dairelay.docs=write", page)
                    .containsExactlyElementsOf(block);
        }
    }
}
