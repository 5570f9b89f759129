package dev.airelay.config.token;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The relay token a running relay accepts. Safe for concurrent use; no method throws.
 *
 * <p>A token in the environment stays for the life of the process. One in a file is followed: when the file changes,
 * so does the answer, and when it cannot be read there is no token, so that nobody is let in.
 */
public interface RelayTokenSource {
    /** How long what was seen in the file may be relied on. */
    Duration DEFAULT_CHECK_INTERVAL = Duration.ofMillis(250);

    /** The token as last seen; empty when there is none. From memory: never blocks. */
    Optional<RelayToken> current();

    /** Whether {@link #current()} may be relied on: the file was looked at within the check interval. Never blocks. */
    boolean fresh();

    /**
     * The token after looking at the file now: at its time and size, and at its content if they changed. Blocks. For a
     * caller whose {@link #current()} is not fresh, or who is about to refuse a client that may hold a token rotated a
     * moment ago.
     */
    Optional<RelayToken> latest();

    /**
     * The token of these settings: the one from the environment, else the one in the file.
     *
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    static RelayTokenSource of(RelayConfig config, LongSupplier nanoTime) {
        return config.get(ConfigKeys.BEARER_TOKEN)
                .map(value -> fixed(RelayToken.of(value, RelayToken.Source.ENV)))
                .orElseGet(() -> watching(RelayTokenFile.of(config), nanoTime, DEFAULT_CHECK_INTERVAL));
    }

    /**
     * The token in a file, followed. The file is read once before this returns.
     *
     * @param nanoTime a clock like {@link System#nanoTime()}
     * @param checkInterval how long what was seen may be relied on
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
