package dev.airelay.config.token;

import dev.airelay.base.FileFailures;
import dev.airelay.base.PrivateFiles;
import dev.airelay.base.RegularFiles;
import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigProblem;
import dev.airelay.config.RelayConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The file with the relay token: one line, private to its owner. Spaces around the token are ignored; an empty file contains
 * no token. Every call accesses the file system and may block.
 *
 * @param path absolute
 */
public record RelayTokenFile(Path path) {
    private static final int MAX_BYTES = 64 * 1024;

    /**
     * The token that {@link #createIfAbsent} found or created.
     *
     * @param token the token now in the file
     * @param created whether it is new
     */
    public record Outcome(RelayToken token, boolean created) {}

    /** The token file of these settings. */
    public static RelayTokenFile of(RelayConfig config) {
        return new RelayTokenFile(config.get(ConfigKeys.BEARER_TOKEN_FILE));
    }

    /**
     * The token in the file; empty when the file is missing or empty.
     *
     * @throws ConfigException when the file cannot be read
     */
    public Optional<RelayToken> read() {
        try {
            String text = new String(RegularFiles.read(path, MAX_BYTES), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(RelayToken.of(text, RelayToken.Source.FILE));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException failed) {
            throw failure("the relay token cannot be read: ", failed);
        }
    }

    /**
     * Returns the token in the file, created if there is none. If two processes do this at once, both get the same one.
     *
     * @param random the source of the token's 32 bytes; must be cryptographically strong
     * @throws ConfigException when the file cannot be read or written
     */
    public Outcome createIfAbsent(RandomGenerator random) {
        Optional<RelayToken> existing = read();
        if (existing.isPresent()) {
            return new Outcome(existing.get(), false);
        }
        RelayToken token = RelayToken.generate(random, RelayToken.Source.FILE);
        try {
            if (PrivateFiles.create(path, line(token))) {
                return new Outcome(token, true);
            }
        } catch (IOException failed) {
            throw failure("the relay token cannot be written: ", failed);
        }
        // Another process was faster, or the file exists and is empty.
        return read().map(winner -> new Outcome(winner, false)).orElseGet(() -> new Outcome(write(token), true));
    }

    /**
     * Writes a new token to the file. A running relay notices it and refuses the old one from then on.
     *
     * @param random the source of the token's 32 bytes; must be cryptographically strong
     * @throws ConfigException when the file cannot be written
     */
    public RelayToken rotate(RandomGenerator random) {
        return write(RelayToken.generate(random, RelayToken.Source.FILE));
    }

    private RelayToken write(RelayToken token) {
        try {
            PrivateFiles.replace(path, line(token));
            return token;
        } catch (IOException failed) {
            throw failure("the relay token cannot be written: ", failed);
        }
    }

    private static byte[] line(RelayToken token) {
        return (token.value() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private ConfigException failure(String what, IOException cause) {
        return new ConfigException(ConfigProblem.of(path.toString(), what + FileFailures.words(cause)), cause);
    }
}
