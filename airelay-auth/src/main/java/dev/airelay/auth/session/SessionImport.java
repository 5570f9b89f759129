package dev.airelay.auth.session;

import dev.airelay.base.FileFailures;
import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads another program's {@code auth.json} in Codex's layout, once. Takes only the session, not keys or other content, and
 * does not change the file.
 *
 * <p>Both programs then have the same refresh token, which works once: the first to renew signs the other one out. The
 * caller must warn about this.
 */
public final class SessionImport {
    /** The warning for the owner. */
    public static final String WARNING = "This session now exists twice. The first program that renews it or signs"
            + " out ends the other copy. Delete the other program's file without running its logout command, or run"
            + " airelay login to give AIRelay a session of its own.";

    private static final Pattern MODE = Pattern.compile("[A-Za-z_-]{1,40}");
    private static final int MAX_BYTES = 1024 * 1024;

    private SessionImport() {}

    /**
     * The session in this file, bound to nobody.
     *
     * @throws AuthException if the file cannot be read, or contains no renewable session of a ChatGPT subscription
     */
    public static StoredSession read(Path file) {
        JsonNode root = tree(file);
        StoredSession found = SessionJson.session(root);
        if (!found.hasTokens()) {
            throw refusal(
                    file,
                    SessionJson.hasApiKey(root)
                            ? "contains only an API key, which is billed to the API platform and not to the subscription"
                            : "does not contain a ChatGPT session" + ofMode(root));
        }
        if (found.tokens().access().isEmpty()) {
            throw refusal(file, "has no access_token");
        }
        if (found.tokens().refresh().isEmpty()) {
            throw refusal(file, "has no refresh_token, so the session could not be renewed" + ofMode(root));
        }
        if (found.accountId().isEmpty()) {
            throw refusal(file, "does not name an account in account_id or in its tokens");
        }
        StoredSession.Tokens tokens = found.tokens();
        return new StoredSession(
                new StoredSession.Tokens(tokens.id(), tokens.access(), tokens.refresh(), found.accountId()),
                Optional.empty(),
                found.lastRefresh(),
                true,
                StoredSession.Rest.NONE);
    }

    private static String ofMode(JsonNode root) {
        return SessionJson.authMode(root)
                .filter(mode -> MODE.matcher(mode).matches())
                .map(mode -> " (auth_mode " + mode + ")")
                .orElse("");
    }

    private static JsonNode tree(Path file) {
        try {
            return SessionJson.tree(RegularFiles.read(file, MAX_BYTES), file.toString());
        } catch (IOException unreadable) {
            throw refusal(file, "cannot be read (" + FileFailures.words(unreadable) + ")");
        }
    }

    private static AuthException refusal(Path file, String why) {
        return new AuthException(
                AuthFailure.INCOMPLETE,
                file + " " + why + ". Nothing was imported. To sign in instead, run: airelay login");
    }
}
