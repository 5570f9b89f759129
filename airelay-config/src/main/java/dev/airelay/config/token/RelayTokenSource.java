package dev.airelay.config.token;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The relay token that a running relay accepts. Safe for concurrent use; no method throws.
 *
 * <p>A token in the environment is used for the life of the process. A token file is watched: when it changes, so does the
 * token, and if it cannot be read there is no token, so that no client is admitted.
 */
public interface RelayTokenSource {
    /** How long a check of the file remains valid. */
    Duration DEFAULT_CHECK_INTERVAL = Duration.ofMillis(250);

    /** The token as last read; empty if there is none. Never blocks. */
    Optional<RelayToken> current();

    /** Whether {@link #current()} is up to date: the file was checked within the interval. Never blocks. */
    boolean fresh();

    /**
     * Returns the token after checking the file's time and size now, and its content if they changed. Blocks. For callers
     * whose {@link #current()} is not fresh, or who are about to refuse a client that may have a token rotated a moment ago.
     */
    Optional<RelayToken> latest();

    /**
     * The token of these settings: from the environment, otherwise from the file.
     *
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    static RelayTokenSource of(RelayConfig config, LongSupplier nanoTime) {
        return config.get(ConfigKeys.BEARER_TOKEN)
                .map(value -> fixed(RelayToken.of(value, RelayToken.Source.ENV)))
                .orElseGet(() -> watching(RelayTokenFile.of(config), nanoTime, DEFAULT_CHECK_INTERVAL));
    }

    /**
     * The token of a watched file. The file is read once before this method returns.
     *
     * @param nanoTime a clock like {@link System#nanoTime()}
     * @param checkInterval how long a check of the file remains valid
     */
    static RelayTokenSource watching(RelayTokenFile file, LongSupplier nanoTime, Duration checkInterval) {
        return new WatchedTokenSource(file, nanoTime, checkInterval);
    }

    /** A token that never changes. */
    static RelayTokenSource fixed(RelayToken token) {
        return new RelayTokenSource() {
            @Override
            public Optional<RelayToken> current() {
                return Optional.of(token);
            }

            @Override
            public boolean fresh() {
                return true;
            }

            @Override
            public Optional<RelayToken> latest() {
                return current();
            }
        };
    }
}
