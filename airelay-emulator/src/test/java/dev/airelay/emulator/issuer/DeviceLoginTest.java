package dev.airelay.emulator.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.DeviceOptions;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.WireClient;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The device login in all the forms it has had. */
class DeviceLoginTest {
    private Emulator emulator;
    private IssuerClient client;

    @BeforeEach
    void start() {
        emulator = Emulator.start(EmulatorOptions.defaults());
        client = new IssuerClient(emulator);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void codeIsTypedIntoThePageAndTheTokensFollow() {
        JsonNode started = client.startDevice().json();
        String userCode = Json.string(started, "user_code");
        assertThat(userCode).matches("[A-Z0-9]{4}-[A-Z0-9]{5}");
        assertThat(client.poll(started).status()).isEqualTo(403);
        assertThat(client.get("/codex/device").text()).contains("user_code").contains("AIRelay emulator");

        WireClient.Answer typed =
                client.form("/codex/device", Map.of("user_code", " " + userCode.toLowerCase(Locale.ROOT)));
        JsonNode approved = client.poll(started).json();

        assertThat(typed.text()).contains("approved");
        assertThat(Json.string(approved, "code_challenge")).isEqualTo(Jwt.s256(Json.string(approved, "code_verifier")));
        assertThat(exchange(approved, emulator.issuer().baseUrl()).status()).isEqualTo(200);
        assertThat(client.poll(started).json()).isEqualTo(approved);
    }

    @Test
    void codeNeedsTheIssuersOwnRedirect() {
        device(options -> options.withApprovedAfterPolls(0));
        JsonNode approved = client.poll(client.startDevice().json()).json();

        assertThat(exchange(approved, URI.create("http://other.invalid")).text())
                .contains("redirect_uri");
    }

    @Test
    void unknownCodeIsNotApproved() {
        JsonNode started = client.startDevice().json();

        assertThat(client.form("/codex/device", Map.of("user_code", "XXXX-XXXXX"))
                        .text())
                .contains("unknown or has expired");
        assertThat(client.poll(started).status()).isEqualTo(403);
    }

    @Test
    void loginApprovesItselfAfterSomePolls() {
        device(options -> options.withApprovedAfterPolls(2));
        JsonNode started = client.startDevice().json();

        assertThat(client.poll(started).status()).isEqualTo(403);
        assertThat(client.poll(started).status()).isEqualTo(403);
        assertThat(client.poll(started).status()).isEqualTo(200);
        assertThat(emulator.issuer().counts().poll()).isEqualTo(3);
    }

    @Test
    void programCanApprove() {
        JsonNode started = client.startDevice().json();

        assertThat(emulator.issuer().waitingUserCodes()).containsExactly(Json.string(started, "user_code"));
        assertThat(emulator.issuer().approveDevice("none")).isFalse();
        assertThat(emulator.issuer().approveDevice(Json.string(started, "user_code")))
                .isTrue();
        assertThat(emulator.issuer().waitingUserCodes()).isEmpty();
        assertThat(client.poll(started).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "device-code | user_code | '\"5\"' | true | false",
                "device-code interval=number | user_code | 5 | true | false",
                "device-code field=usercode interval=absent | usercode | '' | true | false",
                "device-code expires=both | user_code | '\"5\"' | true | true",
                "device-code expires=none | user_code | '\"5\"' | false | false",
            })
    void startComesInEveryForm(String script, String field, String interval, boolean in, boolean at) {
        emulator.script(script);

        JsonNode started = client.startDevice().json();

        assertThat(started.has(field)).isTrue();
        assertThat(started.path("interval").toString()).isEqualTo(interval);
        assertThat(started.has("expires_in")).isEqualTo(in);
        assertThat(started.has("expires_at")).isEqualTo(at);
        assertThat(client.poll(started).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void pendingComesWithBothStatuses(int status) {
        device(options -> options.withApprovedAfterPolls(0));
        JsonNode started = client.startDevice().json();
        emulator.script("device-pending status=" + status);

        WireClient.Answer pending = client.poll(started);

        assertThat(pending.status()).isEqualTo(status);
        assertThat(pending.text()).contains("deviceauth_authorization_pending");
        assertThat(client.poll(started).status()).isEqualTo(200);
    }

    @Test
    void slowDownIsAStatusWithItsPause() {
        JsonNode started = client.startDevice().json();
        emulator.script("status code=429 retry-after=7 on=poll");

        WireClient.Answer slow = client.poll(started);

        assertThat(slow.status()).isEqualTo(429);
        assertThat(slow.header("retry-after")).hasValue("7");
    }

    @Test
    void expiredCodeSaysSo() {
        JsonNode started = client.startDevice().json();

        emulator.advanceClock(Duration.ofMinutes(15));

        WireClient.Answer expired = client.poll(started);
        assertThat(expired.status()).isEqualTo(403);
        assertThat(expired.text()).contains("device authorization code has expired");
        assertThat(emulator.issuer().approveDevice(Json.string(started, "user_code")))
                .isFalse();
    }

    @Test
    void unknownLoginIsNotFound() {
        JsonNode unknown = Json.object().put("device_auth_id", "none").put("user_code", "XXXX-XXXXX");

        WireClient.Answer answer = client.poll(unknown);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("deviceauth_authorization_unknown");
    }

    @Test
    void issuerWithoutDeviceLoginHasNoSuchPaths() {
        device(options -> options.withOffered(false));

        assertThat(client.startDevice().status()).isEqualTo(404);
        assertThat(client.get("/codex/device").status()).isEqualTo(404);
    }

    @Test
    void wrongClientIsRefused() {
        WireClient.Answer answer =
                client.json("/api/accounts/deviceauth/usercode", Json.object().put("client_id", "app_other"));

        assertThat(answer.status()).isEqualTo(401);
    }

    private void device(UnaryOperator<DeviceOptions> change) {
        emulator.issuer().change(options -> options.withDevice(change.apply(options.device())));
    }

    private WireClient.Answer exchange(JsonNode approved, URI issuer) {
        Map<String, String> form = IssuerClient.exchange(Json.string(approved, "authorization_code"));
        form.put("redirect_uri", issuer + "/deviceauth/callback");
        form.put("code_verifier", Json.string(approved, "code_verifier"));
        return client.form("/oauth/token", form);
    }
}
