package dev.airelay.auth;

import dev.airelay.auth.issuer.TokenReply;
import dev.airelay.auth.session.StoredSession;
import dev.airelay.base.JsonTrees;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Sessions and tokens for tests. */
public final class Sessions {
    public static final String ACCOUNT = "acc-1";

    private Sessions() {}

    public static String accessToken(String mark, Instant expiry) {
        return accessToken(mark, expiry, ACCOUNT);
    }

    public static String accessToken(String mark, Instant expiry, String account) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("jti", mark).put("exp", expiry.getEpochSecond());
        claims.putObject("https://api.openai.com/auth").put("chatgpt_account_id", account);
        return Jwt.of(text(claims));
    }

    public static String idToken(String account) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode().put("email", "me@example.com");
        claims.putObject("https://api.openai.com/auth")
                .put("chatgpt_account_id", account)
                .put("chatgpt_plan_type", "plus");
        return Jwt.of(text(claims));
    }

    /** A bound session whose access token ends then; renewed ten days before. */
    public static StoredSession endingAt(Instant expiry, String refreshToken) {
        return of(accessToken("first", expiry), refreshToken, expiry.minus(Duration.ofDays(10)));
    }

    public static StoredSession of(String accessToken, String refreshToken, Instant lastRefresh) {
        return new StoredSession(
                new StoredSession.Tokens(
                        Optional.of(idToken(ACCOUNT)),
                        Optional.of(accessToken),
                        Optional.of(refreshToken),
                        Optional.of(ACCOUNT)),
                Optional.of(ACCOUNT),
                Optional.of(lastRefresh),
                false,
                StoredSession.Rest.NONE);
    }

    public static TokenReply reply(String accessToken, String refreshToken) {
        return new TokenReply(Optional.of(idToken(ACCOUNT)), Optional.of(accessToken), Optional.of(refreshToken));
    }

    /** Not by the node's own method, which brings the mapper for beans: in a process that is measured by a clock that takes long. */
    private static String text(ObjectNode claims) {
        return new String(JsonTrees.usual().write(claims), StandardCharsets.UTF_8);
    }
}
