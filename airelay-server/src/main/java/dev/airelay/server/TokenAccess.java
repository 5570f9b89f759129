package dev.airelay.server;

import dev.airelay.config.RelayConfig;
import dev.airelay.config.RelayToken;
import dev.airelay.config.RelayTokenSource;
import dev.airelay.security.BearerDecision;
import dev.airelay.security.BearerGuard;
import dev.airelay.security.ExpectedToken;
import java.util.Optional;

/** Connects the bearer guard to the relay token as the configuration has it. */
final class TokenAccess {

    private TokenAccess() {}

    static RelayAccess of(RelayConfig.Security security, RelayTokenSource token) {
        if (!security.requireBearerAuth()) {
            return authorization -> new BearerDecision.Allowed();
        }
        return new BearerGuard(expected(token))::check;
    }

    private static ExpectedToken expected(RelayTokenSource token) {
        return new ExpectedToken() {
            @Override
            public Optional<String> current() {
                return token.current().map(RelayToken::value);
            }

            @Override
            public Optional<String> latest() {
                return token.latest().map(RelayToken::value);
            }
        };
    }
}
