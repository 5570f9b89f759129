package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.testsupport.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page over the wire: who gets what, and what its event stream reports. */
@Timeout(120)
class RelayPageTest {
    private static final String CODE = "/v1/relay/page/code";
    private static final String EVENTS = "/v1/relay/page/events";
    private static final String SESSION = "/page/session";
    private static final String TOKEN = "/v1/relay/page/token";
    private static final String NO_TOKEN = "Bearer none";

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/app.js", "/page/style.css", "/page/icon.svg"})
    void filesArePublicAndBound(String path) {
        WireAnswer file = relay.send("GET", path, "", "authorization", NO_TOKEN);

        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("content-security-policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(file.header("x-content-type-options")).hasValue("nosniff");
        assertThat(file.text()).doesNotContain(RunningRelay.TOKEN).doesNotContain("http://1");
    }

    @Test
    void everyModuleThatAFileImportsIsServed() {
        List<String> modules = List.of("/page/app.js", "/page/connect.js", "/page/requests.js", "/page/playground.js");

        for (String module : modules) {
            relay.get(module)
                    .text()
                    .lines()
                    .filter(line -> line.startsWith("import "))
                    .forEach(line -> {
                        String name = line.substring(line.indexOf("'./") + 3, line.lastIndexOf('\''));
                        assertThat(relay.get("/page/" + name).status()).as(line).isEqualTo(200);
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page/secret.js", "/page/..%2fversion.txt", "/page/version.txt"})
    void nothingElseIsServed(String path) {
        assertThat(relay.get(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET " + EVENTS, "GET " + TOKEN, "POST " + CODE})
    void dataNeedsTheToken(String request) {
        String[] words = request.split(" ");

        assertThat(relay.send(words[0], words[1], "", "authorization", NO_TOKEN).status())
                .isEqualTo(401);
    }

    @Test
    void codeIsExchangedOnceForASessionThatOpensTheApi() {
        String code = relay.send("POST", CODE, "").json().path("code").stringValue();

        WireAnswer first = relay.send("POST", SESSION, "", "authorization", "Bearer " + code);
        WireAnswer second = relay.send("POST", SESSION, "", "authorization", "Bearer " + code);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("cache-control")).hasValue("no-store");
        assertThat(second.status()).isEqualTo(401);
        assertThat(second.error("code")).isEqualTo("page_code_invalid");
        String session = first.json().path("token").stringValue();
        assertThat(session).startsWith("airelay-page-").doesNotContain(RunningRelay.TOKEN);
        assertThat(relay.send("GET", "/v1/models", "", "authorization", "Bearer " + session)
                        .status())
                .isEqualTo(200);
        assertThat(relay.send("GET", TOKEN, "", "authorization", "Bearer " + session)
                        .json()
                        .path("token")
                        .stringValue())
                .isEqualTo(RunningRelay.TOKEN);
    }

    @Test
    void relayTokenIsNotACode() {
        assertThat(relay.send("POST", SESSION, "").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-forwarded-for", "forwarded"})
    void codesAreNotForClientsBehindAProxy(String header) {
        WireAnswer answer = relay.send("POST", CODE, "", header, "for=203.0.113.7");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.error("code")).isEqualTo("page_not_local");
    }

    @Test
    void foreignPageGetsNoSession() {
        String code = relay.send("POST", CODE, "").json().path("code").stringValue();

        WireAnswer answer = relay.send(
                "POST", SESSION, "", "authorization", "Bearer " + code, "origin", "https://elsewhere.example");

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void linkOfTheServerCarriesACodeInItsFragment() {
        URI link = relay.server().pageLink();

        assertThat(link.getPath()).isEqualTo("/");
        assertThat(link.getQuery()).isNull();
        assertThat(relay.send(
                                "POST",
                                SESSION,
                                "",
                                "authorization",
                                "Bearer " + link.getFragment().substring(2))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void streamReportsTheStateAndEveryRequestThatChanges() throws Exception {
        try (Events events = Events.open(relay)) {
            JsonNode state = events.next("state", any -> true);
            relay.script("usage_limit_reached");
            relay.post(
                    RunningRelay.CHAT,
                    "{\"model\":\"gpt-5.5\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                    "user-agent",
                    "opencode/1.0");

            JsonNode ended = events.request(request -> request.path("ended").booleanValue() && request.has("error"));

            assertThat(state.at("/session/ready").booleanValue()).isTrue();
            assertThat(state.path("base_url").stringValue())
                    .isEqualTo(relay.clientBaseUrl().toString());
            assertThat(state.toString()).doesNotContain(RunningRelay.TOKEN);
            assertThat(ended.path("agent").stringValue()).isEqualTo("opencode/1.0");
            assertThat(ended.path("client").stringValue()).isEqualTo("opencode");
            assertThat(ended.path("model").stringValue()).isEqualTo("gpt-5.5");
            assertThat(ended.path("status").intValue()).isEqualTo(429);
            assertThat(ended.at("/error/message").stringValue()).contains("limit");
            JsonNode after = events.next("state", next -> !next.path("clients").isEmpty());
            assertThat(after.at("/sums/failed").intValue()).isEqualTo(1);
            assertThat(after.at("/clients/0/failing").booleanValue()).isTrue();
        }
    }

    @Test
    void requestShowsItsTokensAndTimes() throws Exception {
        relay.post(RunningRelay.RESPONSES, "{\"model\":\"gpt-5.5\",\"input\":\"Hi\",\"stream\":true}");

        try (Events events = Events.open(relay)) {
            JsonNode ended = events.request(request -> request.has("tokens"));

            assertThat(ended.path("status").intValue()).isEqualTo(200);
            assertThat(ended.path("complete").booleanValue()).isTrue();
            assertThat(ended.at("/tokens/output").intValue()).isPositive();
            assertThat(ended.path("first_token_ms").isNumber()).isTrue();
        }
    }

    @Test
    void openPageTakesNoPlaceFromRequestsAndEndsWithTheRelay() throws Exception {
        try (Events events = Events.open(relay)) {
            events.next("state", any -> true);
            Eventually.await(
                    "the page has given its place back",
                    () -> relay.server().admissions().activeRequests() == 0);

            relay.server().stop();

            events.next("stopping", any -> true);
        }
    }

    @Test
    void whileTheRelayStopsItShowsTheLastRequestsToTheirEnd() throws Exception {
        try (Events events = Events.open(relay)) {
            events.next("state", any -> true);
            relay.script("pace millis=20");
            try (InputStream answer =
                    relay.open(RunningRelay.RESPONSES, "{\"model\":\"gpt-5.5\",\"input\":\"Hi\",\"stream\":true}")) {
                CompletableFuture<Void> stopped =
                        CompletableFuture.runAsync(() -> relay.server().stop());
                events.next("stopping", any -> true);
                answer.readAllBytes();

                JsonNode ended = events.request(request -> request.path("ended").booleanValue());

                assertThat(ended.path("complete").booleanValue()).isTrue();
                stopped.get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void withoutAuthenticationThePageAsksForNothing() {
        relay.close();
        relay = RunningRelay.start(dataDir, Map.of("security.require_bearer_auth", "false"));

        assertThat(relay.get("/").text()).contains("data-auth=\"off\"");
        assertThat(relay.server().pageLink().getFragment()).isNull();
    }

    /** An open stream of the page. */
    private record Events(InputStream body, BufferedReader lines) implements AutoCloseable {

        static Events open(RunningRelay relay) throws IOException, InterruptedException {
            HttpResponse<InputStream> response = HttpClient.newHttpClient()
                    .send(relay.request("GET", EVENTS, ""), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            InputStream body = response.body();
            return new Events(body, new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)));
        }

        /** Returns the next event of a name that is as wanted. */
        JsonNode next(String name, Predicate<JsonNode> wanted) throws IOException {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ") && event.equals(name)) {
                    JsonNode data = JsonMapper.shared().readTree(line.substring(6));
                    if (wanted.test(data)) {
                        return data;
                    }
                }
            }
            throw new AssertionError("the stream ended without the event " + name);
        }

        /** Returns the next request that is as wanted. */
        JsonNode request(Predicate<JsonNode> wanted) throws IOException {
            JsonNode list = next("requests", all -> all.valueStream().anyMatch(wanted));
            return list.valueStream().filter(wanted).findFirst().orElseThrow();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
