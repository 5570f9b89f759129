package dev.airelay.auth;

import dev.airelay.auth.issuer.TokenReply;
import java.util.Optional;

/** Tokens as the issuer gives them. */
public final class TestTokens {
    public static final String REFRESH = "rt_test-refresh-token-0123456789";

    private TestTokens() {}

    /** An id token, and an access token, of this workspace. */
    public static String jwt(String workspace) {
        return Jwt.of("""
                {"email":"me@example.com",
                 "https://api.openai.com/auth":{"chatgpt_account_id":"%s","chatgpt_plan_type":"plus"}}
                """.formatted(workspace));
    }

    /** The body of a code exchange that succeeded. */
    public static String json(String workspace) {
        return json(jwt(workspace), jwt(workspace));
    }

    static String json(String idToken, String accessToken) {
        return """
                {"id_token":"%s","access_token":"%s","refresh_token":"%s","token_type":"Bearer"}
                """.formatted(idToken, accessToken, REFRESH);
    }

    public static TokenReply reply(String idToken, String accessToken) {
        return new TokenReply(Optional.of(idToken), Optional.of(accessToken), Optional.of(REFRESH));
    }
}
