package dev.airelay.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.ScriptedTransport;
import dev.airelay.auth.TestTokens;
import dev.airelay.auth.issuer.IssuerException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerClientTest {
    private static final AuthorizationCode CODE =
            new AuthorizationCode("ac_the code+/=", "http://localhost:1457/auth/callback", "the-verifier~");

    private final ScriptedTransport issuer = new ScriptedTransport();

    private IssuerException exchangeFails() {
        IssuerException failure = catchThrowableOfType(
                IssuerException.class, () -> issuer.client().exchange(CODE));
        assertThat(issuer.requests()).as("an exchange is never sent twice").hasSize(1);
        return failure;
    }

    @Test
    void exchangeSendsTheFormOfTheProtocol() throws Exception {
        issuer.answers(200, TestTokens.json("acc-1"));

        TokenReply tokens = issuer.client().exchange(CODE);

        assertThat(issuer.requests()).hasSize(1);
        IssuerRequest request = issuer.requests().get(0);
        assertThat(request.target().toString()).isEqualTo("https://auth.openai.com/oauth/token");
        assertThat(request.contentType()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(issuer.body(0))
                .isEqualTo("grant_type=authorization_code"
                        + "&code=ac_the%20code%2B%2F%3D"
                        + "&redirect_uri=http%3A%2F%2Flocalhost%3A1457%2Fauth%2Fcallback"
                        + "&client_id=app_EMoamEEZ73f0CkXaXp7hrann"
                        + "&code_verifier=the-verifier~");
        assertThat(tokens.refreshToken()).contains(TestTokens.REFRESH);
        assertThat(tokens.accessToken()).contains(TestTokens.jwt("acc-1"));
        assertThat(tokens.idToken()).contains(TestTokens.jwt("acc-1"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "code reused, error as text|{\"error\":\"invalid_grant\",\"error_description\":\"used before\"}",
                "wrong verifier, error as object|{\"error\":{\"code\":\"invalid_grant\",\"message\":\"used before\"}}",
                "code at the top|{\"code\":\"INVALID_GRANT\",\"message\":\"used before\"}"
            })
    void refusedCodeIsFinalAndKeepsTheIssuersWords(String name, String body) {
        issuer.answers(400, body);

        IssuerException failure = exchangeFails();

        assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure.code()).isEqualTo("invalid_grant");
        assertThat(failure)
                .hasMessage(
                        "Could not exchange the authorization code: auth.openai.com answered HTTP 400 (invalid_grant:"
                                + " used before).");
    }

    @Test
    void challengePageHasItsOwnWords() {
        issuer.answers(ScriptedTransport.challenge());

        IssuerException failure = exchangeFails();

        assertThat(failure.code()).isEqualTo("cloudflare_challenge");
        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure).hasMessageContaining("Cloudflare").hasMessageContaining("VPN or proxy");
        assertThat(failure.getMessage()).doesNotContain("<");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | (HTTP 403, Cloudflare ray ID 8f2a\\u001b-FRA)",
                "520 | HTTP 520 with an HTML page instead of JSON, Cloudflare ray ID 8f2a\\u001b-FRA.",
            })
    void pageIsNamedWithStatusAndRay(int status, String words) {
        byte[] page = "<html>".getBytes(StandardCharsets.UTF_8);
        issuer.answers(new IssuerReply(status, Optional.empty(), false, Optional.of("8f2a\u001b-FRA"), page));

        assertThat(exchangeFails()).hasMessageContaining(words);
    }

    @Test
    void anyOtherPageIsNotShown() {
        issuer.answers(502, "\n <html><body>Bad gateway</body></html>");

        IssuerException failure = exchangeFails();

        assertThat(failure.code()).isEqualTo("issuer_http_502");
        assertThat(failure)
                .hasMessage(
                        "Could not exchange the authorization code: auth.openai.com answered HTTP 502 with an HTML page instead of JSON.");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id_token\":\"a.b.c\",\"access_token\":\"d.e.f\"}|refresh_token",
                "{\"id_token\":\"a.b.c\",\"access_token\":\"d.e.f\",\"refresh_token\":\"\"}|refresh_token",
                "{\"id_token\":\"a.b.c\",\"access_token\":7,\"refresh_token\":\"r\"}|access_token",
                "{\"id_token\":\"a\\nb\",\"access_token\":\"d.e.f\",\"refresh_token\":null}|id_token, refresh_token"
            })
    void namesTheTokenTheIssuerLeftOut(String body, String missing) {
        issuer.answers(200, body);

        IssuerException failure = exchangeFails();

        assertThat(failure.code()).isEqualTo("missing_token");
        assertThat(failure).hasMessageContaining("lacks " + missing + ". Nothing was saved. Run: airelay login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OK", "[]", "<html></html>", "{\"id_token\":"})
    void successWithoutTokensIsAnError(String body) {
        issuer.answers(200, body);

        assertThat(exchangeFails().code()).isEqualTo("issuer_bad_reply");
    }

    @Test
    void distinguishesUnreachableLoginServerFromSilentOne() {
        issuer.fails(new ConnectException("The server cannot be reached."))
                .fails(new IOException("It was reset\u001b[2J by peer."));
        IssuerClient client = issuer.client();

        assertThat(catchThrowableOfType(IssuerException.class, () -> client.exchange(CODE)))
                .hasMessageContaining(
                        "Could not exchange the authorization code. The server cannot be reached. Check the network")
                .returns("issuer_unreachable", IssuerException::code)
                .returns(Kind.TRANSIENT, IssuerException::kind);
        assertThat(catchThrowableOfType(IssuerException.class, () -> client.exchange(CODE)))
                .hasMessageContaining(
                        "Could not exchange the authorization code. It was reset\\u001b[2J by peer. Check the network")
                .returns("issuer_no_answer", IssuerException::code);
    }

    @Test
    void revokesTheRefreshTokenWithHintAndClientId() {
        issuer.answers(200, "");

        Revocation revocation = issuer.client().revoke(TestTokens.reply("i.d.t", "a.c.t"));

        assertThat(revocation.confirmed()).isTrue();
        assertThat(issuer.requests().get(0).target().getPath()).isEqualTo("/oauth/revoke");
        assertThat(issuer.requests().get(0).contentType()).isEqualTo("application/json");
        assertThat(issuer.requests().get(0).timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(issuer.body(0))
                .isEqualTo("{\"token\":\"" + TestTokens.REFRESH + "\",\"token_type_hint\":\"refresh_token\","
                        + "\"client_id\":\"app_EMoamEEZ73f0CkXaXp7hrann\"}");
    }

    @Test
    void revokesTheAccessTokenWhenThereIsNoOther() {
        issuer.answers(200, "{}");

        Revocation revocation =
                issuer.client().revoke(new TokenReply(Optional.empty(), Optional.of("a.c.t"), Optional.empty()));

        assertThat(revocation.confirmed()).isTrue();
        assertThat(issuer.body(0)).isEqualTo("{\"token\":\"a.c.t\",\"token_type_hint\":\"access_token\"}");
    }

    @Test
    void revocationThatFailsSaysSoAndThrowsNothing() {
        issuer.answers(500, "{\"error\":\"server_error\"}").fails(new IOException("It timed out."));
        IssuerClient client = issuer.client();
        TokenReply session = TestTokens.reply("i.d.t", "a.c.t");

        assertThat(client.revoke(session))
                .isEqualTo(
                        new Revocation(
                                false,
                                "Could not end the session at the login server: auth.openai.com answered HTTP 500 (server_error)."));
        assertThat(client.revoke(session).detail())
                .contains("Could not end the session at the login server. It timed out. Check the network");
        assertThat(client.revoke(new TokenReply(Optional.empty(), Optional.empty(), Optional.empty()))
                        .confirmed())
                .isFalse();
        assertThat(issuer.requests()).hasSize(2);
    }

    @Test
    void interruptedRevocationKeepsTheFlag() {
        IssuerClient client = new IssuerClient(
                request -> {
                    throw new InterruptedException();
                },
                IssuerOptions.codex());

        Revocation revocation = client.revoke(TestTokens.reply("i.d.t", "a.c.t"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(revocation.confirmed()).isFalse();
    }
}
