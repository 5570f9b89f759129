package dev.airelay.auth.login;

import java.time.Duration;

/**
 * The options of a browser login.
 *
 * @param ports for the redirect
 * @param timeout time limit for signing in; positive
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
