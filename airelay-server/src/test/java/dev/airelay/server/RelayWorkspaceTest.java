package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workspaces that are bound to a region or a host, through the whole relay and in its check-up. */
class RelayWorkspaceTest {
    private static final String HELLO = "{\"model\": \"gpt-5.5\", \"input\": \"hello\"}";

    @TempDir
    Path home;

    private RunningRelay relay(WorkspaceUpstream upstream) {
        return RunningRelay.start(home, Map.of("upstream.base_url", upstream.baseUrl()));
    }

    @Test
    void requestsOfAWorkspaceAreMarkedAndTheLookUpIsLogged() throws Exception {
        try (WorkspaceUpstream upstream = WorkspaceUpstream.of("NO_CONSTRAINT", "us_cr")) {
            RunningRelay relay = relay(upstream);

            assertThat(relay.responses(HELLO).status()).isEqualTo(200);
            assertThat(relay.responses(HELLO).status()).isEqualTo(200);

            assertThat(upstream.generations()).containsExactly("us_cr", "us_cr");
            assertThat(LoggedTraffic.of(relay, home).phases("upstream-accounts"))
                    .containsExactly("upstream_request", "upstream_response");
        }
    }

    @Test
    void nothingIsSentIfAWorkspaceCannotBeServedAsItWants() throws Exception {
        try (WorkspaceUpstream upstream = WorkspaceUpstream.of("https://elsewhere.example", "us");
                RunningRelay relay = relay(upstream)) {
            WireAnswer answer = relay.responses(HELLO);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.error("code")).isEqualTo("workspace_origin_not_allowed");
            assertThat(answer.error("message")).contains("https://elsewhere.example", "upstream.workspace_hosts");
            assertThat(answer.header("x-should-retry")).hasValue("false");
            assertThat(upstream.generations()).isEmpty();
        }
    }

    @Test
    void outageIsNotLoggedAsAFailureOfTheRequest() throws Exception {
        try (WorkspaceUpstream upstream = WorkspaceUpstream.answering(500, "{}")) {
            RunningRelay relay = relay(upstream);

            assertThat(relay.responses(HELLO).status()).isEqualTo(200);

            assertThat(LoggedTraffic.of(relay, home).phases("upstream-accounts"))
                    .containsExactly("upstream_request", "upstream_response_error");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {"accounts":[{"id":"ME"}]}                                                       | PASS | not bound to a region or host
            200 | {"accounts":[{"id":"ME","account_routing_override":"us"}]}                       | PASS | routing override us
            200 | {"accounts":[{"id":"ME","workspace_backend_origin":"https://gov.chatgpt.com"}]}  | PASS | requests go to https://gov.chatgpt.com
            404 | {}                                                                               | PASS | names no constraints
            500 | {}                                                                               | WARN | it is not known whether the account is bound
            200 | {}                                                                               | WARN | it is not known whether the account is bound
            200 | {"accounts":[{"id":"ME","account_routing_override":"eu"}]}                       | FAIL | requires the routing 'eu'
            200 | {"accounts":[{"id":"ME","workspace_backend_origin":"https://x.example"}]}        | FAIL | does not send the access token there
            """)
    void checkUpShowsWhereRequestsBelong(int status, String accounts, Check.Result result, String message)
            throws Exception {
        try (WorkspaceUpstream upstream = WorkspaceUpstream.answering(status, accounts)) {
            Check check = check(upstream, Map.of());

            assertThat(check.name()).isEqualTo("workspace");
            assertThat(check.message()).contains(message);
            assertThat(check.result()).isEqualTo(result);
        }
    }

    @Test
    void hostsAreTheOwnersToName() throws Exception {
        try (WorkspaceUpstream upstream = WorkspaceUpstream.of("https://gov.chatgpt.com", "NO_CONSTRAINT")) {
            assertThat(check(upstream, Map.of("upstream.workspace_hosts", "chatgpt.com"))
                            .result())
                    .isEqualTo(Check.Result.FAIL);
            assertThat(check(upstream, Map.of("upstream.workspace_hosts", "GOV.chatgpt.com"))
                            .result())
                    .isEqualTo(Check.Result.PASS);
        }
    }

    private Check check(WorkspaceUpstream upstream, Map<String, String> settings) throws InterruptedException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("upstream.base_url", upstream.baseUrl());
        RelayConfig config =
                ConfigLoader.load(ConfigSources.of(Map.of(), all, home)).config();
        StaticCredentials signedIn = new StaticCredentials(new Credentials("token", WorkspaceUpstream.ACCOUNT));
        try (UpstreamCheckup checkup = UpstreamCheckup.open(config, signedIn)) {
            return checkup.workspace();
        }
    }
}
