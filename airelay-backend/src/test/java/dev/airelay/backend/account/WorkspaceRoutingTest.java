package dev.airelay.backend.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.backend.connect.Endpoint;
import dev.airelay.backend.connect.UpstreamException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The backend's list of accounts, as Codex 0.171.0 was answered and as it may be wrong. */
class WorkspaceRoutingTest {

    private static final String PERSONAL =
            "{\"id\":\"p\",\"workspace_backend_origin\":\"NO_CONSTRAINT\",\"account_routing_override\":\"NO_CONSTRAINT\"}";

    private static Optional<WorkspaceRouting> read(String json, String base) {
        return WorkspaceRouting.read(
                (ObjectNode) JsonMapper.shared().readTree(json),
                "me",
                new WorkspaceRouting.AllowedOrigins(
                        Endpoint.of(URI.create(base)), Set.of("chatgpt.com", "gov.chatgpt.com")));
    }

    private static String accounts(String... entries) {
        return "{\"account_ordering\":[\"me\"],\"accounts\":[" + String.join(",", entries) + "]}";
    }

    private static String me(String origin, String override) {
        return "{\"id\":\"me\",\"structure\":\"workspace\",\"workspace_backend_origin\":\"" + origin
                + "\",\"account_routing_override\":\"" + override + "\"}";
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            NO_CONSTRAINT,               NO_CONSTRAINT, -,     -
            no_constraint,               '',            -,     -
            NO_CONSTRAINT,               us,            us,    -
            https://gov.chatgpt.com,     us_cr,         us_cr, https://gov.chatgpt.com
            https://gov.chatgpt.com/,    NO_CONSTRAINT, -,     https://gov.chatgpt.com
            https://GOV.chatgpt.com:443, NO_CONSTRAINT, -,     https://GOV.chatgpt.com:443
            https://chatgpt.com,         NO_CONSTRAINT, -,     -
            """)
    void readsTheConstraintsOfTheAccount(String origin, String override, String expected, String replaced) {
        String json = accounts(PERSONAL, me(origin, override));

        assertThat(read(json, "https://chatgpt.com/backend-api/codex"))
                .contains(new WorkspaceRouting(
                        Optional.ofNullable(expected),
                        Optional.ofNullable(replaced).map(URI::create)));
    }

    @Test
    void missingConstraintsAreNone() {
        assertThat(read(accounts("{\"id\":\"me\"}"), "https://chatgpt.com")).contains(WorkspaceRouting.FREE);
        assertThat(read(accounts("{\"id\":\"me\",\"workspace_backend_origin\":null}"), "https://chatgpt.com"))
                .contains(WorkspaceRouting.FREE);
    }

    @ParameterizedTest
    @CsvSource({
        "https://chatgpt.com.evil.example",
        "https://evil.example",
        "http://gov.chatgpt.com",
        "https://gov.chatgpt.com:8443",
        "https://gov.chatgpt.com/path",
        "https://gov.chatgpt.com?x=1",
        "https://user@gov.chatgpt.com",
        "https://gov.chatgpt.com@evil.example",
        "https://127.0.0.1",
        "http://127.0.0.1:9",
        "https://chatgpt.com:8443",
        "gov.chatgpt.com",
        "file:///etc/passwd",
        "https://gov chatgpt.com"
    })
    void tokenGoesToNoOtherHost(String origin) {
        UpstreamException refused = catchThrowableOfType(
                UpstreamException.class,
                () -> read(accounts(me(origin, "NO_CONSTRAINT")), "https://chatgpt.com/backend-api/codex"));

        assertThat(refused.failure().error().code()).isEqualTo(WorkspaceRouting.ORIGIN_REFUSED);
        assertThat(refused.failure().error().message()).contains(origin, "upstream.workspace_hosts");
        assertThat(WorkspaceRouting.isRefusal(refused.failure())).isTrue();
    }

    @Test
    void onThisMachineOtherPortsAreAllowed() {
        assertThat(read(accounts(me("http://127.0.0.1:9", "NO_CONSTRAINT")), "http://localhost:8/backend-api/codex"))
                .contains(new WorkspaceRouting(Optional.empty(), Optional.of(URI.create("http://127.0.0.1:9"))));
    }

    @Test
    void unknownOverrideIsRefused() {
        UpstreamException refused = catchThrowableOfType(
                UpstreamException.class, () -> read(accounts(me("NO_CONSTRAINT", "eu")), "https://chatgpt.com"));

        assertThat(refused.failure().status()).isEqualTo(403);
        assertThat(refused.failure().error().code()).isEqualTo(WorkspaceRouting.UNSUPPORTED);
        assertThat(refused.failure().error().message()).contains("'eu'").endsWith("Update AIRelay.");
    }

    @Test
    void accountThatIsNotListedIsFreeOnlyIfAllAre() {
        assertThat(read(accounts(PERSONAL), "https://chatgpt.com")).contains(WorkspaceRouting.FREE);
        assertThat(read(accounts(), "https://chatgpt.com")).contains(WorkspaceRouting.FREE);
        UpstreamException refused = catchThrowableOfType(
                UpstreamException.class,
                () -> read(
                        accounts(PERSONAL, me("NO_CONSTRAINT", "us").replace("\"me\"", "\"other\"")),
                        "https://chatgpt.com"));
        assertThat(refused.failure().error().code()).isEqualTo(WorkspaceRouting.NOT_FOUND);
        assertThat(refused.failure().error().message()).contains("does not list", "airelay login");
    }

    @Test
    void accountThatIsListedTwiceCountsIfBothEntriesAgree() {
        String us = me("NO_CONSTRAINT", "us");
        assertThat(read(accounts(us, us), "https://chatgpt.com"))
                .contains(new WorkspaceRouting(Optional.of("us"), Optional.empty()));
        UpstreamException refused = catchThrowableOfType(
                UpstreamException.class,
                () -> read(accounts(us, me("NO_CONSTRAINT", "NO_CONSTRAINT")), "https://chatgpt.com"));
        assertThat(refused.failure().error().message()).contains("several times");
    }

    @Test
    void whatIsNotAListOfAccountsIsNone() {
        assertThat(read("{}", "https://chatgpt.com")).isEmpty();
        assertThat(read("{\"accounts\":{}}", "https://chatgpt.com")).isEmpty();
    }
}
