package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes as the configuration file: settings, or problems that name it. */
class ConfigFuzzTest {
    @TempDir
    static Path home;

    @FuzzTest(maxDuration = "2m")
    void fileIsReadOrRefusedByName(byte[] toml) throws IOException {
        Path file = Files.write(home.resolve("fuzzed.toml"), toml);
        try {
            ConfigSources sources =
                    ConfigSources.of(Map.of(), Map.of(ConfigSources.CONFIG_FLAG, file.toString()), home);
            assertThat(ConfigLoader.load(sources).toString()).isNotEmpty();
        } catch (ConfigException refused) {
            assertThat(refused.getMessage()).contains("fuzzed.toml");
        }
    }
}
