package dev.airelay.server;

import dev.airelay.auth.session.CredentialSource;
import dev.airelay.base.FileFailures;
import dev.airelay.base.PrivateFiles;
import dev.airelay.config.ConfigKey;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a relay that its builder was not given, and what must be released for them after the relay has closed. Loaded by
 * embedded relays only. Used by the thread that starts the relay, and closed by the one that closes it.
 */
final class RelayDefaults {
    private static final System.Logger LOG = System.getLogger(RelayDefaults.class.getName());
    private static final String ORIGIN = "RelayServer.builder()";

    private volatile @Nullable Path temporary;
    /** Deletes the directory when the process ends without closing the relay. */
    private final Thread atExit = new Thread(this::deleteDirectory, "airelay-delete");

    private volatile @Nullable SessionAccess session;

    /**
     * Returns default settings with port 0.
     *
     * @param directory the data directory; null for a temporary one
     * @throws StorageException when there can be no temporary directory
     */
    LoadedConfig config(@Nullable Path directory) {
        LoadedConfig loaded = ConfigLoader.defaults(directory == null ? temporaryDirectory() : directory);
        return with(loaded, Map.of(ConfigKeys.PORT, 0));
    }

    private Path temporaryDirectory() {
        try {
            Path created = Files.createTempDirectory("airelay-");
            temporary = created;
            Runtime.getRuntime().addShutdownHook(atExit);
            return created;
        } catch (IOException failed) {
            throw StorageException.unusable(
                    "cannot create a temporary data directory: " + FileFailures.words(failed)
                            + ". Set one with RelayServer.builder().dataDirectory(...)",
                    new UncheckedIOException(failed));
        }
    }

    /** Returns the settings with other values for some keys, each of its key's type. */
    LoadedConfig with(LoadedConfig loaded, Map<ConfigKey<?>, Object> settings) {
        RelayConfig config = loaded.config();
        Map<String, String> origins = new HashMap<>(loaded.origins());
        for (Map.Entry<ConfigKey<?>, Object> setting : settings.entrySet()) {
            config = with(config, setting.getKey(), setting.getValue());
            origins.put(setting.getKey().name(), ORIGIN);
        }
        return new LoadedConfig(config, loaded.configFileExists(), origins, loaded.warnings());
    }

    @SuppressWarnings("unchecked") // Builder.set takes values of the key's type only.
    private static <T> RelayConfig with(RelayConfig config, ConfigKey<T> key, Object value) {
        return config.with(key, (T) value);
    }

    /** Returns a new token. */
    RelayTokenSource token() {
        return RelayTokenSource.fixed(RelayToken.random(new SecureRandom()));
    }

    /**
     * Returns the session that {@code airelay login} stored, renewed when due.
     *
     * @param environment where it is looked for; null for the environment of the process
     * @throws dev.airelay.config.ConfigException when the user's settings are invalid
     */
    CredentialSource session(@Nullable Map<String, String> environment) {
        Map<String, String> variables = environment == null ? System.getenv() : environment;
        RelayConfig user = ConfigLoader.load(
                        new ConfigSources(variables, Map.of(), ConfigSources.home(variables), Path.of("")))
                .config();
        SessionAccess opened = SessionAccess.open(user, variables);
        session = opened;
        return opened.credentials();
    }

    /** Closes the session and deletes the temporary directory. Idempotent; a directory that cannot be deleted is logged. */
    void close() {
        SessionAccess opened = session;
        if (opened != null) {
            opened.close();
        }
        if (temporary != null) {
            deleteDirectory();
            forgetExit();
        }
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            LOG.log(System.Logger.Level.DEBUG, "closed_at_exit");
        }
    }

    private void deleteDirectory() {
        Path directory = temporary;
        if (directory == null || !Files.exists(directory)) {
            return;
        }
        try {
            PrivateFiles.deleteTree(directory);
        } catch (IOException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "temporary_directory_left path={0} reason={1}",
                    directory,
                    FileFailures.words(failed));
        }
    }
}
