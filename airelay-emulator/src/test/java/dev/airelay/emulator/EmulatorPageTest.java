package dev.airelay.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.ScriptDescription;
import dev.airelay.emulator.api.ScriptDescription.Kind;
import dev.airelay.emulator.fault.FailureScripts;
import dev.airelay.testsupport.GeneratedDocs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Generates the tables of docs/emulator.md from the table of scripts. */
class EmulatorPageTest {

    private static final Set<String> FAILURES = FailureScripts.all().stream()
            .map(script -> script.description().name())
            .collect(Collectors.toSet());

    @Test
    void everyScriptHasItsRow() throws IOException {
        hold("scripts", script -> !FAILURES.contains(script.name()) && script.kind() != Kind.LOGIN);
        hold("login scripts", script -> script.kind() == Kind.LOGIN);
    }

    private static void hold(String name, Predicate<ScriptDescription> shown) throws IOException {
        List<String> table = new ArrayList<>(List.of("| script | what it does | keys |", "|---|---|---|"));
        Emulator.scripts().stream().filter(shown).map(EmulatorPageTest::row).forEach(table::add);

        GeneratedDocs.hold("emulator.md", name, table);
    }

    @Test
    void everyFailureIsNamedWithTheKeysOfAll() throws IOException {
        List<ScriptDescription> failures = Emulator.scripts().stream()
                .filter(script -> FAILURES.contains(script.name()))
                .toList();
        String keys = keys(failures.get(0).keys());

        assertThat(failures)
                .allSatisfy(script -> assertThat(keys(script.keys())).isEqualTo(keys));
        GeneratedDocs.hold(
                "emulator.md",
                "failures",
                List.of(
                        failures.stream()
                                .map(script -> "`" + script.name() + "`")
                                .collect(Collectors.joining(", ")),
                        "",
                        "Each takes these keys: " + keys + "."));
    }

    @Test
    void pageHasNoOtherParts() throws IOException {
        assertThat(GeneratedDocs.names("emulator.md")).containsExactly("scripts", "login scripts", "failures");
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
