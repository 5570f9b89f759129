package dev.airelay.server;

import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A relay token source that reports each new value once to a watcher, when it is first seen. Safe for concurrent use. */
final class WatchedToken implements RelayTokenSource {
    private final RelayTokenSource source;
    private final Consumer<RelayToken> watcher;
    private final Set<RelayToken> seen = ConcurrentHashMap.newKeySet();

    /**
     * Watches a source.
     *
     * @param watcher called on the thread that requested the token; must not block
     */
    WatchedToken(RelayTokenSource source, Consumer<RelayToken> watcher) {
        this.source = source;
        this.watcher = watcher;
    }

    @Override
    public Optional<RelayToken> current() {
        return watched(source.current());
    }

    @Override
    public boolean fresh() {
        return source.fresh();
    }

    @Override
    public Optional<RelayToken> latest() {
        return watched(source.latest());
    }

    private Optional<RelayToken> watched(Optional<RelayToken> token) {
        token.filter(seen::add).ifPresent(watcher);
        return token;
    }
}
