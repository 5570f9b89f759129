package dev.airelay.emulator.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.LoginIssuer;
import dev.airelay.emulator.api.Approval;
import dev.airelay.emulator.api.IssuerOptions;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.WireClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The authorize address, its pages and the exchange of the code. */
class BrowserLoginTest {
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
    void rightRequestRedirectsWithCodeAndState() {
        WireClient.Answer answer = client.authorize(IssuerClient.query());

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("location").orElseThrow()).startsWith(IssuerClient.REDIRECT + "?code=");
        assertThat(IssuerClient.parameters(answer)).containsEntry("state", IssuerClient.STATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response_type",
                "client_id",
                "redirect_uri",
                "scope",
                "code_challenge",
                "code_challenge_method",
                "id_token_add_organizations",
                "codex_cli_simplified_flow",
                "state"
            })
    void missingParameterIsNamedOnAPage(String name) {
        Map<String, String> query = IssuerClient.query();
        query.remove(name);

        WireClient.Answer answer = client.authorize(query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(answer.text()).contains("The parameter " + name + " is missing.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "response_type | token | must be &#39;code&#39;",
                "client_id | app_other | must be &#39;app_EMoamEEZ73f0CkXaXp7hrann&#39;",
                "redirect_uri | http://localhost:1456/auth/callback | is not registered",
                "redirect_uri | http://localhost:1455/other | is not registered",
                "redirect_uri | https://localhost:1455/auth/callback | is not registered",
                "redirect_uri | http://localhost.example:1455/auth/callback | is not registered",
                "code_challenge_method | plain | must be &#39;S256&#39;",
                "code_challenge | too-short | 43 characters",
                "state | guessable | 128 bits",
                "scope | openid admin | The scope &#39;admin&#39; is unknown",
                "scope | profile email | must include openid",
                "client_id | <script> | &lt;script&gt;",
            })
    void wrongParameterIsExplainedOnAPage(String name, String value, String text) {
        Map<String, String> query = IssuerClient.query();
        query.put(name, value);

        WireClient.Answer answer = client.authorize(query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(text).contains("AIRelay emulator").doesNotContain("<script>");
    }

    @Test
    void repeatedParameterIsRefused() {
        String query = IssuerClient.encoded(IssuerClient.query()) + "&state=" + IssuerClient.STATE;

        assertThat(client.get("/oauth/authorize?" + query).text()).contains("state is given more than once");
    }

    @ParameterizedTest
    @CsvSource({"1455, localhost, 302", "1457, localhost, 302", "1455, 127.0.0.1, 302", "8080, localhost, 400"})
    void onlyRegisteredPortsAreRedirectedTo(int port, String host, int status) {
        assertThat(authorizeWithPort(host, port).status()).isEqualTo(status);
    }

    @Test
    void otherPortsCanBeRegistered() {
        emulator.issuer().change(options -> options.withRedirectPorts(Set.of(8080)));
        assertThat(authorizeWithPort("localhost", 8080).status()).isEqualTo(302);
        assertThat(authorizeWithPort("localhost", 1455).status()).isEqualTo(400);

        emulator.issuer().change(IssuerOptions::withAnyRedirectPort);
        assertThat(authorizeWithPort("localhost", 50_000).status()).isEqualTo(302);
    }

    @Test
    void deniedLoginRedirectsWithAnError() {
        emulator.issuer().change(options -> options.withApproval(Approval.DENY));

        assertThat(client.redirected())
                .containsEntry("error", "access_denied")
                .containsEntry("state", IssuerClient.STATE)
                .doesNotContainKey("code");
    }

    @ParameterizedTest
    @CsvSource({"approve, code", "deny, error"})
    void pageWaitsForAButton(String decision, String parameter) {
        emulator.issuer().change(options -> options.withApproval(Approval.PAGE));

        WireClient.Answer page = client.authorize(IssuerClient.query());
        WireClient.Answer decided = client.form("/oauth/authorize", decision(page, decision));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("AIRelay emulator")
                .contains("value=\"approve\"")
                .contains("value=\"deny\"");
        assertThat(decided.status()).isEqualTo(302);
        assertThat(IssuerClient.parameters(decided)).containsKey(parameter).containsEntry("state", IssuerClient.STATE);
        assertThat(client.form("/oauth/authorize", decision(page, decision)).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "login-error code=missing_codex_entitlement | access_denied | missing_codex_entitlement",
                "login-error code=server_error description=\"<b>not yet</b>\" | server_error | <b>not yet</b>",
                "login-error | access_denied | The resource owner or authorization server denied the request.",
            })
    void scriptedErrorIsRedirectedBack(String script, String error, String description) {
        emulator.script(script);

        assertThat(client.redirected())
                .containsEntry("error", error)
                .containsEntry("error_description", description)
                .containsEntry("state", IssuerClient.STATE);
    }

    @Test
    void scriptedRedirectHasAWrongStateOrNoCode() {
        emulator.script("login-redirect state=another");
        emulator.script("login-redirect state=none, login-redirect state=none code=none");

        assertThat(client.redirected()).containsEntry("state", "another").containsKey("code");
        assertThat(client.redirected()).doesNotContainKeys("state", "code");
        assertThat(client.redirected()).containsEntry("state", IssuerClient.STATE);
    }

    @Test
    void codeIsExchangedForThreeTokens() {
        JsonNode tokens = client.login();

        assertThat(tokens.propertyNames())
                .containsExactlyInAnyOrder(
                        "id_token", "access_token", "refresh_token", "token_type", "expires_in", "scope");
        assertThat(client.models(Json.string(tokens, "access_token"), Emulator.accountId())
                        .status())
                .isEqualTo(200);
        assertThat(client.refresh(Json.string(tokens, "refresh_token")).status())
                .isEqualTo(200);
        assertThat(emulator.issuer().counts().exchange()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "code | unknown | invalid_grant",
                "redirect_uri | http://localhost:1457/auth/callback | invalid_grant",
                "code_verifier | another-verifier-of-forty-three-characters-000 | invalid_grant",
                "code_verifier | short | invalid_grant",
                "client_id | app_other | invalid_client",
                "grant_type | password | unsupported_grant_type",
                "code_verifier | '' | invalid_request",
            })
    void wrongExchangeIsRefused(String field, String value, String error) {
        Map<String, String> form = IssuerClient.exchange(client.code());
        form.put(field, value);

        WireClient.Answer answer = client.form("/oauth/token", form);

        assertThat(answer.status()).isBetween(400, 401);
        assertThat(Json.string(answer.json(), "error")).isEqualTo(error);
        assertThat(Json.string(answer.json(), "error_description")).isNotEmpty();
    }

    @Test
    void codeIsGoodOnceAndNotForLong() {
        Map<String, String> form = IssuerClient.exchange(client.code());
        assertThat(client.form("/oauth/token", form).status()).isEqualTo(200);
        assertThat(Json.string(client.form("/oauth/token", form).json(), "error"))
                .isEqualTo("invalid_grant");

        String old = client.code();
        emulator.advanceClock(Duration.ofMinutes(10));
        assertThat(client.form("/oauth/token", IssuerClient.exchange(old)).text())
                .contains("expired");
    }

    @Test
    void codeIsNotExchangedForJson() {
        Map<String, String> form = IssuerClient.exchange(client.code());
        var json = Json.object();
        form.forEach(json::put);

        assertThat(client.json("/oauth/token", json).status()).isEqualTo(400);
        assertThat(client.form("/oauth/token", form).status()).isEqualTo(200);
    }

    @Test
    void idTokenIsExchangedForAnApiKeyOrRefused() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        form.put("client_id", LoginIssuer.clientId());
        form.put("requested_token", "openai-api-key");
        form.put("subject_token", emulator.issuer().signIn().idToken());
        form.put("subject_token_type", "urn:ietf:params:oauth:token-type:id_token");

        assertThat(Json.string(client.form("/oauth/token", form).json(), "access_token"))
                .startsWith("sk-");
        emulator.script("token-error code=invalid_subject_token on=api-key");
        assertThat(client.form("/oauth/token", form).status()).isEqualTo(400);
        form.put("requested_token", "another");
        assertThat(client.form("/oauth/token", form).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token-error code=invalid_grant form=text on=exchange | 400 | {\"error\":\"invalid_grant\",",
                "token-error code=invalid_grant on=exchange | 400 | \"code\":\"invalid_grant\"}}",
                "token-error form=html on=exchange | 403 | Just a moment",
                "cloudflare on=exchange | 403 | Just a moment",
                "status code=500 on=exchange | 500 | Internal Server Error",
            })
    void scriptedFailureLeavesTheCodeGood(String script, int status, String part) {
        Map<String, String> form = IssuerClient.exchange(client.code());
        emulator.script(script);

        WireClient.Answer failed = client.form("/oauth/token", form);

        assertThat(failed.status()).isEqualTo(status);
        assertThat(failed.text()).contains(part);
        assertThat(failed.header("cf-mitigated").isPresent()).isEqualTo(status == 403);
        assertThat(client.form("/oauth/token", form).status()).isEqualTo(200);
    }

    private WireClient.Answer authorizeWithPort(String host, int port) {
        Map<String, String> query = IssuerClient.query();
        query.put("redirect_uri", "http://" + host + ":" + port + "/auth/callback");
        return client.authorize(query);
    }

    private static Map<String, String> decision(WireClient.Answer page, String decision) {
        Matcher login = Pattern.compile("name=\"login\" value=\"([^\"]+)\"").matcher(page.text());
        assertThat(login.find()).isTrue();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("login", login.group(1));
        form.put("decision", decision);
        return form;
    }
}
