package dev.airelay.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads the settings from their sources. Flags override {@code AIRELAY_*}, then come {@code OPENAI_ENDPOINT_*}, the file and
 * the defaults. Accesses the file system and may block.
 */
public final class ConfigLoader {
    private static final String DEFAULT_FILE = "~/.config/airelay/config.toml";

    private ConfigLoader() {}

    /**
     * Returns the settings in effect.
     *
     * <p>The file may be missing unless a flag or variable names it. If a flag or variable sets the data directory, the logs
     * and the token file move with it, unless they are set too.
     *
     * @throws ConfigException with every problem found: wrong values in any source, even overridden ones, and unknown keys;
     *     a file that is not TOML is reported alone
     */
    public static LoadedConfig load(ConfigSources sources) {
        ConfigLocation location = locate(sources);
        boolean exists = Files.exists(location.file());
        if (!exists && location.namedBy().isPresent()) {
            throw new ConfigException(
                    ConfigProblem.of(
                            PathBase.display(location.file(), sources.home()),
                            "does not exist, but is named by "
                                    + location.namedBy().get() + "; run: airelay init"),
                    null);
        }
        ConfigFileReader.Content content =
                exists ? ConfigFileReader.read(location.file(), sources.home()) : ConfigFileReader.Content.NONE;
        return load(sources, location.file(), exists, content);
    }

    /**
     * Returns the default of every setting, with everything that the relay stores below one directory: for a program that embeds
     * the relay. Neither the configuration file nor the environment is read.
     *
     * @param dataDirectory the value of {@code paths.data_dir}; need not exist
     */
    public static LoadedConfig defaults(Path dataDirectory) {
        Path directory = dataDirectory.toAbsolutePath().normalize();
        ConfigSources sources =
                ConfigSources.of(Map.of(), Map.of(ConfigKeys.DATA_DIR.name(), directory.toString()), directory);
        return load(sources, directory.resolve("config.toml"), false, ConfigFileReader.Content.NONE);
    }

    private static LoadedConfig load(
            ConfigSources sources, Path file, boolean exists, ConfigFileReader.Content content) {
        ConfigResolver resolver = new ConfigResolver(
                List.of(
                        EnvironmentReader.flags(sources),
                        EnvironmentReader.current(sources),
                        EnvironmentReader.legacy(sources),
                        content.values()),
                new PathBase(sources.home(), sources.home()));
        resolver.report(content.unknown());
        RelayConfig config = RelayConfig.resolve(resolver, sources, file);
        if (config.openToOtherMachines()) {
            resolver.report(
                    List.of(openToOtherMachines(config, resolver, ConfigKeys.REQUIRE_BEARER_AUTH, ConfigKeys.HOST)));
        }
        Optional<RelayConfig> ollama = config.ofOllamaListener();
        if (ollama.isPresent() && ollama.get().openToOtherMachines()) {
            ConfigKey<Boolean> cause = config.get(ConfigKeys.REQUIRE_BEARER_AUTH)
                    ? ConfigKeys.OLLAMA_REQUIRE_BEARER_AUTH
                    : ConfigKeys.REQUIRE_BEARER_AUTH;
            resolver.report(List.of(openToOtherMachines(config, resolver, cause, ConfigKeys.OLLAMA_HOST)));
        }
        if (asksInVainForTheToken(config, resolver)) {
            resolver.report(List.of(ConfigProblem.of(
                    String.valueOf(resolver.origins().get(ConfigKeys.OLLAMA_REQUIRE_BEARER_AUTH.name())),
                    "ollama.require_bearer_auth cannot be true while security.require_bearer_auth is false, which turns the"
                            + " relay token off for every listener; set security.require_bearer_auth = true (without"
                            + " --no-auth), or remove ollama.require_bearer_auth")));
        }
        if (!resolver.problems().isEmpty()) {
            throw new ConfigException(resolver.problems(), null);
        }
        return new LoadedConfig(config, exists, resolver.origins(), EnvironmentReader.misspelt(sources.environment()));
    }

    /** A token that the owner requires explicitly must not be ignored silently. */
    private static boolean asksInVainForTheToken(RelayConfig config, ConfigResolver resolver) {
        return config.get(ConfigKeys.OLLAMA_LISTEN)
                && config.get(ConfigKeys.OLLAMA_REQUIRE_BEARER_AUTH)
                && !config.get(ConfigKeys.REQUIRE_BEARER_AUTH)
                && !ConfigResolver.DEFAULT.equals(resolver.origins().get(ConfigKeys.OLLAMA_REQUIRE_BEARER_AUTH.name()));
    }

    private static ConfigProblem openToOtherMachines(
            RelayConfig config, ConfigResolver resolver, ConfigKey<Boolean> required, ConfigKey<String> host) {
        String key = required.name();
        return ConfigProblem.of(
                String.valueOf(resolver.origins().get(key)),
                key + " must be true while " + host.name() + " is "
                        + config.get(host) + ", because any machine that can reach it could use your"
                        + " subscription; require the relay token, or listen on 127.0.0.1");
    }

    /**
     * Returns the path of the configuration file: the flag, otherwise {@code AIRELAY_CONFIG}, otherwise {@code
     * OPENAI_ENDPOINT_CONFIG}, otherwise {@code ~/.config/airelay/config.toml}. Does not access the file.
     *
     * @throws ConfigException if the given path is invalid
     */
    public static ConfigLocation locate(ConfigSources sources) {
        String flag =
                sources.flags().getOrDefault(ConfigSources.CONFIG_FLAG, "").strip();
        if (!flag.isEmpty()) {
            return named(flag, "--config", sources);
        }
        for (String variable : EnvironmentReader.CONFIG_VARIABLES) {
            String value = sources.environment().getOrDefault(variable, "").strip();
            if (!value.isEmpty()) {
                return named(value, variable, sources);
            }
        }
        Path file = sources.pathBase().resolve(DEFAULT_FILE).orElseThrow();
        return new ConfigLocation(file, Optional.empty());
    }

    private static ConfigLocation named(String text, String by, ConfigSources sources) {
        Path file = sources.pathBase()
                .resolve(text)
                .orElseThrow(() -> new ConfigException(
                        ConfigProblem.of(by, "must be " + ValueKind.path().allowed() + ", was " + text), null));
        return new ConfigLocation(file, Optional.of(by));
    }
}
