package dev.airelay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.airelay.auth.issuer.AuthorizationCode;
import dev.airelay.auth.issuer.FormFields;
import dev.airelay.auth.issuer.IssuerCall;
import dev.airelay.auth.issuer.IssuerClient;
import dev.airelay.auth.issuer.IssuerException;
import dev.airelay.auth.issuer.IssuerOptions;
import dev.airelay.auth.issuer.IssuerReply;
import dev.airelay.auth.issuer.IssuerRequest;
import dev.airelay.auth.issuer.IssuerTransport;
import dev.airelay.auth.login.AuthorizationRequest;
import dev.airelay.auth.login.BrowserLogin;
import dev.airelay.auth.login.BrowserLoginOptions;
import dev.airelay.auth.login.CallbackRequest;
import dev.airelay.auth.login.DeviceAuthorization;
import dev.airelay.auth.login.DeviceCode;
import dev.airelay.auth.login.DeviceLogin;
import dev.airelay.auth.login.DeviceLoginOptions;
import dev.airelay.auth.login.DevicePoll;
import dev.airelay.auth.login.DevicePrompt;
import dev.airelay.auth.login.PendingLogin;
import dev.airelay.auth.login.Pkce;
import dev.airelay.auth.login.RedirectParameters;
import dev.airelay.auth.login.RedirectionEndpoint;
import dev.airelay.auth.login.WorkspaceRestriction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text that a login leaves behind holds a code, state, verifier or token, even where the issuer quotes them. */
class SecretSweepTest {
    private static final String ID = TestTokens.jwt("acc-1");
    private static final String CODE = BrowserLoginRun.CODE;
    private static final String DEVICE_ID = "deviceauth-id-0123456789";
    private static final String USER_CODE = "WXYZ-98765";
    private static final String VERIFIER = "server-supplied-verifier-0123456789";

    private final BrowserLoginRun login = new BrowserLoginRun();
    private final List<String> left = new ArrayList<>();

    @AfterEach
    void stop() {
        login.close();
    }

    private void leaves(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        left.add(text.toString());
    }

    private void leaves(HttpResponse<String> page) {
        left.add(page.headers().map() + "\n" + page.body());
    }

    private void noneOf(String... secrets) {
        assertThat(left).isNotEmpty().allSatisfy(text -> assertThat(text).doesNotContain(secrets));
    }

    /** The verifier that went out with the exchange. */
    private String verifier() {
        String form = login.issuer.body(0);
        return form.substring(form.indexOf("code_verifier=") + "code_verifier=".length());
    }

    @Test
    void browserLoginThatSucceedsLeavesNone() throws Exception {
        login.issuer.answers(200, TestTokens.json("acc-1"));
        login.start();

        leaves(login.callback("code=other&state=wrong"));
        leaves(login.callback(login.grant()));
        leaves(login.get("/success"));
        left.add(login.result().toString());
        left.add(login.pending().toString());
        left.add(login.issuer.requests().toString());

        noneOf(CODE, login.state(), verifier(), ID, TestTokens.REFRESH);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 429, 500})
    void issuerThatQuotesWhatItWasSentLeavesNone(int status) throws Exception {
        // The emulated issuer repeats the whole form in each place an error has for text.
        QuotingIssuer quoting = new QuotingIssuer(status);
        BrowserLogin browser = new BrowserLogin(
                new IssuerClient(quoting, IssuerOptions.codex()),
                new BrowserLoginOptions(
                        BrowserLoginRun.freePorts(), Duration.ofMinutes(1), WorkspaceRestriction.none()));

        Throwable failure = catchThrowable(() -> browser.run(this::paste, tokens -> {}));

        assertThat(failure).isInstanceOf(IssuerException.class);
        leaves(failure);
        String form = quoting.form;
        noneOf(CODE, form.substring(form.indexOf("code_verifier=") + "code_verifier=".length()));
    }

    private void paste(PendingLogin pending) {
        String query = pending.authorizeUrl().getRawQuery();
        String state = query.substring(query.indexOf("&state=") + "&state=".length(), query.indexOf("&originator="));
        assertThat(pending.paste(CODE + "#" + state)).isEmpty();
    }

    private static final class QuotingIssuer implements IssuerTransport {
        private final int status;
        private String form = "";

        QuotingIssuer(int status) {
            this.status = status;
        }

        @Override
        public IssuerReply send(IssuerRequest request) {
            form = new String(request.body(), java.nio.charset.StandardCharsets.US_ASCII);
            return ScriptedTransport.reply(status, """
                    {"error":"%1$s","error_description":"%1$s","code":"%1$s","message":"%1$s"}
                    """.formatted(form));
        }
    }

    @Test
    void errorInTheRedirectThatQuotesStateAndCodeLeavesNone() throws Exception {
        login.start();
        String quoted = login.state() + "%20" + CODE;

        leaves(login.callback(login.grant() + "&error=bad%20" + quoted + "&error_description=" + quoted));
        leaves(login.failure());

        noneOf(CODE, login.state());
    }

    @Test
    void connectionErrorThatQuotesTheRequestLeavesNone() throws Exception {
        login.issuer.fails(new IOException("while sending code=" + CODE + ": reset"));
        login.start();

        leaves(login.callback(login.grant()));
        leaves(login.failure());

        noneOf(CODE, login.state(), verifier());
    }

    @Test
    void incompleteAnswerLeavesNone() throws Exception {
        login.issuer.answers(200, "{\"id_token\":\"" + ID + "\",\"refresh_token\":\"" + TestTokens.REFRESH + "\"}");
        login.start();

        leaves(login.callback(login.grant()));
        leaves(login.failure());

        noneOf(CODE, login.state(), verifier(), ID, TestTokens.REFRESH);
    }

    @Test
    void deviceLoginLeavesNone() {
        ScriptedTransport issuer = new ScriptedTransport()
                .answers(200, "{\"device_auth_id\":\"" + DEVICE_ID + "\",\"user_code\":\"" + USER_CODE + "\"}")
                .answers(503, "{\"error\":{\"message\":\"busy " + DEVICE_ID + " " + USER_CODE + "\"}}", "20")
                .answers(200, "{\"authorization_code\":\"" + CODE + "\",\"code_verifier\":\"" + VERIFIER + "\"}")
                .answers(400, "{\"error\":\"x\",\"error_description\":\"" + CODE + " " + VERIFIER + "\"}");
        DevicePrompt prompt = new DevicePrompt() {
            @Override
            public void show(DeviceCode code) {
                left.add(code.toString());
            }

            @Override
            public void waiting(Duration untilTheEnd, Optional<String> trouble) {
                left.add(trouble.orElseThrow());
            }
        };
        DeviceLogin device = new DeviceLogin(
                issuer.client(),
                new DeviceLoginOptions(Duration.ofMinutes(15), WorkspaceRestriction.none()),
                new FakeLoginClock());

        leaves(catchThrowable(() -> device.run(prompt, tokens -> {})));

        assertThat(left).hasSize(3);
        noneOf(CODE, VERIFIER, DEVICE_ID, USER_CODE);
    }

    @Test
    void noTextFormShowsWhatItHolds() {
        left.add(new AuthorizationCode(CODE, "http://localhost:1455/auth/callback", VERIFIER).toString());
        left.add(new AuthorizationRequest("u", Pkce.of(VERIFIER), "the-state-0123", WorkspaceRestriction.none())
                .toString());
        left.add(Pkce.of(VERIFIER).toString());
        left.add(RedirectParameters.of(CODE, "the-state-0123").toString());
        left.add(new DeviceAuthorization(DEVICE_ID, USER_CODE, Duration.ZERO, Optional.empty()).toString());
        left.add(new DevicePoll.Granted(new AuthorizationCode(CODE, "u", VERIFIER)).toString());
        left.add(new CallbackRequest("GET", "/auth/callback", "code=" + CODE, false, false).toString());
        left.add(new FormFields().with("code", CODE).toString());
        left.add(IssuerCall.form("p", "/", new FormFields().with("code", CODE), List.of(CODE))
                .toString());
        left.add(new RedirectionEndpoint("the-state-0123").toString());

        noneOf(CODE, VERIFIER, DEVICE_ID, USER_CODE, "the-state-0123");
    }
}
