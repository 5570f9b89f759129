package dev.airelay.emulator.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.CheckOptions;
import dev.airelay.emulator.api.IssuedTokens;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.RawExchange;
import dev.airelay.emulator.http.WireClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Revocation, and what the backend's paths make of tokens the issuer knows. */
class RevokeTest {
    private Emulator emulator;
    private IssuerClient client;
    private IssuedTokens tokens;

    @BeforeEach
    void start() {
        CheckOptions strict = CheckOptions.defaults().withOnlyIssuedTokens(true);
        emulator = Emulator.start(EmulatorOptions.defaults().withChecks(strict));
        client = new IssuerClient(emulator);
        tokens = emulator.issuer().signIn();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void revokedRefreshTokenEndsTheSignIn() {
        assertThat(models()).isEqualTo(200);

        assertThat(client.revoke(tokens.refreshToken(), "refresh_token").status())
                .isEqualTo(200);

        assertThat(client.refresh(tokens.refreshToken()).text()).contains("refresh_token_invalidated");
        assertThat(client.models(tokens.accessToken(), tokens.accountId()).text())
                .contains("token_invalidated");
        assertThat(emulator.issuer().counts().revoke()).isEqualTo(1);
    }

    @Test
    void revokedAccessTokenLeavesTheRefreshTokenGood() {
        client.revoke(tokens.accessToken(), "access_token");

        assertThat(models()).isEqualTo(401);
        assertThat(client.refresh(tokens.refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void supersededTokenIsRememberedAloneWhenRevoked() {
        String next = Json.string(client.refresh(tokens.refreshToken()).json(), "refresh_token");

        client.revoke(tokens.refreshToken(), "refresh_token");

        assertThat(client.refresh(tokens.refreshToken()).text()).contains("refresh_token_invalidated");
        assertThat(client.refresh(next).status()).isEqualTo(200);
    }

    @Test
    void unknownTokenIsAcceptedSilently() {
        assertThat(client.revoke("rt_unknown", "refresh_token").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'token': 'x', 'token_type_hint': 'refresh_token'} | client_id is missing",
                "{'token_type_hint': 'access_token'} | token is missing",
                "{'token': 'x'} | token_type_hint is missing",
                "{'token': 'x', 'token_type_hint': 'id_token'} | must be one of",
            })
    void wrongRevocationIsRefused(String body, String text) {
        WireClient.Answer answer = client.json("/oauth/revoke", WireClient.json(body.replace("\"", "'")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(text);
    }

    @Test
    void failedRevocationChangesNothing() {
        emulator.script("status code=500 on=revoke");

        assertThat(client.revoke(tokens.refreshToken(), "refresh_token").status())
                .isEqualTo(500);
        assertThat(client.refresh(tokens.refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void silentRevocationIsAnsweredNever() {
        emulator.script("silence on=revoke");

        try (RawExchange exchange = RawExchange.postJson(
                emulator,
                "/oauth/revoke",
                Json.object().put("token", tokens.accessToken()).put("token_type_hint", "access_token"))) {
            assertThat(exchange.readUntilSilence()).isEqualTo(RawExchange.End.STILL_OPEN);
        }
    }

    @Test
    void strictBackendTakesOnlyIssuedTokens() {
        assertThat(client.models(Emulator.accessToken(), Emulator.accountId()).status())
                .isEqualTo(401);
        assertThat(client.models(tokens.accessToken(), "acct-other").status()).isEqualTo(401);
        assertThat(models()).isEqualTo(200);
    }

    @Test
    void issuedTokenExpiresThoughItDoesNotSayWhen() {
        emulator.script("claims exp=none, lifetime seconds=60");
        String access = Json.string(client.login(), "access_token");

        assertThat(client.models(access, Emulator.accountId()).status()).isEqualTo(200);
        emulator.advanceClock(java.time.Duration.ofSeconds(60));
        assertThat(client.models(access, Emulator.accountId()).text()).contains("token_expired");
    }

    private int models() {
        return client.models(tokens.accessToken(), tokens.accountId()).status();
    }
}
