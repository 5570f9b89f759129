package dev.airelay.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.ScriptDescription;
import dev.airelay.emulator.fault.FailureScripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds docs/emulator.md to the table of scripts. */
class EmulatorPageTest {

    private static final Path PAGE = Path.of("..", "docs", "emulator.md");

    private static final Set<String> FAILURES = FailureScripts.all().stream()
            .map(script -> script.description().name())
            .collect(Collectors.toSet());

    @Test
    void everyScriptHasItsRow() throws IOException {
        List<String> page = Files.readAllLines(PAGE);
        List<String> rows = IntStream.range(0, page.size())
                .filter(line -> page.get(line).equals("| script | what it does | keys |"))
                .boxed()
                .flatMap(table -> page.stream().skip(table + 2L).takeWhile(line -> line.startsWith("|")))
                .toList();

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(Emulator.scripts().stream()
                        .filter(script -> !FAILURES.contains(script.name()))
                        .map(EmulatorPageTest::row)
                        .toList());
    }

    @Test
    void everyFailureIsNamedWithTheKeysOfAll() throws IOException {
        List<String> page = Files.readAllLines(PAGE);
        List<String> section = page.subList(page.indexOf("### Failures"), page.indexOf("## Control paths"));
        Collection<ScriptDescription> failures = Emulator.scripts().stream()
                .filter(script -> FAILURES.contains(script.name()))
                .toList();

        assertThat(section)
                .contains(failures.stream()
                        .map(script -> "`" + script.name() + "`")
                        .collect(Collectors.joining(", ")));
        assertThat(failures)
                .allSatisfy(
                        script -> assertThat(section).contains("Each takes these keys: " + keys(script.keys()) + "."));
    }

    private static String row(ScriptDescription script) {
        return "| `" + script.name() + "` | " + script.summary() + " | " + keys(script.keys()) + " |";
    }

    private static String keys(Map<String, String> keys) {
        return keys.entrySet().stream()
                .map(key -> "`" + key.getKey() + "`: " + key.getValue())
                .collect(Collectors.joining("; "));
    }
}
