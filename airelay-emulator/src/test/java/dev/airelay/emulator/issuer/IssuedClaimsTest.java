package dev.airelay.emulator.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.LoginIssuer;
import dev.airelay.emulator.api.EmulatedAccount;
import dev.airelay.emulator.api.IssuedTokens;
import dev.airelay.emulator.common.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The claims of the tokens, usual and unusual. */
class IssuedClaimsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private Emulator emulator;
    private IssuerClient client;

    @BeforeEach
    void start() {
        emulator = Emulator.start(EmulatorOptions.defaults().withClock(InstantSource.fixed(NOW)));
        client = new IssuerClient(emulator);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void usualTokensHaveEveryClaim() {
        JsonNode answer = client.login();
        JsonNode id = IssuerClient.claims(Json.string(answer, "id_token"));
        JsonNode access = IssuerClient.claims(Json.string(answer, "access_token"));

        assertThat(id.propertyNames())
                .contains("iss", "sub", "aud", "iat", "exp", "sid", "jti", "email", "email_verified", "auth_provider")
                .contains("at_hash");
        assertThat(access.propertyNames())
                .contains("iss", "sub", "aud", "iat", "exp", "nbf", "jti", "client_id", "scp");
        assertThat(access.path("https://api.openai.com/profile").path("email").stringValue())
                .isEqualTo("person@emulator.invalid");
        for (JsonNode claims : new JsonNode[] {id, access}) {
            assertThat(claims.path(BearerToken.AUTH_CLAIM).propertyNames())
                    .contains("chatgpt_account_id", "chatgpt_plan_type", "chatgpt_user_id", "user_id");
        }
        assertThat(id.path(BearerToken.AUTH_CLAIM).path("organizations")).hasSize(1);
        assertThat(access.path(BearerToken.AUTH_CLAIM).has("organizations")).isFalse();
        assertThat(access.path("exp").longValue())
                .isEqualTo(NOW.plus(Duration.ofDays(10)).getEpochSecond());
        assertThat(answer.path("expires_in").longValue())
                .isEqualTo(Duration.ofDays(10).toSeconds());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "both | acct-emulator | acct-emulator | '' | org-emulator",
                "access | '' | acct-emulator | '' | org-emulator",
                "top | '' | '' | acct-emulator | ''",
                "organizations | '' | '' | '' | acct-emulator",
                "none | '' | '' | '' | ''",
            })
    void accountIdStandsWhereTheScriptSays(String place, String id, String access, String top, String organization) {
        emulator.script("claims account-in=" + place);

        JsonNode answer = client.login();

        JsonNode idClaims = IssuerClient.claims(Json.string(answer, "id_token"));
        JsonNode accessClaims = IssuerClient.claims(Json.string(answer, "access_token"));
        JsonNode idAuth = idClaims.path(BearerToken.AUTH_CLAIM);
        assertThat(Json.string(idAuth, "chatgpt_account_id")).isEqualTo(id);
        assertThat(Json.string(accessClaims.path(BearerToken.AUTH_CLAIM), "chatgpt_account_id"))
                .isEqualTo(access);
        assertThat(Json.string(idClaims, "chatgpt_account_id")).isEqualTo(top);
        assertThat(Json.string(idAuth.path("organizations").path(0), "id")).isEqualTo(organization);
        assertThat(client.models(Json.string(answer, "access_token"), "acct-other")
                        .status())
                .isEqualTo(401);
        assertThat(client.models(Json.string(answer, "access_token"), Emulator.accountId())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void audienceIsAnArrayOrAText() {
        assertThat(idClaims(client.login()).path("aud").isArray()).isTrue();
        emulator.script("claims aud=text");
        assertThat(idClaims(client.login()).path("aud").stringValue()).isEqualTo(LoginIssuer.clientId());
    }

    @Test
    void accountPlanAndEmailCanBeOthers() {
        emulator.script("claims account=acct-2 plan=quantum email=none");

        JsonNode claims = idClaims(client.login());

        assertThat(claims.path(BearerToken.AUTH_CLAIM).path("chatgpt_plan_type").stringValue())
                .isEqualTo("quantum");
        assertThat(claims.path(BearerToken.AUTH_CLAIM)
                        .path("chatgpt_account_id")
                        .stringValue())
                .isEqualTo("acct-2");
        assertThat(claims.has("email")).isFalse();
    }

    @Test
    void optionsNameTheAccount() {
        emulator.issuer()
                .change(options -> options.withAccount(EmulatedAccount.standard()
                        .withAccountId("acct-3")
                        .withPlan("team")
                        .withEmail("other@emulator.invalid")));

        JsonNode claims = idClaims(client.login());

        assertThat(claims.path("email").stringValue()).isEqualTo("other@emulator.invalid");
        assertThat(claims.path(BearerToken.AUTH_CLAIM)
                        .path("chatgpt_account_id")
                        .stringValue())
                .isEqualTo("acct-3");
    }

    @Test
    void paddingCanBeKept() {
        emulator.script("claims padded=true");

        String token = Json.string(client.login(), "id_token");

        // The header is {"alg":"none","typ":"JWT"}, 27 bytes, which need none; the last part, 8 bytes, needs one.
        assertThat(token).endsWith("=");
        assertThat(client.login().path("id_token").stringValue()).doesNotContain("=");
    }

    @Test
    void expiryCanBeAbsentOrUnreadable() {
        emulator.script("claims exp=none");
        assertThat(accessClaims(client.login()).has("exp")).isFalse();
        emulator.script("claims exp=text");
        assertThat(accessClaims(client.login()).path("exp").isString()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"60, 200", "0, 401", "-5, 401"})
    void lifetimeIsThatOfTheScript(int seconds, int status) {
        emulator.script("lifetime seconds=" + seconds + " id-seconds=7");

        JsonNode answer = client.login();

        assertThat(accessClaims(answer).path("exp").longValue()).isEqualTo(NOW.getEpochSecond() + seconds);
        assertThat(idClaims(answer).path("exp").longValue()).isEqualTo(NOW.getEpochSecond() + 7);
        assertThat(client.models(Json.string(answer, "access_token"), Emulator.accountId())
                        .status())
                .isEqualTo(status);
    }

    @Test
    void shortLivedTokensExpireWhenTheClockMovesOn() {
        emulator.issuer().change(options -> options.withAccessLifetime(Duration.ofSeconds(30)));
        IssuedTokens tokens = emulator.issuer().signIn();
        assertThat(client.models(tokens.accessToken(), tokens.accountId()).status())
                .isEqualTo(200);

        emulator.advanceClock(Duration.ofSeconds(30));

        assertThat(client.models(tokens.accessToken(), tokens.accountId()).text())
                .contains("token_expired");
    }

    private static JsonNode idClaims(JsonNode answer) {
        return IssuerClient.claims(Json.string(answer, "id_token"));
    }

    private static JsonNode accessClaims(JsonNode answer) {
        return IssuerClient.claims(Json.string(answer, "access_token"));
    }
}
