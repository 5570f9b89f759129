package dev.airelay.auth.login;

import java.time.Duration;

/**
 * How a device login is run.
 *
 * @param timeout how long the owner has to sign in; positive, and 15 minutes where it is longer
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
