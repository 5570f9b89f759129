package dev.airelay.auth.issuer;

import java.io.IOException;

/**
 * Sends requests to the login server. The embedding program provides one, so that login, renewal and sign-out use the same
 * proxy and trusted certificates as every other request.
 *
 * <p>The message of an exception is shown to people: a sentence that names the server, without secrets.
 *
 * <p>Safe for concurrent use. Blocks; must not be called on an event loop.
 */
@FunctionalInterface
public interface IssuerTransport {
    /**
     * Sends one request and waits for the whole response. Redirects are not followed, nothing is retried.
     *
     * @return the response, with any status
     * @throws java.net.ConnectException if no connection could be established; nothing was sent
     * @throws IOException if the request may have been sent but no complete response arrived, including time-outs
     * @throws InterruptedException when the waiting thread was interrupted; the request is abandoned
     */
    IssuerReply send(IssuerRequest request) throws IOException, InterruptedException;
}
