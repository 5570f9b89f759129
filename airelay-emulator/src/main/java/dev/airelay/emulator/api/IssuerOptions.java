package dev.airelay.emulator.api;

import java.time.Duration;
import java.util.Set;

/**
 * How the login issuer of an emulator behaves. Start from {@link #defaults()} and change what matters; a running issuer
 * is changed by {@code LoginIssuer.change}.
 *
 * @param approval who decides about a browser login
 * @param redirectPorts ports of {@code http://localhost:PORT/auth/callback} (or 127.0.0.1) that are accepted; empty accepts every port
 * @param account who is signed in
 * @param lifetimes how long tokens and codes live
 * @param device how the device login behaves
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

    /** The same options with browser logins decided otherwise. */
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

    /** The same options with access tokens that live this long. */
    public IssuerOptions withAccessLifetime(Duration lifetime) {
        return withLifetimes(lifetimes.withAccess(lifetime));
    }

    /** The same options with another device login. */
    public IssuerOptions withDevice(DeviceOptions options) {
        return new IssuerOptions(approval, redirectPorts, account, lifetimes, options);
    }
}
