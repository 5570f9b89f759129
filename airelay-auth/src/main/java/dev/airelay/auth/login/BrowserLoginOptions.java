package dev.airelay.auth.login;

import java.time.Duration;

/**
 * How a browser login is run.
 *
 * @param ports for the redirect
 * @param timeout how long the owner has to sign in; positive
 * @param workspaces the login is restricted to
 */
public record BrowserLoginOptions(LoopbackPorts ports, Duration timeout, WorkspaceRestriction workspaces) {
    /** Checks the time. */
    public BrowserLoginOptions {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be positive, was " + timeout.toMillis() + " ms");
        }
    }
}
