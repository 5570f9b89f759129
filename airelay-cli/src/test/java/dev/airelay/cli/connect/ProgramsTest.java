package dev.airelay.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgramsTest {
    private static final String EXTENSIONS = ".COM;.EXE;.CMD;";

    @TempDir
    private Path directory;

    @BeforeEach
    void install() throws IOException {
        for (String name : new String[] {"tool", "code.EXE", "npm", "npm.CMD", "two.CMD"}) {
            Path file = Files.writeString(directory.resolve(name), "");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
    }

    @Test
    void findsProgramOnThePath() {
        Map<String, String> environment = Map.of("PATH", "/nowhere" + File.pathSeparator + directory);

        assertThat(Programs.find("tool", environment, directory)).contains(directory.resolve("tool"));
        assertThat(Programs.find("code", environment, directory)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"code,code.EXE", "code.EXE,code.EXE", "npm,npm.CMD", "two,two.CMD", "./two,two.CMD", "tool,"})
    void addsExtensionOnWindowsUnlessTheNameHasOne(String command, String file) {
        Map<String, String> environment = Map.of("Path", directory.toString(), "PATHEXT", EXTENSIONS);

        assertThat(Programs.find(command, environment, directory)
                        .map(path -> path.getFileName().toString()))
                .isEqualTo(Optional.ofNullable(file));
    }

    @Test
    void skipsDirectoryThatCannotExist() {
        Map<String, String> environment = Map.of("PATH", "a\0b" + File.pathSeparator + directory);

        assertThat(Programs.find("tool", environment, directory)).contains(directory.resolve("tool"));
    }
}
