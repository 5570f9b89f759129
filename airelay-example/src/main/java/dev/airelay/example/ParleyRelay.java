package dev.airelay.example;

import dev.airelay.auth.session.CredentialSource;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.security.CredentialHeader;
import dev.airelay.server.RelayServer;
import java.util.Set;

/** A relay that serves Parley beside its own APIs. */
public final class ParleyRelay {

    /** The path of the API's one route. */
    public static final String PATH = "/parley/talk";

    /** The header in which its clients present the relay token. */
    public static final CredentialHeader KEY = CredentialHeader.of("x-parley-key");

    private ParleyRelay() {}

    /**
     * Starts a relay.
     *
     * @param session the upstream session
     */
    public static RelayServer start(LoadedConfig config, RelayTokenSource token, CredentialSource session) {
        return RelayServer.builder()
                .config(config)
                .token(token)
                .session(session)
                .dialect(PATH, new ParleyDialect(), Set.of(KEY))
                .start();
    }
}
