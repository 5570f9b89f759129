package dev.airelay.config;

import java.util.List;
import java.util.Map;

/**
 * The settings in effect and their origins.
 *
 * @param config the settings
 * @param configFileExists whether the configuration file existed
 * @param origins the origin of each value, by key name: {@code --port}, {@code AIRELAY_PORT}, {@code
 *     ~/.config/airelay/config.toml:12} or {@code default}
 * @param warnings problems that do not prevent a start, e.g. a variable that looks misspelled
 */
public record LoadedConfig(
        RelayConfig config, boolean configFileExists, Map<String, String> origins, List<ConfigProblem> warnings) {
    /** Copies the collections. */
    public LoadedConfig {
        origins = Map.copyOf(origins);
        warnings = List.copyOf(warnings);
    }
}
