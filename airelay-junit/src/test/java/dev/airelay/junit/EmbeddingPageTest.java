package dev.airelay.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.testsupport.GeneratedDocs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The Java on docs/embedding.md is that of the examples, which {@code acceptance/run embedding} compiles and runs. A part is named
 * {@code PROJECT FILE REGION}; a region stands between the comments {@code docs: REGION} and {@code docs: end}.
 */
class EmbeddingPageTest {
    private static final String PAGE = "embedding.md";
    private static final String END = "// docs: end";

    @Test
    void javaOnThePageIsThatOfTheExamples() throws IOException {
        for (String part : GeneratedDocs.names(PAGE)) {
            String[] names = part.split(" ", 3);
            assertThat(names).as("PROJECT FILE REGION, was %s", part).hasSize(3);
            List<String> block = new ArrayList<>();
            block.add("```java");
            block.addAll(region(file(names[0], names[1]), names[2]));
            block.add("```");
            GeneratedDocs.hold(PAGE, part, block);
        }
    }

    @Test
    void allJavaOnThePageIsGenerated() throws IOException {
        long blocks = Files.readAllLines(Path.of("..", "docs", PAGE)).stream()
                .filter("```java"::equals)
                .count();

        assertThat(GeneratedDocs.names(PAGE)).hasSize((int) blocks).hasSizeGreaterThan(5);
    }

    private static Path file(String project, String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "examples", project, "src"))) {
            List<Path> found =
                    files.filter(file -> file.endsWith(name + ".java")).toList();
            assertThat(found)
                    .as("files named %s.java in examples/%s", name, project)
                    .hasSize(1);
            return found.get(0);
        }
    }

    private static List<String> region(Path file, String name) throws IOException {
        List<String> lines =
                Files.readAllLines(file).stream().map(String::stripTrailing).toList();
        List<String> stripped = lines.stream().map(String::strip).toList();
        int begin = stripped.indexOf("// docs: " + name);
        assertThat(begin).as("the line // docs: %s in %s", name, file).isNotNegative();
        int length = stripped.subList(begin, stripped.size()).indexOf(END);
        assertThat(length).as("the line %s after it in %s", END, file).isPositive();
        return lines.subList(begin + 1, begin + length).stream()
                .collect(Collectors.joining("\n"))
                .stripIndent()
                .strip()
                .lines()
                .toList();
    }
}
