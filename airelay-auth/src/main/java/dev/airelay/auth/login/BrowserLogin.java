package dev.airelay.auth.login;

import dev.airelay.auth.issuer.AuthorizationCode;
import dev.airelay.auth.issuer.IssuerClient;
import dev.airelay.auth.issuer.IssuerException;
import dev.airelay.auth.issuer.TokenReply;
import java.net.URI;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * The login in a browser: authorization code with PKCE, redirect to a loopback listener.
 *
 * <p>Safe for concurrent use; a second login asks the first one to release its port.
 */
public final class BrowserLogin {
    private final IssuerClient issuer;
    private final BrowserLoginOptions options;
    private final LoginClock clock;
    private final RandomGenerator random;
    private final LoopbackSockets.Binder binder;

    /** A login at this login server. */
    public BrowserLogin(IssuerClient issuer, BrowserLoginOptions options) {
        this(issuer, options, LoginClock.system(), new SecureRandom(), LoopbackSockets.Binder.system());
    }

    /** As the other constructor, with the clock, the randomness and the sockets of a test. */
    public BrowserLogin(
            IssuerClient issuer,
            BrowserLoginOptions options,
            LoginClock clock,
            RandomGenerator random,
            LoopbackSockets.Binder binder) {
        this.issuer = issuer;
        this.options = options;
        this.clock = clock;
        this.random = random;
        this.binder = binder;
    }

    /**
     * Runs one login. Blocks until the owner has signed in, the time limit is reached, the login is canceled or the thread
     * is interrupted; the ports are free again afterwards.
     *
     * @param prompt receives the address
     * @param sink stores the tokens; the browser shows success only afterwards
     * @return the tokens that the sink received
     * @throws LoginException if the login ended otherwise; nothing was stored
     * @throws IssuerException if the login server did not accept the code; nothing was stored
     */
    public TokenReply run(LoginPrompt prompt, LoginSink sink)
            throws LoginException, IssuerException, InterruptedException {
        LoopbackSockets sockets = LoopbackSockets.open(options.ports(), clock, binder);
        // The word localhost, not an address: the client is registered with this text.
        String redirectUri = "http://localhost:" + sockets.port() + "/auth/callback";
        AuthorizationRequest request = AuthorizationRequest.random(redirectUri, options.workspaces(), random);
        RedirectionEndpoint endpoint = new RedirectionEndpoint(request.state());
        try (CallbackListener listener = CallbackListener.start(sockets, endpoint)) {
            URI authorizeUrl = AuthorizeUrl.of(issuer.options(), request);
            prompt.show(
                    new PendingLogin(authorizeUrl, endpoint, !sockets.sockets().isEmpty()));
            try {
                return complete(request, endpoint, sink);
            } finally {
                letTheBrowserFinish(listener, endpoint);
            }
        }
    }

    /** Waits for the code, exchanges it and stores the tokens; the browser shows the actual outcome in every case. */
    private TokenReply complete(AuthorizationRequest request, RedirectionEndpoint endpoint, LoginSink sink)
            throws LoginException, IssuerException, InterruptedException {
        PageAnswer page = PageAnswer.unfinished();
        try {
            String code = endpoint.await(options.timeout()).requireCode();
            TokenReply tokens = issuer.exchange(new AuthorizationCode(
                    code, request.redirectUri(), request.pkce().verifier()));
            CompletedLogin.store(tokens, options.workspaces(), sink);
            page = PageAnswer.toSuccess();
            return tokens;
        } catch (LoginException failed) {
            page = PageAnswer.failed(failed);
            throw failed;
        } catch (IssuerException failed) {
            page = PageAnswer.failed(failed);
            throw failed;
        } finally {
            endpoint.settle(page);
        }
    }

    private static void letTheBrowserFinish(CallbackListener listener, RedirectionEndpoint endpoint) {
        if (endpoint.browserWaits()) {
            try {
                listener.awaitLastPage();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
