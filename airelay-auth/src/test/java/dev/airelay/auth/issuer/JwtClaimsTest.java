package dev.airelay.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.Jwt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtClaimsTest {
    @Test
    void readsEmailPlanAccountAndExpiry() {
        JwtClaims claims = JwtClaims.of(Jwt.of("""
                {"email":"me@example.com","exp":1790000000,"aud":["x"],
                 "https://api.openai.com/auth":{"chatgpt_account_id":"acc-1","chatgpt_plan_type":"self_serve_new"}}
                """));

        assertThat(claims.email()).contains("me@example.com");
        assertThat(claims.accountId()).contains("acc-1");
        assertThat(claims.planType()).contains("self_serve_new");
        assertThat(claims.expiry()).contains(Instant.ofEpochSecond(1_790_000_000));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "auth claim first|{\"chatgpt_account_id\":\"b\",\"https://api.openai.com/auth\":{\"chatgpt_account_id\":\"a\"}}|a",
                "then the top level|{\"chatgpt_account_id\":\"b\",\"organizations\":[{\"id\":\"c\"}]}|b",
                "then an organization|{\"https://api.openai.com/auth\":{\"organizations\":[{\"id\":\"c\"},{\"id\":\"d\"}]}}|c",
                "of either place|{\"organizations\":[{\"id\":\"e\"}]}|e",
                "an empty one does not count|{\"chatgpt_account_id\":\" \",\"organizations\":[{\"id\":\"e\"}]}|e",
                "another type does not count|{\"chatgpt_account_id\":7}|",
                "no organization|{\"organizations\":[]}|"
            })
    void findsTheAccount(String name, String payload, String account) {
        assertThat(JwtClaims.of(Jwt.of(payload)).accountId()).isEqualTo(Optional.ofNullable(account));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "auth claim first|{\"chatgpt_compute_residency\":\"eu\",\"https://api.openai.com/auth\":{\"chatgpt_compute_residency\":\"us\"}}|us",
                "then the top level|{\"chatgpt_compute_residency\":\"eu\"}|eu",
                "none in the auth claim|{\"chatgpt_compute_residency\":\"eu\",\"https://api.openai.com/auth\":{\"chatgpt_compute_residency\":\"no_constraint\"}}|eu",
                "empty|{\"chatgpt_compute_residency\":\" \"}|",
                "no constraint|{\"chatgpt_compute_residency\":\"NO_CONSTRAINT\"}|",
                "another type|{\"chatgpt_compute_residency\":7}|",
                "what no header can hold|{\"chatgpt_compute_residency\":\"u\\ns\"}|"
            })
    void findsTheRegion(String name, String payload, String region) {
        assertThat(JwtClaims.of(Jwt.of(payload)).computeResidency()).isEqualTo(Optional.ofNullable(region));
    }

    @Test
    void findsTheEmailInTheProfile() {
        assertThat(JwtClaims.of(Jwt.of("{\"https://api.openai.com/profile\":{\"email\":\"me@example.com\"}}"))
                        .email())
                .contains("me@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"email\":\"a\"}", "{\"email\":\"ab\"}", "{\"email\":\"abc\"}", "{\"email\":\"\u00fc?>~\"}"})
    void paddingDoesNotMatter(String payload) {
        String padded = Base64.getUrlEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));

        assertThat(JwtClaims.of("h." + padded + ".s").email())
                .isPresent()
                .isEqualTo(JwtClaims.of(Jwt.of(payload)).email());
    }

    static Stream<Arguments> noTokens() {
        return Stream.of(
                Arguments.of("empty", ""),
                Arguments.of("opaque", "sk-abc"),
                Arguments.of("two dots", ".."),
                Arguments.of("not base64", "a.$$$.c"),
                Arguments.of("not JSON", "a." + Jwt.part("{\"email\":") + ".c"),
                Arguments.of("an array", "a." + Jwt.part("[\"email\"]") + ".c"),
                Arguments.of("a number", "a." + Jwt.part("1") + ".c"),
                Arguments.of("nothing", "a." + Jwt.part("") + ".c"),
                Arguments.of("deeply nested", "a." + Jwt.part("[".repeat(100_000)) + ".c"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noTokens")
    void otherThanTokenHasNoClaims(String name, String token) {
        JwtClaims claims = JwtClaims.of(token);

        assertThat(claims.email()).isEmpty();
        assertThat(claims.accountId()).isEmpty();
        assertThat(claims.expiry()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1790000000\"", "1e300", "9223372036854775807", "null", "true"})
    void invalidExpiryIsNone(String exp) {
        assertThat(JwtClaims.of(Jwt.of("{\"exp\":" + exp + "}")).expiry()).isEmpty();
    }
}
