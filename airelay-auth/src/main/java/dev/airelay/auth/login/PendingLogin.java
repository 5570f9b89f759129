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

    /** Whether the browser can come back by itself; false where the system keeps the ports, so that only pasting helps. */
    public boolean listening() {
        return listening;
    }

    /** Where the owner signs in: to be shown, and opened in a browser. Not to be logged, it holds the state. */
    public URI authorizeUrl() {
        return authorizeUrl;
    }

    /**
     * Takes what the owner copied out of a browser on another machine: the address of its last page, the query of that,
     * or {@code code#state}. Empty when it was taken; else why not, for the owner, and the login waits on.
     */
    public Optional<String> paste(String text) {
        return endpoint.paste(text);
    }

    /** Ends the login: the waiting thread gets {@link LoginFailure#CANCELLED}. False when it is already decided. */
    public boolean cancel() {
        return endpoint.cancel();
    }

    @Override
    public String toString() {
        return "PendingLogin";
    }
}
