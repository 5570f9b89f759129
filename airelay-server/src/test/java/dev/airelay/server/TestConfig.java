package dev.airelay.server;

import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import java.nio.file.Path;
import java.util.Map;

/** The default configuration; tests change a key of it with {@link RelayConfig#with}. */
public final class TestConfig {
    private TestConfig() {}

    /** Returns the default of every key. */
    public static RelayConfig defaults() {
        return ConfigLoader.load(ConfigSources.of(Map.of(), Map.of(), Path.of("nowhere")))
                .config();
    }
}
