package dev.airelay.cli.context;

import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.TextStyle;
import dev.airelay.config.token.RelayToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts about the relay token that several commands show. */
public final class TokenReport {
    private TokenReport() {}

    public static @Nullable String sourceName(Optional<RelayToken> token) {
        return token.map(RelayToken::source).map(RelayToken.Source::wireName).orElse(null);
    }

    /** Whether there is a token and where it comes from; never the token. */
    public static void printTokenState(Page page, RelayState state, boolean created) {
        if (created) {
            page.field("Relay token", "created", TextStyle.GOOD);
        } else if (state.token().isPresent()) {
            page.field("Relay token", "present", TextStyle.GOOD);
        } else {
            page.field("Relay token", "missing", state.tokenMissing() ? TextStyle.BAD : TextStyle.DIM);
        }
        page.field("Token source", sourceName(state.token()));
    }
}
