package dev.airelay.emulator;

import dev.airelay.emulator.api.CheckOptions;
import dev.airelay.emulator.api.IssuedTokens;
import dev.airelay.emulator.api.IssuerCounts;
import dev.airelay.emulator.api.IssuerOptions;
import dev.airelay.emulator.issuer.IssuerState;
import dev.airelay.emulator.issuer.LoginClient;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The login server of a running emulator: browser login, device login, refresh with rotation and reuse detection, and
 * revocation. Its faults are scripts, see {@link Emulator#script}. Safe for use from any thread.
 */
public final class LoginIssuer {
    private final IssuerState state;
    private final URI baseUrl;

    LoginIssuer(IssuerState state, URI baseUrl) {
        this.state = state;
        this.baseUrl = baseUrl;
    }

    /** Its address, {@code http://127.0.0.1:PORT}. */
    public URI baseUrl() {
        return baseUrl;
    }

    /** The only client id that it accepts. */
    public static String clientId() {
        return LoginClient.ID;
    }

    /** Its current options. */
    public IssuerOptions options() {
        return state.options();
    }

    /** Changes its options from now on; tokens and codes that were issued do not change. */
    public void change(UnaryOperator<IssuerOptions> change) {
        state.change(change);
    }

    /** Signs the account of the options in without any request, for tests that begin with a session. */
    public IssuedTokens signIn() {
        return state.signIn();
    }

    /** The number of requests of each kind. */
    public IssuerCounts counts() {
        return state.counts();
    }

    /** The user codes of device logins that nobody has approved yet, oldest first. */
    public List<String> waitingUserCodes() {
        return state.waitingUserCodes();
    }

    /** Enters a user code, as a person would on the page; returns false if it is unknown or expired. */
    public boolean approveDevice(String userCode) {
        return state.approveDevice(userCode);
    }

    /**
     * Ends every sign-in, as signing out everywhere does. Refresh tokens are then {@code refresh_token_invalidated};
     * access tokens are refused where {@link CheckOptions#onlyIssuedTokens()} says so.
     */
    public void revokeAll() {
        state.revokeAll();
    }

    /** Makes every refresh token too old: {@code refresh_token_expired}. */
    public void expireRefreshTokens() {
        state.expireRefreshTokens();
    }
}
