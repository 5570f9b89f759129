package dev.airelay.cli.relay;

import dev.airelay.auth.session.SessionStatus;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigProblem;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.config.token.TokenWarning;
import dev.airelay.server.SessionAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The settings and what lies in the files they name, as found when this was made.
 *
 * @param loaded the settings
 * @param tokenSource follows the relay token
 * @param session the stored upstream session
 * @param warnings for the owner, one line each
 */
public record RelayState(
        LoadedConfig loaded, RelayTokenSource tokenSource, SessionStatus session, List<String> warnings) {

    /**
     * Reads settings, token and session. Does file work and may block.
     *
     * @throws dev.airelay.config.ConfigException when the settings are wrong or the token file cannot be read
     */
    public static RelayState load(ConfigSources sources, LongSupplier nanoTime) {
        LoadedConfig loaded = ConfigLoader.load(sources);
        RelayConfig config = loaded.config();
        List<String> warnings = new ArrayList<>();
        for (ConfigProblem problem : loaded.warnings()) {
            warnings.add(problem.message());
        }
        for (TokenWarning warning : TokenWarning.of(config)) {
            warnings.add(warning.message());
        }
        SessionStatus session =
                SessionAccess.storage(config, sources.environment()).status();
        warnings.addAll(session.warnings());
        return new RelayState(loaded, RelayTokenSource.of(config, nanoTime), session, List.copyOf(warnings));
    }

    public RelayConfig config() {
        return loaded.config();
    }

    /** The token there is now, so one just created is seen. Does file work. */
    public Optional<RelayToken> token() {
        return tokenSource.latest();
    }

    /** Whether clients need a token and there is none. */
    public boolean tokenMissing() {
        return config().get(ConfigKeys.REQUIRE_BEARER_AUTH) && token().isEmpty();
    }
}
