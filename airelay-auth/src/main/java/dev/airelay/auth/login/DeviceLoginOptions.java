package dev.airelay.auth.login;

import java.time.Duration;

/**
 * The options of a device login.
 *
 * @param timeout time limit for signing in; positive, at most 15 minutes count
 * @param workspaces the login is restricted to
 */
public record DeviceLoginOptions(Duration timeout, WorkspaceRestriction workspaces) {
    /** Checks the time. */
    public DeviceLoginOptions {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be positive, was " + timeout.toMillis() + " ms");
        }
    }
}
