package dev.airelay.server;

import org.jspecify.annotations.Nullable;

/** Decides by its {@code Authorization} header whether a request may use the protected routes. */
@FunctionalInterface
interface RelayAccess {

    /** Returns true when the header carries the relay token; null stands for a request without the header. */
    boolean permits(@Nullable String authorizationHeader);
}
