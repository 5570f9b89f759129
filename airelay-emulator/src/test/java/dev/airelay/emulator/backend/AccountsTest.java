package dev.airelay.emulator.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.EmulatedAccount;
import dev.airelay.emulator.api.IssuerOptions;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.RawSocket;
import dev.airelay.emulator.http.WireClient;
import dev.airelay.emulator.script.ScriptSources;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The workspace of an account, and the headers that it makes turns need. */
class AccountsTest {
    private static final String PATH = "/backend-api/wham/accounts/check";

    private Emulator emulator;
    private WireClient client;

    @BeforeEach
    void start() {
        emulator = Emulator.start(EmulatorOptions.defaults());
        client = new WireClient(emulator);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void workspaceIsListedOnceWithoutConstraint() {
        JsonNode reply = client.get(PATH).json();

        assertThat(reply).isEqualTo(WireClient.json("""
                {'account_ordering': ['acct-emulator'], 'default_account_id': 'acct-emulator', 'accounts': [
                    {'id': 'acct-emulator', 'plan_type': 'plus', 'name': 'Workspace of the emulator',
                    'structure': 'personal', 'account_user_role': 'account-owner', 'can_access_with_session': true,
                    'workspace_backend_origin': 'NO_CONSTRAINT', 'account_routing_override': 'NO_CONSTRAINT'}]}
                """));
        assertThat(client.get(PATH, "authorization", "").status()).isEqualTo(401);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "not-found on=accounts, 404",
        "unauthorized on=accounts, 401",
        "redirect on=accounts status=302, 302",
        "status code=500 on=accounts, 500",
    })
    void pathFailsOnceByScript(String script, int status) {
        emulator.script(script);

        assertThat(client.get(PATH).status()).isEqualTo(status);
        assertThat(client.get(PATH).status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "workspace select=missing | /accounts/0/id | \"acct-other\"",
                "workspace select=twice | /accounts/1/id | \"acct-emulator\"",
                "workspace override=mars | /accounts/0/account_routing_override | \"mars\"",
                "workspace override=none | /accounts/0/account_routing_override | null",
                "workspace origin=https://elsewhere.invalid | /accounts/0/workspace_backend_origin |"
                        + " \"https://elsewhere.invalid\"",
            })
    void workspaceIsReportedOtherwiseByScript(String script, String pointer, String value) {
        assertThat(client.get(PATH, ScriptSources.HEADER, script).json().at(pointer))
                .hasToString(value);
        assertThat(client.turn(WireClient.body("hi")).status()).isEqualTo(200);
    }

    @Test
    void scriptOfTheWorkspaceIsForNothingElse() {
        WireClient.Answer answer =
                client.get("/models?client_version=0.171.0", ScriptSources.HEADER, "workspace select=twice");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(Json.string(answer.json(), "detail")).contains("on=accounts");
    }

    @ParameterizedTest
    @CsvSource({"us, us, 200", "us_cr, us_cr, 200", "us_cr, us, 432", "us_cr, '', 432", "NO_CONSTRAINT, '', 200"})
    void routedWorkspaceDemandsItsHeader(String override, String header, int status) throws IOException {
        emulator.issuer().change(options -> with(options.account().withRoutingOverride(override), options));

        assertThat(client.get(PATH)
                        .json()
                        .at("/accounts/0/account_routing_override")
                        .stringValue())
                .isEqualTo(override);
        WireClient.Answer answer = client.turn(WireClient.body("hi"), "X-OpenAI-Account-Routing-Override", header);
        assertThat(answer.status()).isEqualTo(status);
        if (status == 432) {
            assertThat(answer.json()).isEqualTo(Json.object().put("detail", "Workspace routing is unavailable"));
        }
        try (RawSocket socket = new RawSocket(emulator, "x-openai-account-routing-override: " + header)) {
            assertThat(socket.head()).startsWith("HTTP/1.1 " + (status == 200 ? 101 : status));
        }
        assertThat(client.get("/models?client_version=0.171.0").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"eu, eu, 200", "eu, us, 401", "eu, '', 401", "no_constraint, '', 200", "'', '', 200"})
    void residencyOfTheTokenDemandsItsHeader(String residency, String header, int status) throws IOException {
        emulator.issuer().change(options -> with(options.account().withResidency(residency), options));
        String token = emulator.issuer().signIn().accessToken();

        WireClient.Answer answer = client.turn(
                WireClient.body("hi"), "authorization", "Bearer " + token, "x-openai-internal-codex-residency", header);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 401) {
            assertThat(answer.json().path("error").path("message").stringValue())
                    .isEqualTo("Workspace is not authorized in this region.");
        }
        try (RawSocket socket = new RawSocket(
                emulator, "authorization: Bearer " + token, "x-openai-internal-codex-residency: " + header)) {
            assertThat(socket.head()).startsWith("HTTP/1.1 " + (status == 200 ? 101 : status));
        }
    }

    private static IssuerOptions with(EmulatedAccount account, IssuerOptions options) {
        return options.withAccount(account);
    }
}
