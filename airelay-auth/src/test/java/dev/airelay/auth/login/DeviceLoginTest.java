package dev.airelay.auth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.FakeLoginClock;
import dev.airelay.auth.ScriptedTransport;
import dev.airelay.auth.TestTokens;
import dev.airelay.auth.issuer.IssuerException;
import dev.airelay.auth.issuer.TokenReply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceLoginTest {
    private static final String GRANTED = """
            {"authorization_code":"ac_device-code","code_challenge":"c","code_verifier":"server-verifier"}
            """;
    private static final String PENDING = "{\"error\":{\"code\":\"deviceauth_authorization_pending\"}}";

    private final ScriptedTransport issuer = new ScriptedTransport();
    private final FakeLoginClock clock = new FakeLoginClock();
    private final List<DeviceCode> shown = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();
    private final List<TokenReply> stored = new ArrayList<>();

    private TokenReply run(WorkspaceRestriction workspaces) throws Exception {
        DeviceLoginOptions options = new DeviceLoginOptions(Duration.ofHours(1), workspaces);
        DevicePrompt prompt = new DevicePrompt() {
            @Override
            public void show(DeviceCode code) {
                shown.add(code);
            }

            @Override
            public void waiting(Duration left, Optional<String> trouble) {
                progress.add(clock.elapsed().toSeconds() + "s"
                        + trouble.map(why -> " " + why).orElse(""));
            }
        };
        return new DeviceLogin(issuer.client(), options, clock).run(prompt, stored::add);
    }

    private TokenReply run() throws Exception {
        return run(WorkspaceRestriction.none());
    }

    private <T extends Exception> T fails(Class<T> type) {
        T failure = catchThrowableOfType(type, this::run);
        assertThat(stored).isEmpty();
        return failure;
    }

    private ScriptedTransport started() {
        return issuer.answers(200, """
                {"device_auth_id":"dev-id-1","user_code":"ABCD-12345","interval":"5"}
                """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "interval as text|{\"device_auth_id\":\"d\",\"user_code\":\"ABCD-12345\",\"interval\":\"7\"}|7",
                "interval as a number|{\"device_auth_id\":\"d\",\"user_code\":\"ABCD-12345\",\"interval\":7}|7",
                "no interval|{\"device_auth_id\":\"d\",\"user_code\":\"ABCD-12345\"}|5",
                "no sensible interval|{\"device_auth_id\":\"d\",\"user_code\":\"ABCD-12345\",\"interval\":-1}|5",
                "alias of the code|{\"device_auth_id\":\"d\",\"usercode\":\"ABCD-12345\",\"interval\":\"5\"}|5"
            })
    void startsWithEveryFormOfTheAnswer(String name, String body, int seconds) throws Exception {
        issuer.answers(200, body).answers(200, GRANTED).answers(200, TestTokens.json("acc-1"));

        run();

        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).userCode()).isEqualTo("ABCD-12345");
        assertThat(shown.get(0).verificationPage().toString()).isEqualTo("https://auth.openai.com/codex/device");
        assertThat(shown.get(0).validFor()).isEqualTo(Duration.ofMinutes(15));
        assertThat(clock.pauses()).containsExactly(Duration.ofSeconds(seconds));
    }

    @Test
    void asksPollsAndExchangesAsTheProtocolSays() throws Exception {
        started().answers(403, PENDING).answers(404, "").answers(200, GRANTED).answers(200, TestTokens.json("acc-1"));

        TokenReply tokens = run();

        assertThat(issuer.requests())
                .extracting(request -> request.target().getPath())
                .containsExactly(
                        "/api/accounts/deviceauth/usercode",
                        "/api/accounts/deviceauth/token",
                        "/api/accounts/deviceauth/token",
                        "/api/accounts/deviceauth/token",
                        "/oauth/token");
        assertThat(issuer.body(0)).isEqualTo("{\"client_id\":\"app_EMoamEEZ73f0CkXaXp7hrann\"}");
        assertThat(issuer.body(1)).isEqualTo("{\"device_auth_id\":\"dev-id-1\",\"user_code\":\"ABCD-12345\"}");
        assertThat(issuer.body(4))
                .isEqualTo("grant_type=authorization_code&code=ac_device-code"
                        + "&redirect_uri=https%3A%2F%2Fauth.openai.com%2Fdeviceauth%2Fcallback"
                        + "&client_id=app_EMoamEEZ73f0CkXaXp7hrann&code_verifier=server-verifier");
        assertThat(stored).containsExactly(tokens);
        assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void issuerWithoutDeviceLoginNamesTheBrowser() {
        issuer.answers(404, "{}");

        IssuerException failure = fails(IssuerException.class);

        assertThat(failure.code()).isEqualTo("device_login_disabled");
        assertThat(failure).hasMessageEndingWith("To use a browser instead, run: airelay login --browser");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":\"deviceauth_expired\"}}",
                "{\"error\":{\"message\":\"The device authorization code has expired.\"}}",
                "{\"detail\":\"Device code Expired\"}",
                "{\"error\":\"expired_token\"}"
            })
    void expiredCodeEndsTheWaitAtOnce(String body) {
        started().answers(403, body);

        assertThat(fails(LoginException.class).failure()).isEqualTo(LoginFailure.DEVICE_CODE_EXPIRED);
        assertThat(issuer.requests()).hasSize(2);
    }

    @Test
    void refusalInTheBrowserEndsTheWait() {
        started().answers(400, "{\"error\":\"access_denied\"}");

        assertThat(fails(LoginException.class).failure()).isEqualTo(LoginFailure.DENIED);
    }

    @ParameterizedTest
    @CsvSource({"40,40", "'Sat, 01 Aug 2026 12:01:05 GMT',60", "1,10", "soon,10", "'Sat, 01 Aug 2020 12:00:00 GMT',10"})
    void slowDownLengthensThisAndLaterWaits(String retryAfter, int seconds) throws Exception {
        started()
                .answers(429, "{\"error\":\"rate_limited\"}", retryAfter)
                .answers(403, PENDING)
                .answers(200, GRANTED)
                .answers(200, TestTokens.json("acc-1"));

        run();

        assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(5 + seconds + 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 429})
    void slowDownIsUnderstoodWithAnyStatus(int status) throws Exception {
        started()
                .answers(status, "{\"error\":\"slow_down\"}")
                .answers(200, GRANTED)
                .answers(200, TestTokens.json("a"));

        run();

        assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(5 + 10));
    }

    @Test
    void connectionFailureIsRetriedAndReported() throws Exception {
        started()
                .answers(503, "<html></html>", "20")
                .fails(new IOException("Connection reset"))
                .answers(ScriptedTransport.challenge())
                .answers(200, GRANTED)
                .answers(200, TestTokens.json("acc-1"));

        run();

        assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(5 + 20 + 5 + 5));
        assertThat(stored).hasSize(1);
        assertThat(progress).hasSize(2);
        assertThat(progress.get(0))
                .startsWith("15s Could not check the device sign-in")
                .contains("HTTP 503");
        assertThat(progress.get(1)).contains("Connection reset");
    }

    @Test
    void standardWordForPendingIsUnderstoodToo() throws Exception {
        started()
                .answers(400, "{\"error\":\"authorization_pending\"}")
                .answers(200, GRANTED)
                .answers(200, TestTokens.json("acc-1"));

        assertThat(run().accessToken()).isPresent();
    }

    @Test
    void unrelated403IsReportedWhileWaiting() throws Exception {
        started();
        for (int i = 0; i < 3; i++) {
            issuer.answers(403, "{\"error\":{\"code\":\"unsupported_country_region_territory\"}}");
        }
        issuer.answers(403, "{\"error\":{\"code\":\"deviceauth_authorization_unknown\"}}")
                .answers(200, GRANTED)
                .answers(200, TestTokens.json("acc-1"));

        run();

        assertThat(progress).hasSize(1);
        assertThat(progress.get(0)).startsWith("15s ").contains("unsupported_country_region_territory");
    }

    @Test
    void anyOtherRefusalEndsTheWait() {
        started().answers(401, "{\"error\":{\"code\":\"invalid_client\",\"message\":\"No such client\"}}");

        assertThat(fails(IssuerException.class))
                .hasMessageContaining("HTTP 401 (invalid_client: No such client).")
                .returns("invalid_client", IssuerException::code);
    }

    @Test
    void givesUpAfterFifteenMinutesAndReportsEveryFifteenSeconds() {
        started();
        for (int i = 0; i < 179; i++) {
            issuer.answers(403, PENDING);
        }

        LoginException failure = fails(LoginException.class);

        assertThat(failure.failure()).isEqualTo(LoginFailure.TIMED_OUT);
        assertThat(failure).hasMessageContaining("900 s").hasMessageContaining("open Settings, then Security");
        assertThat(clock.elapsed()).isEqualTo(Duration.ofMinutes(15));
        assertThat(issuer.requests()).hasSize(180);
        assertThat(progress).hasSize(60).startsWith("15s", "30s", "45s");
    }

    @Test
    void endsWhenTheIssuerSaidItsCodeEnds() {
        issuer.answers(200, """
                {"device_auth_id":"d","user_code":"ABCD-12345","interval":30,"expires_in":50}
                """).answers(403, PENDING);

        assertThat(fails(LoginException.class).failure()).isEqualTo(LoginFailure.TIMED_OUT);
        assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(50));
        assertThat(shown.get(0).validFor()).isEqualTo(Duration.ofSeconds(50));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}|device_auth_id", "{\"device_auth_id\":\"d\"}|user_code", "nonsense|device_auth_id"})
    void incompleteStartNamesWhatIsMissing(String body, String missing) {
        issuer.answers(200, body);

        assertThat(fails(IssuerException.class)).hasMessageContaining("answered without " + missing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"authorization_code\":\"ac_device-code\"}|code_verifier",
                "{\"code_verifier\":\"v\"}|authorization_code"
            })
    void incompleteGrantNamesWhatIsMissing(String body, String missing) {
        started().answers(200, body);

        assertThat(fails(IssuerException.class)).hasMessageContaining("answered without " + missing);
    }

    @Test
    void anotherWorkspaceIsRefusedAndNothingStored() {
        started().answers(200, GRANTED).answers(200, TestTokens.json("acc-2"));

        LoginException failure =
                catchThrowableOfType(LoginException.class, () -> run(new WorkspaceRestriction(List.of("acc-1"))));

        assertThat(failure.failure()).isEqualTo(LoginFailure.WORKSPACE_RESTRICTION);
        assertThat(stored).isEmpty();
    }
}
