package dev.airelay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.issuer.IssuerException;
import dev.airelay.auth.issuer.IssuerException.Kind;
import dev.airelay.auth.issuer.TokenReply;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IssuerRenewalTest {
    private final ScriptedTransport issuer = new ScriptedTransport();

    private IssuerException renewalFails() {
        return catchThrowableOfType(IssuerException.class, () -> issuer.client().renew(TestTokens.REFRESH));
    }

    @Test
    void sendsTheJsonOfTheProtocolAndTakesWhatComes() throws Exception {
        issuer.answers(200, "{\"access_token\":\"new.access.token\"}");

        TokenReply tokens = issuer.client().renew(TestTokens.REFRESH);

        assertThat(issuer.requests().get(0).target().getPath()).isEqualTo("/oauth/token");
        assertThat(issuer.requests().get(0).contentType()).isEqualTo("application/json");
        assertThat(issuer.body(0))
                .isEqualTo("{\"client_id\":\"app_EMoamEEZ73f0CkXaXp7hrann\",\"grant_type\":\"refresh_token\","
                        + "\"refresh_token\":\"" + TestTokens.REFRESH + "\"}");
        assertThat(tokens.accessToken()).contains("new.access.token");
        assertThat(tokens.refreshToken()).isEmpty();
        assertThat(tokens.idToken()).isEmpty();
    }

    static Stream<Arguments> permanentCodesInEveryShape() {
        List<String> codes = List.of(
                "refresh_token_expired",
                "refresh_token_reused",
                "refresh_token_invalidated",
                "invalid_grant",
                "token_expired",
                "invalid_refresh_token");
        return codes.stream()
                .flatMap(code -> Stream.of(
                        Arguments.of(code, "{\"error\":\"%s\",\"error_description\":\"x\"}"),
                        Arguments.of(code, """
                                {"error":{"message":"Please try signing in again.","type":"invalid_request_error",
                                          "param":null,"code":"%s"}}
                                """),
                        Arguments.of(code, "{\"code\":\"%s\"}")));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("permanentCodesInEveryShape")
    void codeThatEndsTheSessionIsPermanent(String code, String shape) {
        issuer.answers(400, shape.formatted(code.toUpperCase(java.util.Locale.ROOT)))
                .answers(401, shape.formatted(code));

        for (int i = 0; i < 2; i++) {
            IssuerException failure = renewalFails();
            assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure).hasMessageEndingWith(". Run: airelay login");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "401 with another code|401|{\"error\":{\"code\":\"app_gone\",\"message\":\"m\"}}|PERMANENT|app_gone",
                "401 with no body|401|``|PERMANENT|issuer_http_401",
                "401 as text|401|Unauthorized|PERMANENT|issuer_http_401",
                "401 as a page|401|<html></html>|TRANSIENT|issuer_http_401",
                "429|429|{\"error\":\"rate_limited\"}|TRANSIENT|rate_limited",
                "500|500|``|TRANSIENT|issuer_http_500",
                "503 with any body|503|{\"error\":\"invalid_grant\"}|TRANSIENT|invalid_grant",
                "country|403|{\"error\":{\"code\":\"unsupported_country_region_territory\"}}|TRANSIENT"
                        + "|unsupported_country_region_territory",
                "page|403|<html></html>|TRANSIENT|cloudflare_challenge",
                "redirect|302|``|TRANSIENT|issuer_http_302",
                "another 400|400|{\"error\":\"invalid_request\"}|TRANSIENT|invalid_request",
                "a page with 200|200|<html></html>|TRANSIENT|issuer_bad_reply"
            })
    void tellsPermanentFromTransient(String name, int status, String body, Kind kind, String code) {
        issuer.answers(status, body);

        IssuerException failure = renewalFails();

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
    }

    @Test
    void noAnswerIsTransient() {
        issuer.fails(new IOException("timed out")).answers(ScriptedTransport.challenge());

        assertThat(renewalFails().kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(renewalFails()).returns("cloudflare_challenge", IssuerException::code);
    }

    @Test
    void revokedTokenIsInvalidatedForGood() {
        issuer.answers(401, "{\"error\":{\"code\":\"refresh_token_invalidated\",\"message\":\"Signed out.\"}}");

        assertThat(renewalFails())
                .hasMessage("Could not renew the session: auth.openai.com answered HTTP 401"
                        + " (refresh_token_invalidated: Signed out.). Run: airelay login");
    }

    @Test
    void whatTheIssuerQuotesIsHiddenAndMadeHarmless() {
        issuer.answers(
                400,
                "{\"error\":\"" + TestTokens.REFRESH + "\",\"error_description\":\"bad " + TestTokens.REFRESH
                        + "\\u001b]0;x\\u0007 and " + TestTokens.jwt("acc-1") + "\"}");

        assertThat(renewalFails())
                .hasMessage("Could not renew the session: auth.openai.com answered HTTP 400 (bad [hidden]"
                        + "\\u001b]0;x\\u0007 and [hidden]).")
                .returns("issuer_http_400", IssuerException::code);
    }
}
