package dev.airelay.auth.login;

import dev.airelay.auth.issuer.AuthorizationCode;
import dev.airelay.auth.issuer.IssuerClient;
import dev.airelay.auth.issuer.IssuerException;
import dev.airelay.auth.issuer.TokenReply;
import java.time.Duration;
import java.util.Optional;

/**
 * The login from another device, for machines without a browser: the owner enters a code on a page of the login server.
 * Works only if the owner has enabled device codes in ChatGPT's security settings; otherwise the page says so and this login
 * times out. Safe for concurrent use.
 */
public final class DeviceLogin {
    private static final String PAGE_PATH = "/codex/device";
    /** The login server's codes are not valid for longer. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final IssuerClient issuer;
    private final DeviceClient device;
    private final DeviceLoginOptions options;
    private final LoginClock clock;

    /** A login at this login server. */
    public DeviceLogin(IssuerClient issuer, DeviceLoginOptions options) {
        this(issuer, options, LoginClock.system());
    }

    /** A login at this login server that uses this clock. */
    public DeviceLogin(IssuerClient issuer, DeviceLoginOptions options, LoginClock clock) {
        this.issuer = issuer;
        this.device = new DeviceClient(issuer.channel());
        this.options = options;
        this.clock = clock;
    }

    /**
     * Runs one login. Blocks until the owner has signed in, the code expires, the time limit is reached or the thread is
     * interrupted.
     *
     * @param prompt receives the code and the progress of the wait
     * @param sink stores the tokens
     * @return the tokens that the sink received
     * @throws LoginException when the login ended otherwise; nothing was stored
     * @throws IssuerException if the login server refused; nothing was stored
     */
    public TokenReply run(DevicePrompt prompt, LoginSink sink)
            throws LoginException, IssuerException, InterruptedException {
        DeviceAuthorization authorization = device.start();
        Duration limit = limit(authorization);
        DeviceWait wait = new DeviceWait(clock, prompt, limit, authorization.interval());
        prompt.show(new DeviceCode(issuer.options().endpoint(PAGE_PATH), authorization.userCode(), limit));
        TokenReply tokens = issuer.exchange(codeFor(authorization, wait));
        return CompletedLogin.store(tokens, options.workspaces(), sink);
    }

    private Duration limit(DeviceAuthorization authorization) {
        Duration limit = options.timeout().compareTo(LONGEST) < 0 ? options.timeout() : LONGEST;
        Optional<Duration> shorter = authorization.expiresIn().filter(end -> end.compareTo(limit) < 0);
        return shorter.orElse(limit);
    }

    private AuthorizationCode codeFor(DeviceAuthorization authorization, DeviceWait wait)
            throws LoginException, IssuerException, InterruptedException {
        while (true) {
            wait.untilNextPoll();
            DevicePoll poll = device.poll(authorization);
            if (poll instanceof DevicePoll.Granted granted) {
                return granted.code();
            }
            wait.note(poll);
        }
    }
}
