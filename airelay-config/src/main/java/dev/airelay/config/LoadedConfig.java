package dev.airelay.config;

import java.util.List;
import java.util.Map;

/**
 * The settings in force and where they come from.
 *
 * @param config the settings
 * @param configFileExists whether the configuration file was there
 * @param origins for every key by name where its value comes from: {@code --port}, {@code AIRELAY_PORT}, {@code
 *     ~/.config/airelay/config.toml:12} or {@code default}
 * @param warnings problems that the owner should look at although the relay can run, e.g. a variable that looks misspelt
 */
public record LoadedConfig(
        RelayConfig config, boolean configFileExists, Map<String, String> origins, List<ConfigProblem> warnings) {
    /** Copies the collections. */
    public LoadedConfig {
        origins = Map.copyOf(origins);
        warnings = List.copyOf(warnings);
    }
}
