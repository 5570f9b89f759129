package dev.airelay.emulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.Approval;
import dev.airelay.emulator.api.IssuedTokens;
import dev.airelay.emulator.api.IssuerOptions;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.WireClient;
import dev.airelay.emulator.issuer.IssuerClient;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The issuer and the clock, steered from another process. */
class IssuerControlTest {
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
    void optionsAreReadAndChanged() {
        JsonNode changed =
                client.json("/__emulator/issuer", WireClient.json("""
                {'approval': 'deny', 'redirect_ports': [7000], 'account_id': 'a', 'plan': 'team', 'email': 'e@x.invalid',
                'routing_override': 'us_cr', 'residency': 'us',
                'access_token_seconds': 1, 'id_token_seconds': 2, 'refresh_token_seconds': 3, 'code_seconds': 4,
                'device_login': false, 'device_approved_after_polls': 5, 'device_interval_seconds': 6,
                'device_code_seconds': 7}""")).json();

        assertThat(changed.path("options").toString()).isEqualTo("""
                {"approval":"deny","redirect_ports":[7000],"account_id":"a","plan":"team","email":"e@x.invalid",\
                "routing_override":"us_cr","residency":"us",\
                "access_token_seconds":1,"id_token_seconds":2,"refresh_token_seconds":3,"code_seconds":4,\
                "device_login":false,"device_approved_after_polls":5,"device_interval_seconds":6,\
                "device_code_seconds":7}""");
        assertThat(client.get("/__emulator/issuer").json().path("options")).isEqualTo(changed.path("options"));
        assertThat(emulator.issuer().options().approval()).isEqualTo(Approval.DENY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'approvals': 1} | unknown field approvals",
                "{'approval': 'maybe'} | approval: approval must be automatic, page or deny",
                "{'redirect_ports': 1} | redirect_ports: must be an array",
                "{'plan': 1} | plan: must be a string",
                "{'device_login': 'yes'} | device_login: must be true or false",
                "{'code_seconds': 'x'} | code_seconds: must be a whole number",
                "{'device_approved_after_polls': -2} | must be at least 0",
            })
    void wrongOptionIsNamedAndNothingChanges(String body, String text) {
        IssuerOptions before = emulator.issuer().options();

        WireClient.Answer answer = client.json("/__emulator/issuer", WireClient.json(body));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(text);
        assertThat(emulator.issuer().options()).isEqualTo(before);
    }

    @Test
    void clockMovesOn() {
        assertThat(client.get("/__emulator/clock").json().path("now").stringValue())
                .isEqualTo(NOW.toString());

        JsonNode moved = client.json("/__emulator/clock", Json.object().put("advance_seconds", 61))
                .json();

        assertThat(moved.path("now").stringValue())
                .isEqualTo(NOW.plusSeconds(61).toString());
        assertThat(client.json("/__emulator/clock", Json.object().put("advance_seconds", "1"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void signInApprovalAndEndAreSteered() {
        JsonNode tokens =
                client.json("/__emulator/issuer/sign-in", Json.object()).json();
        String refresh = Json.string(tokens, "refresh_token");
        JsonNode started = client.startDevice().json();
        JsonNode state = client.get("/__emulator/issuer").json();
        assertThat(state.path("waiting_user_codes").path(0).stringValue()).isEqualTo(Json.string(started, "user_code"));

        assertThat(client.json(
                                "/__emulator/issuer/approve-device",
                                Json.object().put("user_code", Json.string(started, "user_code")))
                        .json()
                        .path("approved")
                        .booleanValue())
                .isTrue();
        client.json("/__emulator/issuer/revoke-all", Json.object());
        assertThat(client.refresh(refresh).text()).contains("refresh_token_invalidated");
        assertThat(client.get("/__emulator/issuer")
                        .json()
                        .path("counts")
                        .path("refresh")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void refreshTokensAreMadeTooOld() {
        IssuedTokens tokens = emulator.issuer().signIn();

        client.json("/__emulator/issuer/expire-refresh-tokens", Json.object());

        assertThat(client.refresh(tokens.refreshToken()).text()).contains("refresh_token_expired");
    }

    @Test
    void formOfARequestIsListed() {
        client.form("/oauth/token", IssuerClient.exchange("none"));

        JsonNode request =
                client.get("/__emulator/requests").json().path("requests").path(0);
        assertThat(request.path("form").path("code").path(0).stringValue()).isEqualTo("none");
        assertThat(request.path("body").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"omit on=responses, for the login server", "text value=x on=refresh, for turns"})
    void scriptForTheWrongSideIsRefused(String script, String text) {
        assertThatThrownBy(() -> emulator.script(script))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void issuerScriptInAPromptIsExplained() {
        WireClient.Answer answer = new WireClient(emulator).turn(WireClient.body("hi [[emulate: omit]]"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("omit is for the login server");
    }
}
