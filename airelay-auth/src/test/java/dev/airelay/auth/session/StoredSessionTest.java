package dev.airelay.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.Jwt;
import dev.airelay.auth.issuer.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredSessionTest {
    private static final String ID_TOKEN = Jwt.of("""
            {"email":"me@example.com",
             "https://api.openai.com/auth":{"chatgpt_account_id":"acc-claim","chatgpt_plan_type":"plus"}}
            """);

    private static StoredSession parse(String json) {
        return StoredSession.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static AuthException failure(StoredSession session) {
        return catchThrowableOfType(AuthException.class, session::credentials);
    }

    @Test
    void readsCodexsFile() {
        StoredSession session = parse("""
                {
                  "auth_mode": "chatgpt",
                  "OPENAI_API_KEY": null,
                  "tokens": {"id_token": "%s", "access_token": "at", "refresh_token": "rt", "account_id": "acc-stored"},
                  "last_refresh": "2026-08-01T12:00:00.123456789Z",
                  "agent_identity": {"x": [1]}
                }
                """.formatted(ID_TOKEN));

        assertThat(session.credentials()).isEqualTo(new Credentials("at", "acc-stored"));
        assertThat(session.tokens().refresh()).contains("rt");
        assertThat(session.lastRefresh()).contains(Instant.parse("2026-08-01T12:00:00.123456789Z"));
        assertThat(session.email()).contains("me@example.com");
        assertThat(session.planType()).contains("plus");
        assertThat(session.boundAccountId()).isEmpty();
    }

    @Test
    void readsAnIdTokenWrittenAsAnObject() {
        StoredSession session = parse("{\"tokens\":{\"access_token\":\"at\",\"id_token\":{\"raw_jwt\":\"" + ID_TOKEN
                + "\",\"email\":\"other@example.com\"}}}");

        assertThat(session.credentials()).isEqualTo(new Credentials("at", "acc-claim"));
        assertThat(session.email()).contains("me@example.com");
    }

    @Test
    void accessTokenNamesTheAccountWhenNothingElseDoes() {
        String accessToken = Jwt.of("{\"chatgpt_account_id\":\"acc-access\",\"exp\":1790000000}");

        StoredSession session = parse("{\"tokens\":{\"access_token\":\"" + accessToken + "\"}}");

        assertThat(session.accountId()).contains("acc-access");
        assertThat(session.accessExpiry()).contains(Instant.ofEpochSecond(1_790_000_000));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-08-01T12:00:00+02:00, 2026-08-01T10:00:00Z",
        "2026-08-01T12:00:00Z, 2026-08-01T12:00:00Z",
        "yesterday,",
        "2026-08-01,"
    })
    void readsTheTimeOfTheLastRefresh(String text, Instant expected) {
        assertThat(parse("{\"last_refresh\":\"" + text + "\"}").lastRefresh().orElse(null))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"tokens\":null}",
                "{\"tokens\":[]}",
                "{\"tokens\":{\"access_token\":\" \",\"refresh_token\":7}}",
                "{\"OPENAI_API_KEY\":\"sk-1\"}"
            })
    void fileWithoutTokensIsNotSession(String json) {
        StoredSession session = parse(json);

        assertThat(session.hasTokens()).isFalse();
        assertThat(failure(session).failure()).isEqualTo(AuthFailure.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tokens\":{\"refresh_token\":\"rt\",\"account_id\":\"a\"}}",
                "{\"tokens\":{\"access_token\":\"at\"}}",
                "{\"tokens\":{\"access_token\":\"at\",\"account_id\":\"a\\nx-evil: 1\"}}",
                "{\"tokens\":{\"access_token\":\"a t\",\"refresh_token\":\"rt\",\"account_id\":\"a\"}}"
            })
    void sessionThatLacksSomethingIsIncomplete(String json) {
        assertThat(failure(parse(json)).failure()).isEqualTo(AuthFailure.INCOMPLETE);
    }

    @Test
    void sessionOfAnotherAccountIsRefused() {
        StoredSession bound =
                parse("{\"bound_account_id\":\"a\",\"tokens\":{\"access_token\":\"at\",\"account_id\":\"a\"}}");
        StoredSession swapped =
                parse("{\"bound_account_id\":\"a\",\"tokens\":{\"access_token\":\"at\",\"account_id\":\"b\"}}");

        assertThat(bound.credentials()).isEqualTo(new Credentials("at", "a"));
        assertThat(failure(swapped).failure()).isEqualTo(AuthFailure.ACCOUNT_MISMATCH);
        assertThat(failure(swapped)).hasMessageContaining("airelay login");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"tokens\": eyJhbGciOi}|The stored session is not valid JSON (line 1, column 12). Run: airelay login",
                "[]|The stored session is not a JSON object. Run: airelay login",
                "\"eyJhbGciOi\"|The stored session is not a JSON object. Run: airelay login"
            })
    void fileOtherThanSessionIsReportedWithoutItsText(String json, String message) {
        AuthException thrown = catchThrowableOfType(AuthException.class, () -> parse(json));

        assertThat(thrown.failure()).isEqualTo(AuthFailure.INCOMPLETE);
        assertThat(thrown.getMessage()).startsWith(message.substring(0, 30)).doesNotContain("eyJ");
        assertThat(thrown.getMessage().replaceAll("column [0-9]+", "column 12")).isEqualTo(message);
        assertThat(thrown).hasNoCause();
    }

    @Test
    void noTextFormShowsAToken() {
        StoredSession session = parse("{\"tokens\":{\"access_token\":\"s3cret-a\",\"refresh_token\":\"s3cret-r\","
                + "\"id_token\":\"s3cret-i\",\"account_id\":\"a\"}}");

        assertThat(session.toString()).contains("access=true").doesNotContain("s3cret");
        assertThat(session.credentials().toString()).contains("a").doesNotContain("s3cret");
        assertThat(new StaticCredentials(session.credentials()).toString()).doesNotContain("s3cret");
    }
}
