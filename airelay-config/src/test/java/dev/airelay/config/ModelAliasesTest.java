package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelAliasesTest {

    private static final Map<String, String> ALIASES = Map.of("think", "gpt-5.5:high", "a.b", "gpt-5.4");

    @TempDir
    Path home;

    private Map<String, String> fromFile(String toml) throws IOException {
        Path file = Files.writeString(home.resolve("config.toml"), toml);
        return ConfigLoader.load(ConfigSources.of(Map.of("AIRELAY_CONFIG", file.toString()), Map.of(), home))
                .config()
                .get(ConfigKeys.MODEL_ALIASES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[models]\naliases = [\"think=gpt-5.5:high\", \" a.b = gpt-5.4 \"]",
                "[models]\naliases = {think = \"gpt-5.5:high\", \"a.b\" = \"gpt-5.4\"}",
                "[models.aliases]\nthink = \"gpt-5.5:high\"\n\"a.b\" = \" gpt-5.4\"",
            })
    void tableAndListSayTheSame(String toml) throws IOException {
        assertThat(fromFile(toml)).isEqualTo(ALIASES);
    }

    @Test
    void textIsReadLikeAList() {
        Map<String, String> environment = Map.of("AIRELAY_MODEL_ALIASES", "think=gpt-5.5:high, a.b = gpt-5.4,");

        assertThat(ConfigLoader.load(ConfigSources.of(environment, Map.of(), home))
                        .config()
                        .get(ConfigKeys.MODEL_ALIASES))
                .isEqualTo(ALIASES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[models]\naliases = \"think=gpt-5.5\"",
                "[models]\naliases = [1]",
                "[models]\naliases = [\"think\"]",
                "[models]\naliases = [\"a=b\", \"a=c\"]",
                "[models]\naliases = [\"=b\"]",
                "[models]\naliases = [\"a=b c\"]",
                "[models.aliases]\nthink = 5",
                "[models.aliases]\na.b = \"c\"",
                "[models.aliases]\n\"\" = \"c\"",
            })
    void anythingElseIsRefusedByItsName(String toml) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> fromFile(toml))
                .withMessageContaining("models.aliases must be a list of alias=model");
    }
}
