package dev.airelay.auth.login;

import static dev.airelay.auth.BrowserLoginRun.CODE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.BrowserLoginRun;
import dev.airelay.auth.TestTokens;
import dev.airelay.auth.issuer.IssuerException;
import dev.airelay.auth.issuer.PercentEncoding;
import dev.airelay.auth.session.AuthException;
import dev.airelay.auth.session.AuthFailure;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserLoginTest {
    private final BrowserLoginRun login = new BrowserLoginRun();

    @AfterEach
    void stop() {
        login.close();
    }

    private LoginFailure failure() throws Exception {
        assertThat(login.failure()).isInstanceOf(LoginException.class);
        return ((LoginException) login.failure()).failure();
    }

    @Test
    void callbackLeadsToTokensStoredAndThenToTheSuccessPage() throws Exception {
        login.issuer.answers(200, TestTokens.json("acc-1"));
        login.start();

        HttpResponse<String> callback = login.callback(login.grant());

        assertThat(login.stored)
                .as("stored before the browser hears of success")
                .hasSize(1);
        assertThat(callback.statusCode()).isEqualTo(302);
        assertThat(callback.headers().firstValue("location")).contains("/success");
        HttpResponse<String> success = login.get("/success");
        assertThat(success.statusCode()).isEqualTo(200);
        assertThat(success.body()).contains("AIRelay is signed in.");
        assertThat(login.result()).isSameAs(login.stored.get(0));
        assertThat(SignedInAccount.of(login.result()).email()).contains("me@example.com");
    }

    @Test
    void exchangeUsesTheVerifierOfTheChallengeAndTheSameRedirectAddress() throws Exception {
        login.issuer.answers(200, TestTokens.json("acc-1"));
        login.start();

        assertThat(login.pending().paste("?" + login.grant())).isEmpty();
        login.result();

        String body = login.issuer.body(0);
        String redirect = PercentEncoding.encode(login.parameter("redirect_uri"));
        assertThat(body).startsWith("grant_type=authorization_code&code=" + CODE + "&redirect_uri=" + redirect + "&");
        String verifier = body.substring(body.indexOf("code_verifier=") + "code_verifier=".length());
        assertThat(Pkce.of(verifier).challenge()).isEqualTo(login.parameter("code_challenge"));
    }

    /** The protocol has a second exchange, for a key that bills the platform and not the subscription. */
    @Test
    void createsNoPlatformApiKey() throws Exception {
        login.issuer.answers(200, TestTokens.json("acc-1"));
        login.start();

        login.callback(login.grant());
        login.result();

        assertThat(login.issuer.requests()).hasSize(1);
        assertThat(login.issuer.body(0)).startsWith("grant_type=authorization_code&");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "another state|code=x&state=another",
                "no state|code=x",
                "empty state|code=x&state=",
                "an error without state|error=access_denied",
                "two states|code=x&state=another&state=SAME",
                "nothing|"
            })
    void callbackOfAnotherLoginIsRefusedAndTheWaitContinues(String name, String query) throws Exception {
        login.issuer.answers(200, TestTokens.json("acc-1"));
        login.start();

        HttpResponse<String> wrong = login.callback(query == null ? "" : query.replace("SAME", login.state()));

        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("State mismatch");
        assertThat(login.issuer.requests()).isEmpty();
        assertThat(login.callback(login.grant()).statusCode()).isEqualTo(302);
        login.get("/success");
        assertThat(login.result()).isNotNull();
    }

    @Test
    void secondCallbackDoesNotExchangeTwice() throws Exception {
        login.issuer.answers(200, TestTokens.json("acc-1"));
        login.start();

        HttpResponse<String> first = login.callback(login.grant());
        HttpResponse<String> second = login.callback(login.grant());
        login.get("/success");

        assertThat(first.statusCode()).isEqualTo(302);
        assertThat(second.statusCode()).isEqualTo(302);
        assertThat(login.issuer.requests()).hasSize(1);
        assertThat(login.result()).isNotNull();
    }

    @Test
    void secondCallbackDuringTheExchangeGetsTheSameOutcome() throws Exception {
        CountDownLatch storing = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        login.issuer.answers(200, TestTokens.json("acc-1"));
        login.start(options(Duration.ofMinutes(1)), tokens -> {
            storing.countDown();
            awaitQuietly(release);
            login.stored.add(tokens);
        });

        var first = login.getLater("/auth/callback?" + login.grant());
        storing.await();
        var second = login.getLater("/auth/callback?" + login.grant());
        assertThat(login.get("/success").statusCode())
                .as("no success before it is stored")
                .isEqualTo(404);
        assertThat(login.get("/cancel").statusCode()).as("too late to cancel").isEqualTo(409);
        release.countDown();

        assertThat(first.get().statusCode()).isEqualTo(302);
        assertThat(second.get().statusCode()).isEqualTo(302);
        login.get("/success");
        assertThat(login.result()).isNotNull();
        assertThat(login.stored).hasSize(1);
    }

    @Test
    void workspaceWithoutCodexHasItsOwnPage() throws Exception {
        login.start();

        HttpResponse<String> page = login.callback(
                "error=access_denied&error_description=missing_codex_entitlement%3A+x&state=" + login.state());

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("No access to Codex").contains("administrator");
        assertThat(failure()).isEqualTo(LoginFailure.NO_ENTITLEMENT);
    }

    @Test
    void errorOfTheIssuerIsShownEscaped() throws Exception {
        login.start();

        HttpResponse<String> page = login.callback("error=server_error&error_description="
                + PercentEncoding.encode("<script>alert('1')</script> & \"more\"\u001b[31m") + "&state="
                + login.state());

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body())
                .contains("Not signed in")
                .contains(
                        "(server_error: &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;more&quot;\\u001b")
                .doesNotContain("<script>")
                .doesNotContain("\u001b");
        assertThat(failure()).isEqualTo(LoginFailure.DENIED);
        assertThat(login.issuer.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "code=&", "code=%20&"})
    void redirectWithoutACodeIsAnError(String code) throws Exception {
        login.start();

        assertThat(login.callback(code + "state=" + login.state()).statusCode()).isEqualTo(400);
        assertThat(failure()).isEqualTo(LoginFailure.NO_CODE);
        assertThat(LoginFailure.NO_CODE.code()).isEqualTo("missing_authorization_code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/favicon.ico", "/auth/callback/", "/auth", "/success", "/cancel/now"})
    void otherPathsAreNotFound(String path) throws Exception {
        login.start();

        assertThat(login.get(path).statusCode()).isEqualTo(404);
        assertThat(login.pending().cancel()).isTrue();
    }

    @Test
    void onlyGetIsAnswered() throws Exception {
        login.start();
        HttpRequest post = HttpRequest.newBuilder(login.address("/auth/callback?" + login.grant()))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();

        HttpResponse<String> answer = login.send(post);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("GET");
        assertThat(login.issuer.requests()).isEmpty();
    }

    @Test
    void everyAnswerForbidsStoringReferrersAndScripts() throws Exception {
        login.start();

        assertThat(login.get("/").headers().map())
                .containsEntry("cache-control", List.of("no-store"))
                .containsEntry("referrer-policy", List.of("no-referrer"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("connection", List.of("close"))
                .hasEntrySatisfying(
                        "content-security-policy",
                        values -> assertThat(values.get(0)).startsWith("default-src 'none'"));
    }

    @Test
    void bothLoopbackAddressesAnswer() throws Exception {
        login.start();
        int port = login.address("/").getPort();

        for (var address : LoopbackSockets.addresses()) {
            String host = address.getHostAddress().contains(":") ? "[::1]" : "127.0.0.1";
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/"))
                    .build();
            assertThat(login.send(request).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void cancelEndsTheWait() throws Exception {
        login.start();

        HttpResponse<String> page = login.get("/cancel");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Sign-in canceled");
        assertThat(failure()).isEqualTo(LoginFailure.CANCELLED);
    }

    @Test
    void pageOfAnotherSiteCannotCancel() throws Exception {
        login.issuer.answers(200, TestTokens.json("acc-1"));
        login.start();
        HttpRequest image = HttpRequest.newBuilder(login.address("/cancel"))
                .header("Sec-Fetch-Site", "cross-site")
                .build();

        assertThat(login.send(image).statusCode()).isEqualTo(403);
        assertThat(login.pending().paste(CODE + "#" + login.state())).isEmpty();
        assertThat(login.result()).isNotNull();
    }

    @Test
    void ownerCanCancel() throws Exception {
        login.start();

        assertThat(login.pending().cancel()).isTrue();
        assertThat(login.pending().cancel()).isFalse();
        assertThat(failure()).isEqualTo(LoginFailure.CANCELLED);
    }

    @Test
    void timeEnds() throws Exception {
        login.start(options(Duration.ofMillis(1)), login.stored::add);

        assertThat(failure()).isEqualTo(LoginFailure.TIMED_OUT);
        assertThat(login.stored).isEmpty();
    }

    @Test
    void interruptEndsTheWaitAndFreesThePort() throws Exception {
        login.start();
        int port = login.address("/").getPort();

        login.interrupt();

        assertThat(login.failure()).isInstanceOf(InterruptedException.class);
        assertThat(LoopbackSockets.bind(port)).hasValueSatisfying(LoopbackSockets::close);
    }

    @Test
    void whenStoringFailsThePageSaysSo() throws Exception {
        login.issuer.answers(200, TestTokens.json("acc-1"));
        login.start(options(Duration.ofMinutes(1)), tokens -> {
            throw new AuthException(AuthFailure.INCOMPLETE, "the disk is full");
        });

        HttpResponse<String> page = login.callback(login.grant());

        assertThat(page.statusCode()).isEqualTo(500);
        assertThat(page.body()).contains("Not signed in").doesNotContain("disk");
        assertThat(login.failure()).isInstanceOf(AuthException.class).hasMessage("the disk is full");
    }

    @Test
    void whenTheIssuerRefusesTheCodeThePageSaysSo() throws Exception {
        login.issuer.answers(400, "{\"error\":\"invalid_grant\",\"error_description\":\"<b>used</b>\"}");
        login.start();

        HttpResponse<String> page = login.callback(login.grant());

        assertThat(page.statusCode()).isEqualTo(502);
        assertThat(page.body()).contains("invalid_grant: &lt;b&gt;used&lt;/b&gt;");
        assertThat(login.failure()).isInstanceOf(IssuerException.class);
        assertThat(login.stored).isEmpty();
    }

    private static BrowserLoginOptions options(Duration timeout) {
        return new BrowserLoginOptions(BrowserLoginRun.freePorts(), timeout, WorkspaceRestriction.none());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
