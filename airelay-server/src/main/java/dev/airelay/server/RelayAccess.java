package dev.airelay.server;

import dev.airelay.security.BearerDecision;
import org.jspecify.annotations.Nullable;

/** Decides by its {@code Authorization} header whether a request may use the protected routes. */
@FunctionalInterface
interface RelayAccess {

    /** Returns whether the header carries the relay token; null stands for a request without the header. */
    BearerDecision check(@Nullable String authorizationHeader);
}
