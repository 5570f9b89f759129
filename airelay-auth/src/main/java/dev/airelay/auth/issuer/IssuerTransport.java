package dev.airelay.auth.issuer;

import java.io.IOException;

/**
 * Carries requests to the login issuer. The program that embeds this module gives one, so that login, renewal and
 * sign-out take the same way out (proxy, trusted certificates) as every other request.
 *
 * <p>The message of an exception is shown to people: a sentence that names the server, without secrets.
 *
 * <p>Safe for concurrent use. Blocks; must not be called on an event loop.
 */
@FunctionalInterface
public interface IssuerTransport {
    /**
     * Sends one request and waits for the whole answer. Redirects are not followed, nothing is retried.
     *
     * @return the answer, whatever its status
     * @throws java.net.ConnectException when no connection came about: nothing was sent
     * @throws IOException when the request may have been sent but no whole answer came, also after the time-out
     * @throws InterruptedException when the waiting thread was interrupted; the request is given up
     */
    IssuerReply send(IssuerRequest request) throws IOException, InterruptedException;
}
