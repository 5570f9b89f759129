package dev.airelay.security;

import java.util.Optional;

/** The source of the token that a {@link BearerGuard} expects. Must neither block nor throw. */
@FunctionalInterface
public interface ExpectedToken {
    /** The current token as far as known; if empty, no client is admitted. */
    Optional<String> current();
}
