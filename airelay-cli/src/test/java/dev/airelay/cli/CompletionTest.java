package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that complete command lines; the one for bash runs in a real bash. */
final class CompletionTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource({
        "airelay sta,status",
        "'airelay token ',show rotate",
        "airelay token show --r,--raw",
        "airelay --data-dir x config s,show",
        "airelay env --shell f,fish",
        "airelay completion z,zsh",
        "airelay help mod,models",
        "airelay logs --er,--errors",
    })
    void bashOffersWhatMayFollow(String line, String offered) throws Exception {
        assertThat(completed(line)).contains(offered.split(" "));
    }

    @Test
    void bashOffersNoHiddenCommand() throws Exception {
        assertThat(completed("airelay tr")).isEmpty();
    }

    private List<String> completed(String line) throws IOException, InterruptedException {
        Path script = Files.writeString(
                home.resolve("airelay.bash"),
                new TestProcess(home).run("completion", "bash").out());
        String words = line.endsWith(" ") ? line.strip() + " ''" : line;
        Process bash = new ProcessBuilder(
                        "bash",
                        "--norc",
                        "-c",
                        "source \"$0\"; COMP_WORDS=(" + words + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _airelay;"
                                + " printf '%s\\n' \"${COMPREPLY[@]}\"",
                        script.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return out.lines().filter(word -> !word.isEmpty()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zsh", "fish", "powershell"})
    void otherShellsGetEveryCommandAndItsOptions(String shell) {
        TestProcess.Result result = new TestProcess(home).run("completion", shell);

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("status", "token", "rotate", "bugreport", "errors", "keyring");
        assertThat(result.out()).doesNotContain("train");
    }

    @Test
    void otherShellIsRefusedByName() {
        TestProcess.Result result = new TestProcess(home).run("completion", "tcsh");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo(
                        "airelay: SHELL must be bash, zsh, fish or powershell, was 'tcsh'." + System.lineSeparator());
    }
}
