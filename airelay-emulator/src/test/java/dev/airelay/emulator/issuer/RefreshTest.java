package dev.airelay.emulator.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.LoginIssuer;
import dev.airelay.emulator.api.IssuedTokens;
import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.RawExchange;
import dev.airelay.emulator.http.WireClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Rotation, reuse, age and revocation of refresh tokens, and every way a refresh can fail. */
class RefreshTest {
    private Emulator emulator;
    private IssuerClient client;
    private IssuedTokens tokens;

    @BeforeEach
    void start() {
        emulator = Emulator.start(EmulatorOptions.defaults());
        client = new IssuerClient(emulator);
        tokens = emulator.issuer().signIn();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void refreshHandsOutNewTokensOfTheSameAccount() {
        JsonNode renewed = client.refresh(tokens.refreshToken()).json();

        assertThat(Json.string(renewed, "access_token")).isNotEqualTo(tokens.accessToken());
        assertThat(Json.string(renewed, "refresh_token")).isNotEqualTo(tokens.refreshToken());
        assertThat(client.models(Json.string(renewed, "access_token"), tokens.accountId())
                        .status())
                .isEqualTo(200);
        assertThat(client.refresh(Json.string(renewed, "refresh_token")).status())
                .isEqualTo(200);
    }

    @Test
    void formIsTakenLikeJson() {
        Map<String, String> form = new LinkedHashMap<>();
        IssuerClient.refreshBody(tokens.refreshToken())
                .properties()
                .forEach(field -> form.put(field.getKey(), field.getValue().stringValue("")));
        form.put("scope", "openid profile email");

        assertThat(client.form("/oauth/token", form).status()).isEqualTo(200);
    }

    @Test
    void secondUseIsRefusedWithTheRealBody() {
        client.refresh(tokens.refreshToken());

        WireClient.Answer answer = client.refresh(tokens.refreshToken());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).isEqualTo("""
                {"error":{"message":"Your refresh token has already been used to generate a new access token. \
                Please try signing in again.","type":"invalid_request_error","param":null,\
                "code":"refresh_token_reused"}}""");
        assertThat(emulator.issuer().counts().reuses()).isEqualTo(1);
        assertThat(emulator.issuer().counts().rotations()).isEqualTo(1);
    }

    @Test
    void ofManyRefreshesAtOnceOneWins() {
        List<Integer> statuses = IntStream.range(0, 20)
                .parallel()
                .mapToObj(i -> new IssuerClient(emulator)
                        .refresh(tokens.refreshToken())
                        .status())
                .toList();

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 401);
        assertThat(emulator.issuer().counts().refresh()).isEqualTo(20);
        assertThat(emulator.issuer().counts().reuses()).isEqualTo(19);
    }

    @Test
    void oldTokenIsExpiredOnTheEmulatorsClock() {
        emulator.advanceClock(Duration.ofDays(90));

        assertThat(code(client.refresh(tokens.refreshToken()))).isEqualTo("refresh_token_expired");
    }

    @Test
    void allTokensCanBeMadeTooOldOrRevoked() {
        IssuedTokens other = emulator.issuer().signIn();
        emulator.issuer().expireRefreshTokens();
        assertThat(code(client.refresh(other.refreshToken()))).isEqualTo("refresh_token_expired");

        IssuedTokens later = emulator.issuer().signIn();
        emulator.issuer().revokeAll();
        assertThat(code(client.refresh(later.refreshToken()))).isEqualTo("refresh_token_invalidated");
    }

    @Test
    void unknownTokenIsRefused() {
        assertThat(client.refresh("rt_unknown").status()).isEqualTo(401);
    }

    @Test
    void wrongClientIsRefused() {
        WireClient.Answer answer = client.json(
                "/oauth/token", IssuerClient.refreshBody(tokens.refreshToken()).put("client_id", "app_other"));

        assertThat(Json.string(answer.json(), "error")).isEqualTo("invalid_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh_token_reused", "refresh_token_expired", "refresh_token_invalidated"})
    void permanentCodeComesInEveryShape(String code) {
        emulator.script("token-error code=" + code);
        emulator.script("token-error form=text code=" + code);
        emulator.script("token-error form=top code=" + code);

        assertThat(code(client.refresh(tokens.refreshToken()))).isEqualTo(code);
        assertThat(Json.string(client.refresh(tokens.refreshToken()).json(), "error"))
                .isEqualTo(code);
        WireClient.Answer top = client.refresh(tokens.refreshToken());
        assertThat(Json.string(top.json(), "code")).isEqualTo(code);
        assertThat(top.status()).isEqualTo(401);
        assertThat(client.refresh(tokens.refreshToken()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"status code=500, 500", "cloudflare, 403", "html, 200", "status code=429 retry-after=3, 429"})
    void transientFailureLeavesTheTokenGood(String script, int status) {
        emulator.script(script.replaceFirst("^\\S+", "$0 on=refresh"));

        assertThat(client.refresh(tokens.refreshToken()).status()).isEqualTo(status);
        assertThat(client.refresh(tokens.refreshToken()).status()).isEqualTo(200);
        assertThat(emulator.issuer().counts().refresh()).isEqualTo(2);
        assertThat(emulator.issuer().counts().rotations()).isEqualTo(1);
    }

    @Test
    void cutBeforeTheWorkLeavesTheTokenGood() {
        emulator.script("cut kind=rst on=refresh");

        assertThatThrownBy(() -> client.refresh(tokens.refreshToken())).isInstanceOf(UncheckedIOException.class);
        assertThat(client.refresh(tokens.refreshToken()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost", "lost kind=rst"})
    void lostAnswerHasUsedTheTokenUp(String script) {
        emulator.script(script);

        assertThatThrownBy(() -> client.refresh(tokens.refreshToken())).isInstanceOf(UncheckedIOException.class);
        assertThat(code(client.refresh(tokens.refreshToken()))).isEqualTo("refresh_token_reused");
        assertThat(emulator.issuer().counts().rotations()).isEqualTo(1);
    }

    @Test
    void silentRefreshIsAnsweredNever() {
        emulator.script("silence on=refresh");

        try (RawExchange exchange =
                RawExchange.postJson(emulator, "/oauth/token", IssuerClient.refreshBody(tokens.refreshToken()))) {
            assertThat(exchange.readUntilSilence()).isEqualTo(RawExchange.End.STILL_OPEN);
            assertThat(exchange.text()).isEmpty();
        }
        assertThat(client.refresh(tokens.refreshToken()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token", "access_token", "expires_in"})
    void fieldCanBeAbsent(String field) {
        emulator.script("omit field=" + field);

        JsonNode answer = client.refresh(tokens.refreshToken()).json();

        assertThat(answer.has(field)).isFalse();
        assertThat(answer.has("refresh_token")).isTrue();
    }

    @Test
    void withoutANewRefreshTokenTheOldOneStaysGood() {
        emulator.script("omit field=refresh_token, omit field=id_token");

        JsonNode answer = client.refresh(tokens.refreshToken()).json();

        assertThat(answer.has("refresh_token")).isFalse();
        assertThat(answer.has("id_token")).isFalse();
        assertThat(client.refresh(tokens.refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void alwaysScriptOfTheOptionsReachesTheIssuer() {
        EmulatorOptions options = EmulatorOptions.defaults().withScript("status code=500 on=refresh times=2");
        try (Emulator failing = Emulator.start(options)) {
            IssuerClient to = new IssuerClient(failing);
            String token = failing.issuer().signIn().refreshToken();

            assertThat(to.refresh(token).status()).isEqualTo(500);
            assertThat(to.refresh(token).status()).isEqualTo(500);
            assertThat(to.refresh(token).status()).isEqualTo(200);
        }
    }

    @Test
    void whatWasSentCanBeRead() {
        client.refresh(tokens.refreshToken());

        RecordedRequest request = emulator.requests("/oauth/token").get(0);
        assertThat(request.field("grant_type")).hasValue("refresh_token");
        assertThat(request.field("refresh_token")).hasValue(tokens.refreshToken());
        assertThat(request.field("client_id")).hasValue(LoginIssuer.clientId());
        assertThat(request.toString() + tokens).doesNotContain(tokens.refreshToken());
    }

    private static String code(WireClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        return Json.string(answer.json().path("error"), "code");
    }
}
