package dev.airelay.config.token;

import dev.airelay.base.FileFailures;
import dev.airelay.base.OwnerOnly;
import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigProblem;
import dev.airelay.config.RelayConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A problem with the relay token that its owner should know of.
 *
 * @param kind its kind
 * @param message the problem and its fix; contains no token
 */
public record TokenWarning(Kind kind, String message) {
    /** The kinds of warning. */
    public enum Kind {
        /** Other users of the machine can read or change the token file. */
        LOOSE_PERMISSIONS,
        /** The environment's token wins over a different one in the file, so rotating the file changes nothing. */
        ENVIRONMENT_HIDES_FILE,
        /** The token contains characters that no HTTP client can send. */
        UNUSABLE_CHARACTERS,
        /** No token is required. */
        NOT_REQUIRED,
        /** No token is required on the listener for Ollama's clients. */
        NOT_REQUIRED_BY_OLLAMA
    }

    /**
     * Examines the token file and the environment's token. Does file work and may block.
     *
     * @throws ConfigException when the token file cannot be read
     */
    public static List<TokenWarning> of(RelayConfig config) {
        if (!config.get(ConfigKeys.REQUIRE_BEARER_AUTH)) {
            return List.of(new TokenWarning(
                    Kind.NOT_REQUIRED,
                    "Authentication is off: any program on this machine, and any web page that can reach the relay from a"
                            + " browser on it, can use your subscription"
                            + (config.get(ConfigKeys.OLLAMA_LISTEN)
                                    ? ", also through the listener for Ollama's clients"
                                    : "")
                            + ". To turn it on, drop --no-auth or set security.require_bearer_auth = true."));
        }
        List<TokenWarning> warnings = new ArrayList<>();
        if (config.get(ConfigKeys.OLLAMA_LISTEN) && !config.get(ConfigKeys.OLLAMA_REQUIRE_BEARER_AUTH)) {
            warnings.add(new TokenWarning(
                    Kind.NOT_REQUIRED_BY_OLLAMA,
                    "The listener for Ollama's clients is open: any program and any user on this machine can use"
                            + " your subscription at " + config.get(ConfigKeys.OLLAMA_HOST) + ", "
                            + port(config.get(ConfigKeys.OLLAMA_PORT)) + ", without the relay token. To close it, set"
                            + " ollama.require_bearer_auth = true or ollama.listen = false."));
        }
        Path file = config.get(ConfigKeys.BEARER_TOKEN_FILE);
        Optional<RelayToken> inFile = new RelayTokenFile(file).read();
        if (openToOthers(file)) {
            warnings.add(new TokenWarning(
                    Kind.LOOSE_PERMISSIONS, file + " can be read or changed by other users. Run: chmod 600 " + file));
        }
        if (inFile.filter(token -> !token.value().chars().allMatch(c -> c > 0x20 && c < 0x7f))
                .isPresent()) {
            warnings.add(new TokenWarning(
                    Kind.UNUSABLE_CHARACTERS,
                    file + " contains spaces or non-ASCII characters, which clients cannot send. Run: airelay token"
                            + " rotate"));
        }
        if (config.get(ConfigKeys.BEARER_TOKEN)
                .filter(value ->
                        inFile.isPresent() && !value.equals(inFile.get().value()))
                .isPresent()) {
            String variable = ConfigKeys.BEARER_TOKEN.environmentName();
            warnings.add(new TokenWarning(
                    Kind.ENVIRONMENT_HIDES_FILE,
                    variable + " overrides the different token in " + file + ". Unset it to use the file."));
        }
        return List.copyOf(warnings);
    }

    private static String port(int port) {
        return port == 0 ? "any free port" : "port " + port;
    }

    private static boolean openToOthers(Path file) {
        try {
            return OwnerOnly.openToOthers(file);
        } catch (IOException failed) {
            throw new ConfigException(
                    ConfigProblem.of(file.toString(), "cannot be checked: " + FileFailures.words(failed)), failed);
        }
    }
}
