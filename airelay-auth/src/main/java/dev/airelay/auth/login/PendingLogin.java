package dev.airelay.auth.login;

import java.net.URI;
import java.util.Optional;

/** A browser login that waits for its owner. Safe for concurrent use. The text form does not show the address. */
public final class PendingLogin {
    private final URI authorizeUrl;
    private final RedirectionEndpoint endpoint;
    private final boolean listening;

    PendingLogin(URI authorizeUrl, RedirectionEndpoint endpoint, boolean listening) {
        this.authorizeUrl = authorizeUrl;
        this.endpoint = endpoint;
        this.listening = listening;
    }

    /**
     * Whether the browser can deliver the redirect itself; false if the system reserves the ports, so that it must be
     * pasted.
     */
    public boolean listening() {
        return listening;
    }

    /**
     * The address where the owner signs in, to be shown and opened in a browser. Must not be logged: it contains the state.
     */
    public URI authorizeUrl() {
        return authorizeUrl;
    }

    /**
     * Accepts text that the owner copied from a browser on another machine: the address of its last page, that address's
     * query, or {@code code#state}. Returns empty if it was accepted; otherwise the reason, for the owner, and the login
     * keeps waiting.
     */
    public Optional<String> paste(String text) {
        return endpoint.paste(text);
    }

    /**
     * Ends the login: the waiting thread gets {@link LoginFailure#CANCELLED}. Returns false if the login has already ended.
     */
    public boolean cancel() {
        return endpoint.cancel();
    }

    @Override
    public String toString() {
        return "PendingLogin";
    }
}
