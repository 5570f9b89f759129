package dev.airelay.auth.session;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.base.JsonTrees;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes the layout of Codex's {@code auth.json}. All its field names are defined here. */
final class SessionJson {
    /** Other programs' numbers keep their digits. */
    private static final JsonTrees JSON = JsonTrees.exact();

    private static final String AUTH_MODE = "auth_mode";
    private static final String CHATGPT = "chatgpt";
    private static final String API_KEY = "OPENAI_API_KEY";
    private static final String TOKENS = "tokens";
    private static final String ID_TOKEN = "id_token";
    private static final String RAW_JWT = "raw_jwt";
    private static final String ACCESS_TOKEN = "access_token";
    private static final String REFRESH_TOKEN = "refresh_token";
    private static final String ACCOUNT_ID = "account_id";
    private static final String LAST_REFRESH = "last_refresh";
    private static final String BOUND_ACCOUNT_ID = "bound_account_id";
    private static final String IMPORTED = "imported";
    private static final Set<String> KNOWN = Set.of(AUTH_MODE, TOKENS, LAST_REFRESH, BOUND_ACCOUNT_ID, IMPORTED);
    private static final Set<String> KNOWN_AND_NULL =
            Set.of(AUTH_MODE, API_KEY, TOKENS, LAST_REFRESH, BOUND_ACCOUNT_ID, IMPORTED);
    private static final Set<String> KNOWN_TOKENS = Set.of(ID_TOKEN, ACCESS_TOKEN, REFRESH_TOKEN, ACCOUNT_ID);

    private SessionJson() {}

    /** Parses the stored session; the exception's message names the position, not the text. */
    static StoredSession read(byte[] json) {
        return session(tree(json, "The stored session"));
    }

    /**
     * The root object of this text.
     *
     * @param what the text is, for the message
     */
    static JsonNode tree(byte[] json, String what) {
        JsonNode root;
        try {
            root = JSON.read(json);
        } catch (JacksonException malformed) {
            // The parser's own message may quote a token.
            TokenStreamLocation place = malformed.getLocation();
            String where = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
            throw new AuthException(
                    AuthFailure.INCOMPLETE, what + " is not valid JSON" + where + ". Run: airelay login");
        }
        if (!root.isObject()) {
            throw new AuthException(AuthFailure.INCOMPLETE, what + " is not a JSON object. Run: airelay login");
        }
        return root;
    }

    static StoredSession session(JsonNode root) {
        JsonNode tokens = root.path(TOKENS);
        JsonNode id = tokens.path(ID_TOKEN);
        return new StoredSession(
                new StoredSession.Tokens(
                        text(id.isObject() ? id.path(RAW_JWT) : id),
                        text(tokens.path(ACCESS_TOKEN)),
                        text(tokens.path(REFRESH_TOKEN)),
                        text(tokens.path(ACCOUNT_ID))),
                text(root.path(BOUND_ACCOUNT_ID)),
                text(root.path(LAST_REFRESH)).flatMap(SessionJson::instant),
                root.path(IMPORTED).booleanValue(false),
                new StoredSession.Rest(
                        UnknownFields.of(root, root.path(API_KEY).isNull() ? KNOWN_AND_NULL : KNOWN),
                        UnknownFields.of(tokens, KNOWN_TOKENS)));
    }

    /** The kind of login that the file names. */
    static Optional<String> authMode(JsonNode root) {
        return text(root.path(AUTH_MODE));
    }

    /** Whether there is a key for the paid platform. */
    static boolean hasApiKey(JsonNode root) {
        return text(root.path(API_KEY)).isPresent();
    }

    /** The file's text, indented as Codex does. */
    static byte[] pretty(StoredSession session) {
        return JSON.writeIndented(tree(session));
    }

    /** The same in one line. */
    static byte[] compact(StoredSession session) {
        return JSON.write(tree(session));
    }

    private static ObjectNode tree(StoredSession session) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put(AUTH_MODE, CHATGPT);
        // Codex's own files always have the field; another program's value is restored below.
        root.putNull(API_KEY);
        ObjectNode tokens = root.putObject(TOKENS);
        session.tokens().id().ifPresent(token -> tokens.put(ID_TOKEN, token));
        session.tokens().access().ifPresent(token -> tokens.put(ACCESS_TOKEN, token));
        session.tokens().refresh().ifPresent(token -> tokens.put(REFRESH_TOKEN, token));
        session.accountId().ifPresent(account -> tokens.put(ACCOUNT_ID, account));
        session.rest().tokens().copyTo(tokens);
        session.lastRefresh().ifPresent(time -> root.put(LAST_REFRESH, time.toString()));
        session.boundAccountId().ifPresent(account -> root.put(BOUND_ACCOUNT_ID, account));
        if (session.imported()) {
            root.put(IMPORTED, true);
        }
        session.rest().root().copyTo(root);
        return root;
    }

    /** A value that is not a valid header value counts as missing, like one of another type. */
    private static Optional<String> text(JsonNode node) {
        return node.isString()
                ? Optional.of(node.stringValue().strip()).filter(Credentials::isHeaderValue)
                : Optional.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
