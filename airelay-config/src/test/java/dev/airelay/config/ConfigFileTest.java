package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;

class ConfigFileTest {
    @TempDir
    Path directory;

    private Home home;

    @BeforeEach
    void makeHome() {
        home = new Home(directory);
    }

    @Test
    void newFileSaysWhatTheDefaultsSay() {
        RelayConfig before = home.load();

        ConfigFile.Outcome outcome = ConfigFile.write(home.sources(), false);

        assertThat(outcome.created()).isTrue();
        assertThat(outcome.file()).isEqualTo(home.configFile());
        assertThat(home.load()).isEqualTo(before);
    }

    @Test
    void newFileMeansTheSameWhenEveryDefaultIsSwitchedOn() throws IOException {
        RelayConfig before = home.load();
        ConfigFile.write(home.sources(), false);

        String switchedOn = Files.readString(home.configFile()).replaceAll("(?m)^# ([a-z_]+ = )", "$1");
        Files.writeString(home.configFile(), switchedOn);

        LoadedConfig after = ConfigLoader.load(home.sources());
        assertThat(after.config()).isEqualTo(before);
        assertThat(after.origins())
                .allSatisfy((key, origin) ->
                        assertThat(origin.equals("default")).isEqualTo(key.equals(ConfigKeys.BEARER_TOKEN.name())));
    }

    @Test
    void everyKeyButTheSecretIsInTheFile() throws IOException {
        ConfigFile.write(home.sources(), false);

        List<String> lines = Files.readAllLines(home.configFile());
        for (ConfigKey<?> key : ConfigKeys.all()) {
            assertThat(lines.stream()
                            .dropWhile(line -> !line.equals("[" + key.section() + "]"))
                            .skip(1)
                            .takeWhile(line -> !line.startsWith("["))
                            .filter(line -> line.startsWith("# " + key.leaf() + " = ")))
                    .hasSize(key.inFile() ? 1 : 0);
        }
    }

    @Test
    void flagsAreWrittenAndTheEnvironmentIsNot() throws IOException {
        ConfigSources sources = home.sources(
                Map.of("AIRELAY_PORT", "9999", "AIRELAY_BEARER_TOKEN", "s3cret"),
                Map.of("server.port", "81", "security.require_bearer_auth", "false", "paths.data_dir", "~/data"));

        ConfigFile.write(sources, false);

        assertThat(Files.readString(home.configFile()))
                .contains("\nport = 81\n")
                .contains("\nrequire_bearer_auth = false\n")
                .contains("\n# logs_dir = \"" + directory + "/data/logs\"\n")
                .doesNotContain("9999", "s3cret");
        assertThat(home.load().get(ConfigKeys.LOGS_DIR)).isEqualTo(directory.resolve("data/logs"));
    }

    @Test
    void onlyTheOwnerCanReadTheFileAndItsNewDirectories() throws IOException {
        ConfigFile.write(home.sources(), false);

        assertThat(permissions(home.configFile())).isEqualTo("rw-------");
        assertThat(permissions(home.configFile().getParent())).isEqualTo("rwx------");
        assertThat(permissions(directory.resolve(".config"))).isEqualTo("rwx------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void directoryThatExistsKeepsItsPermissions() throws IOException {
        Path shared = Files.createDirectory(directory.resolve(".config"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));

        ConfigFile.write(home.sources(), false);

        assertThat(permissions(shared)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void fileThatExistsIsLeftAlone() throws IOException {
        home.withConfig("# mine\n");

        ConfigFile.Outcome outcome = ConfigFile.write(home.sources(), false);

        assertThat(outcome.created()).isFalse();
        assertThat(home.configFile()).hasContent("# mine\n");
        assertThat(names()).containsExactly("config.toml");
    }

    @Test
    void forceKeepsEveryPreviousFile() throws IOException {
        home.withConfig("# first\n");
        Path first = ConfigFile.write(home.sources(), true).backup().orElseThrow();
        Files.writeString(home.configFile(), "# second\n");
        Path second = ConfigFile.write(home.sources(), true).backup().orElseThrow();

        assertThat(first).hasContent("# first\n");
        assertThat(second).hasContent("# second\n");
        assertThat(permissions(first)).isEqualTo("rw-------");
        assertThat(names()).containsExactly("config.toml", "config.toml.bak", "config.toml.bak-2");
        assertThat(home.configFile()).content().contains("[server]");
    }

    @Test
    void symbolicLinkStaysOne() throws IOException {
        Path real = Files.writeString(directory.resolve("dotfiles.toml"), "# mine\n");
        Files.createDirectories(home.configFile().getParent());
        Files.createSymbolicLink(home.configFile(), real);

        ConfigFile.write(home.sources(), true);

        assertThat(home.configFile()).isSymbolicLink();
        assertThat(real).content().contains("[server]");
    }

    @Test
    void symbolicLinkToNowhereIsReported() throws IOException {
        Files.createDirectories(home.configFile().getParent());
        Files.createSymbolicLink(home.configFile(), directory.resolve("gone.toml"));

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.write(home.sources(), false))
                .withMessageStartingWith("~/.config/airelay/config.toml: cannot be written: ");
        assertThat(names()).containsExactly("config.toml");
    }

    @Test
    void wrongFlagLeavesNoFile() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.write(home.sources(Map.of(), Map.of("server.port", "x")), false))
                .withMessage("--port: server.port must be 0..65535, was x");
        assertThat(home.configFile()).doesNotExist();
    }

    @Test
    void fileThatCannotBeWrittenIsReported() throws IOException {
        Files.writeString(directory.resolve(".config"), "a file where a directory should be");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.write(home.sources(), false))
                .withMessageStartingWith("~/.config/airelay/config.toml: cannot be written: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\Users\\me\\new",
                "say \"hi\"",
                "tab\there",
                "line\nbreak\r",
                "bell\u0007 delete\u007f escape\u001b",
                "\ud83d\ude00 \u00e9 \u2028",
                "\\",
                "'''\"\"\""
            })
    void anyTextSurvivesTheFile(String text) {
        assertThat(Toml.parse("x = " + TomlText.quoted(text)).getString("x")).isEqualTo(text);
    }

    @Test
    void pathWithBackslashesAndQuotesSurvivesTheFile() {
        ConfigFile.write(home.sources(Map.of(), Map.of("paths.logs_dir", "/x/C:\\Users\\new \"logs\"")), false);

        assertThat(home.load().get(ConfigKeys.LOGS_DIR)).hasToString("/x/C:\\Users\\new \"logs\"");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(home.configFile().getParent())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
