package dev.airelay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class SessionStatusTest {
    private static final Path FILE = Path.of("/data/auth.json");

    private static StoredSession parse(String json) {
        return StoredSession.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(SessionStatus status) {
        return JsonMapper.shared().writeValueAsString(status);
    }

    @Test
    void aSessionIsShownWithTheFieldsOfTheStatusObject() {
        String idToken = Jwt.of(
                "{\"email\":\"me@example.com\",\"https://api.openai.com/auth\":{\"chatgpt_plan_type\":\"plus\"}}");
        StoredSession session = parse("{\"bound_account_id\":\"a\",\"last_refresh\":\"2026-08-01T12:00:00Z\","
                + "\"tokens\":{\"id_token\":\"" + idToken + "\",\"access_token\":\"s3cret\",\"account_id\":\"a\"}}");

        assertThat(json(SessionStatus.of(session, FILE, "auto"))).isEqualTo("""
                        {"authenticated":true,"credentials_present":true,"account_bound":true,\
                        "ready_for_requests":true,"email":"me@example.com","plan_type":"plus","account_id":"a",\
                        "bound_account_id":"a","last_refresh":"2026-08-01T12:00:00Z",\
                        "auth_store_path":"/data/auth.json","keyring_service":null,"storage_mode":"auto"}""");
    }

    @Test
    void signedOutIsShownWithTheSameFields() {
        assertThat(json(SessionStatus.signedOut(FILE, "file"))).isEqualTo("""
                        {"authenticated":false,"credentials_present":false,"account_bound":false,\
                        "ready_for_requests":false,"email":null,"plan_type":null,"account_id":null,\
                        "bound_account_id":null,"last_refresh":null,\
                        "auth_store_path":"/data/auth.json","keyring_service":null,"storage_mode":"file"}""");
    }

    @ParameterizedTest(name = "bound to {0}, account {1}, tokens {2}")
    @CsvSource({
        "a, a, true, true, true",
        "a, b, true, true, false",
        " , a, true, true, true",
        "a,  , true, false, false",
        "a, a, false, false, false"
    })
    void readyMeansAuthenticatedAndBound(
            String bound, String account, boolean tokens, boolean authenticated, boolean ready) {
        StoredSession session = parse("{\"OPENAI_API_KEY\":\"sk-1\",\"bound_account_id\":" + quoted(bound)
                + ",\"tokens\":{\"account_id\":" + quoted(account)
                + ",\"access_token\":" + quoted(tokens ? "at" : null) + "}}");

        SessionStatus status = SessionStatus.of(session, FILE, "file");

        assertThat(status.authenticated()).isEqualTo(authenticated);
        assertThat(status.readyForRequests()).isEqualTo(ready);
    }

    private static String quoted(String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }
}
