package dev.airelay.server.guard;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.security.BearerDecision;
import dev.airelay.security.BearerGuard;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Connects the bearer guard to the configured relay token. The token's file is checked off the event loop: when the last
 * check is old, and before a request is refused whose token may just have been rotated.
 */
public final class TokenAccess implements RelayAccess {

    private final RelayTokenSource token;
    private final BearerGuard guard;
    private final Executor blockingWork;
    private final InstantSource clock;

    private TokenAccess(RelayTokenSource token, Executor blockingWork, InstantSource clock) {
        this.token = token;
        this.clock = clock;
        this.guard = new BearerGuard(() -> token.current().map(RelayToken::value));
        this.blockingWork = blockingWork;
    }

    /**
     * Returns the access of these settings.
     *
     * @param blockingWork reads the token's file
     */
    public static RelayAccess of(RelayConfig config, RelayTokenSource token, Executor blockingWork) {
        return of(config, token, blockingWork, InstantSource.system());
    }

    /**
     * Returns the access of these settings.
     *
     * @param clock by which page sessions end
     */
    static RelayAccess of(RelayConfig config, RelayTokenSource token, Executor blockingWork, InstantSource clock) {
        return config.get(ConfigKeys.REQUIRE_BEARER_AUTH)
                ? new TokenAccess(token, blockingWork, clock)
                : authorization -> new BearerDecision.Allowed();
    }

    @Override
    public BearerDecision check(@Nullable String authorizationHeader) {
        BearerDecision decision = guard.check(authorizationHeader);
        if (authorizationHeader != null
                && decision instanceof BearerDecision.Denied denied
                && denied.reason() == BearerDecision.Reason.WRONG
                && PageSession.isShown(authorizationHeader)) {
            return ofPage(authorizationHeader, decision);
        }
        return decision;
    }

    private BearerDecision ofPage(String session, BearerDecision otherwise) {
        return token.current()
                        .filter(now -> PageSession.isGood(session, now.value(), clock.instant()))
                        .isPresent()
                ? new BearerDecision.Allowed()
                : otherwise;
    }

    @Override
    public Optional<CompletionStage<?>> lookAgain(BearerDecision decision) {
        return certain(decision) ? Optional.empty() : Optional.of(CompletableFuture.runAsync(this::look, blockingWork));
    }

    private void look() {
        token.latest();
    }

    private boolean certain(BearerDecision decision) {
        if (decision instanceof BearerDecision.Denied denied) {
            // A header without a token is refused in any case.
            return denied.reason() == BearerDecision.Reason.MISSING
                    || denied.reason() == BearerDecision.Reason.MALFORMED;
        }
        return token.fresh();
    }
}
