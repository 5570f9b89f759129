package dev.airelay.cli.command;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.base.FileFailures;
import dev.airelay.base.PrivateFiles;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.OpenResources;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.RelayConfig;
import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.server.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The parts of a demonstration beside the relay: an emulated upstream and a place for its files. The user's own
 * configuration file, token and session are neither read nor written unless an option names them.
 *
 * @param sources where the demonstration's settings come from
 * @param loaded the settings
 * @param throwAway whether the data directory goes at the end
 */
record Demo(ConfigSources sources, LoadedConfig loaded, boolean throwAway) {
    private static final String ORIGIN_DEFAULT = "default";

    /**
     * Starts the emulator and settles the settings.
     *
     * @param given the user's settings
     * @param resources takes what must be released
     */
    static Demo open(ConfigSources given, OpenResources resources) {
        Path directory = TempDirectory.create(resources);
        Emulator emulator = Emulator.start(EmulatorOptions.defaults());
        resources.add(emulator::close);
        Map<String, String> flags = new HashMap<>(given.flags());
        flags.put(ConfigKeys.UPSTREAM_BASE_URL.name(), emulator.baseUrl().toString());
        flags.put(ConfigKeys.REQUIRE_BEARER_AUTH.name(), "true");
        if (!given.environment().containsKey(ConfigKeys.LIMIT_CACHE.environmentName())) {
            // A scripted limit is one request's, not the account's.
            flags.put(ConfigKeys.LIMIT_CACHE.name(), "0");
        }
        if (!flags.containsKey(ConfigSources.CONFIG_FLAG)) {
            flags.put(ConfigSources.CONFIG_FLAG, emptyFile(directory.resolve("config.toml")));
        }
        ConfigSources sources = with(given, flags);
        LoadedConfig loaded = ConfigLoader.load(sources);
        if (!ORIGIN_DEFAULT.equals(loaded.origins().get(ConfigKeys.DATA_DIR.name()))) {
            return new Demo(sources, loaded, false);
        }
        flags.put(ConfigKeys.DATA_DIR.name(), directory.toString());
        ConfigSources throwAway = with(given, flags);
        return new Demo(throwAway, ConfigLoader.load(throwAway), true);
    }

    private static ConfigSources with(ConfigSources given, Map<String, String> flags) {
        Map<String, String> environment = new HashMap<>(given.environment());
        environment.remove(ConfigKeys.BEARER_TOKEN.environmentName());
        environment.remove(ConfigKeys.BEARER_TOKEN_FILE.environmentName());
        return new ConfigSources(environment, flags, given.home(), given.workingDirectory());
    }

    private static String emptyFile(Path file) {
        try {
            return Files.createFile(file).toString();
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Cannot create " + file + ": " + FileFailures.words(failed), failed);
        }
    }

    RelayConfig config() {
        return loaded.config();
    }

    /** The session the emulator accepts. */
    CredentialSource credentials() {
        return new StaticCredentials(new Credentials(Emulator.accessToken(), Emulator.accountId()));
    }

    /** A directory for one run, private to its owner and deleted with everything in it at the end. */
    private static final class TempDirectory {
        private TempDirectory() {}

        /**
         * Creates a directory where the system keeps temporary files.
         *
         * @param resources deletes it when closed
         */
        static Path create(OpenResources resources) {
            try {
                Path directory = Files.createTempDirectory("airelay-demo-");
                resources.add(() -> delete(directory));
                return directory;
            } catch (IOException failed) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "Cannot create a temporary directory: " + FileFailures.words(failed),
                        failed);
            }
        }

        private static void delete(Path directory) {
            try {
                PrivateFiles.deleteTree(directory);
            } catch (IOException failed) {
                throw new CommandFailure(
                        ExitStatus.FAILURE, "Cannot delete " + directory + ": " + FileFailures.words(failed), failed);
            }
        }
    }
}
