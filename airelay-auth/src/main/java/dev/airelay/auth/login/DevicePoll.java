package dev.airelay.auth.login;

import dev.airelay.auth.issuer.AuthorizationCode;
import java.util.Optional;

/** What one poll of a device login came to. */
public sealed interface DevicePoll {
    /** The owner signed in. */
    record Granted(AuthorizationCode code) implements DevicePoll {}

    /** The owner has not signed in yet. */
    record Pending() implements DevicePoll {}

    /** Not yet, and polls come too often. */
    record SlowDown(Optional<String> retryAfter) implements DevicePoll {}

    /** The issuer, or the way to it, is out of order. */
    record TryLater(String trouble, Optional<String> retryAfter) implements DevicePoll {}
}
