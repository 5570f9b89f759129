package dev.airelay.config;

import java.util.Optional;

/** A token that never changes. */
record FixedTokenSource(RelayToken token) implements RelayTokenSource {
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
}
