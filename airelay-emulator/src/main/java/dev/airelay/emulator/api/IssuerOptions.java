package dev.airelay.emulator.api;

import java.time.Duration;
import java.util.Set;

/**
 * The options of an emulator's login server. Start from {@link #defaults()} and change what your test needs; {@code
 * LoginIssuer.change} changes a running login server.
 *
 * @param approval how a browser login is approved
 * @param redirectPorts ports of {@code http://localhost:PORT/auth/callback} (or 127.0.0.1) that are accepted; empty accepts
 *     every port
 * @param account the account that is signed in
 * @param lifetimes lifetimes of tokens and codes
 * @param device options of the device login
 */
public record IssuerOptions(
        Approval approval,
        Set<Integer> redirectPorts,
        EmulatedAccount account,
        TokenLifetimes lifetimes,
        DeviceOptions device) {
    private static final Set<Integer> REGISTERED_PORTS = Set.of(1455, 1457);

    /** Copies the ports. */
    public IssuerOptions {
        redirectPorts = Set.copyOf(redirectPorts);
    }

    /** Approves by itself, accepts the two registered ports, and lets tokens live as long as the real ones. */
    public static IssuerOptions defaults() {
        return new IssuerOptions(
                Approval.AUTOMATIC,
                REGISTERED_PORTS,
                EmulatedAccount.standard(),
                TokenLifetimes.defaults(),
                DeviceOptions.defaults());
    }

    /** The same options with another approval of browser logins. */
    public IssuerOptions withApproval(Approval decision) {
        return new IssuerOptions(decision, redirectPorts, account, lifetimes, device);
    }

    /** The same options with redirects accepted to any port, for tests that must use a free one. */
    public IssuerOptions withAnyRedirectPort() {
        return withRedirectPorts(Set.of());
    }

    /** The same options with other redirect ports; none accepts every port. */
    public IssuerOptions withRedirectPorts(Set<Integer> ports) {
        return new IssuerOptions(approval, ports, account, lifetimes, device);
    }

    /** The same options with someone else signed in by later logins. */
    public IssuerOptions withAccount(EmulatedAccount person) {
        return new IssuerOptions(approval, redirectPorts, person, lifetimes, device);
    }

    /** The same options with other lifetimes of what is issued from then on. */
    public IssuerOptions withLifetimes(TokenLifetimes times) {
        return new IssuerOptions(approval, redirectPorts, account, times, device);
    }

    /** The same options with another lifetime of access tokens. */
    public IssuerOptions withAccessLifetime(Duration lifetime) {
        return withLifetimes(lifetimes.withAccess(lifetime));
    }

    /** The same options with another device login. */
    public IssuerOptions withDevice(DeviceOptions options) {
        return new IssuerOptions(approval, redirectPorts, account, lifetimes, options);
    }
}
