package dev.airelay.security;

import java.util.Optional;

/** Where a {@link BearerGuard} learns the token it must see. Must not block, and not throw. */
@FunctionalInterface
public interface ExpectedToken {
    /** The token in force as far as known; empty when there is none, and then nobody is let in. */
    Optional<String> current();
}
