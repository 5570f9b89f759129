package dev.airelay.auth.session;

import dev.airelay.base.FileFailures;
import dev.airelay.base.JsonTrees;
import dev.airelay.base.PrivateFiles;
import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records across restarts that a renewal was begun or refused, in {@code auth.renewal.json} beside the session. Contains
 * only the token's hash. Written while the {@link SessionLock} is held.
 */
public record RenewalJournal(Path file) {
    private static final JsonTrees JSON = JsonTrees.usual();
    private static final int MAX_BYTES = 64 * 1024;
    private static final String TOKEN_HASH = "refresh_token_sha256";
    private static final String STATE = "state";
    private static final String CODE = "code";
    private static final String CUT_OFF = "cut_off";
    private static final String AT = "at";

    /** Returns the record of this refresh token. An unreadable file counts as none: that costs one request. */
    public Optional<RenewalRecord> find(String refreshToken) {
        try {
            return parse(JSON.read(RegularFiles.read(file, MAX_BYTES))).filter(found -> found.isOf(refreshToken));
        } catch (IOException | JacksonException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<RenewalRecord> parse(JsonNode root) {
        try {
            return Optional.of(new RenewalRecord(
                    root.path(TOKEN_HASH).asString(""),
                    RenewalRecord.State.valueOf(root.path(STATE).asString("")),
                    root.path(CODE).asString(""),
                    root.path(CUT_OFF).asBoolean(false),
                    Instant.parse(root.path(AT).asString(""))));
        } catch (IllegalArgumentException | DateTimeParseException foreign) {
            return Optional.empty();
        }
    }

    /**
     * Replaces the record; durable when this method returns.
     *
     * @throws AuthException when it cannot be written
     */
    public void write(RenewalRecord entry) {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put(TOKEN_HASH, entry.tokenHash())
                .put(STATE, entry.state().name())
                .put(CODE, entry.code())
                .put(CUT_OFF, entry.cutOff())
                .put(AT, entry.at().toString());
        try {
            PrivateFiles.deleteLeftovers(file);
            PrivateFiles.replace(file, JSON.write(root));
        } catch (IOException failed) {
            throw failure("cannot be written", failed);
        }
    }

    /** Deletes the record; returns whether there was one. */
    boolean clear() {
        try {
            boolean leftovers = PrivateFiles.deleteLeftovers(file);
            return Files.deleteIfExists(file) || leftovers;
        } catch (IOException failed) {
            throw failure("cannot be deleted", failed);
        }
    }

    private AuthException failure(String what, IOException cause) {
        return new AuthException(
                AuthFailure.REFRESH_FAILED,
                file + " " + what + " (" + FileFailures.words(cause)
                        + "), so the session was not renewed. Fix the permissions of its directory or free some disk space.");
    }
}
