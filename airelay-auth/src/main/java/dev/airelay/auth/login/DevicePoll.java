package dev.airelay.auth.login;

import dev.airelay.auth.issuer.AuthorizationCode;
import java.util.Optional;

/** The result of one device-login poll. */
public sealed interface DevicePoll {
    /** The owner signed in. */
    record Granted(AuthorizationCode code) implements DevicePoll {}

    /** The owner has not signed in yet. */
    record Pending() implements DevicePoll {}

    /** The owner has not signed in yet, and the polls are too frequent. */
    record SlowDown(Optional<String> retryAfter) implements DevicePoll {}

    /** The login server or the connection to it failed. */
    record TryLater(String trouble, Optional<String> retryAfter) implements DevicePoll {}
}
