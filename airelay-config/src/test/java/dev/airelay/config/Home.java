package dev.airelay.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A home directory for one test, with the configuration file in its usual place. */
public record Home(Path path) {

    Path configFile() {
        return path.resolve(".config/airelay/config.toml");
    }

    Home withConfig(String toml) throws IOException {
        Files.createDirectories(configFile().getParent());
        Files.writeString(configFile(), toml);
        return this;
    }

    ConfigSources sources() {
        return sources(Map.of(), Map.of());
    }

    ConfigSources sources(Map<String, String> environment, Map<String, String> flags) {
        return new ConfigSources(environment, flags, path, path.resolve("work"));
    }

    public RelayConfig load(Map<String, String> environment, Map<String, String> flags) {
        return ConfigLoader.load(sources(environment, flags)).config();
    }

    public RelayConfig load() {
        return load(Map.of(), Map.of());
    }
}
