package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpanExportTest {
    @TempDir
    Path home;

    private RelayConfig config(Map<String, String> flags) {
        return ConfigLoader.load(ConfigSources.of(Map.of(), flags, home)).config();
    }

    private void assertRefused(Map<String, String> flags, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> SpanExport.open(config(flags)))
                .withMessage(message);
    }

    @Test
    void relayWithoutTheModuleSaysWhatToDo() {
        assertRefused(
                Map.of(),
                "tracing.enabled: is true, but there is nothing to export spans with. Unpack airelay-otlp and set"
                        + " tracing.library to its directory.");
    }

    @Test
    void directoryThatCannotBeReadIsNamed() {
        Path missing = home.resolve("missing");
        assertRefused(
                Map.of("tracing.library", missing.toString()),
                "tracing.library: must be a directory that can be read, was " + missing);
    }

    @Test
    void directoryWithoutTheModuleIsNamed() {
        assertRefused(
                Map.of("tracing.library", home.toString()),
                "tracing.library: has no jar that exports spans: " + home + ". Unpack airelay-otlp there.");
    }
}
