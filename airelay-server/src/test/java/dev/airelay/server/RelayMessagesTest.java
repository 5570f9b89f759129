package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Anthropic's Messages over real sockets. */
@Relay
class RelayMessagesTest {

    private static final String MESSAGES = "/v1/messages";
    private static final String COUNT = "/v1/messages/count_tokens";
    private static final String VERSION = "2023-06-01";

    private final RunningRelay relay;

    RelayMessagesTest(RunningRelay relay) {
        this.relay = relay;
    }

    private static String body(String prompt, String members) {
        return "{\"model\": \"gpt-5.5\", \"max_tokens\": 100, " + members
                + "\"messages\": [{\"role\": \"user\", \"content\": \"" + prompt + "\"}]}";
    }

    @Test
    void messageIsAnswered() {
        WireAnswer answer = relay.post(MESSAGES + "?beta=true", body("hello", ""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("type").stringValue()).isEqualTo("message");
        assertThat(answer.json().at("/content/0/text").stringValue()).isEqualTo("[emulator] You said: \"hello\"");
        assertThat(answer.header("request-id")).isEqualTo(answer.header("x-request-id"));
    }

    @Test
    void streamBeginsAndEndsAsAnthropicsDoes() {
        WireAnswer answer = relay.post(MESSAGES, body("hello", "\"stream\": true, "));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(types(answer))
                .startsWith("message_start", "content_block_start")
                .endsWith("content_block_stop", "message_delta", "message_stop");
    }

    @ParameterizedTest
    @CsvSource({"x-api-key, ''", "authorization, 'Bearer '"})
    void tokenMayBeInEitherHeader(String header, String prefix) {
        WireAnswer answer = relay.send(
                "POST", MESSAGES, body("hello", ""), "authorization", "", header, prefix + RunningRelay.TOKEN);

        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {MESSAGES, COUNT, "/v1/models", "/v1/nowhere", "/no-tools/v1/messages"})
    void wrongTokenIsRefusedInAnthropicsForm(String path) {
        WireAnswer answer = relay.send(
                "POST",
                path,
                body("hello", ""),
                "authorization",
                "",
                "x-api-key",
                "wrong",
                "anthropic-version",
                VERSION);

        assertError(answer, 401, "authentication_error");
    }

    @Test
    void unknownPathIsRefusedInAnthropicsForm() {
        assertError(relay.post("/v1/messages/nowhere", "{}"), 404, "not_found_error");
        assertError(relay.post("/v1/nowhere", "{}", "anthropic-version", VERSION), 404, "not_found_error");
        assertError(relay.post("/v1/messages/batches", "{}"), 501, "api_error");
    }

    @Test
    void errorNamesTheMemberAndTheRequest() {
        WireAnswer answer = relay.post(MESSAGES, body("hello", "\"temperature\": 3, "));

        assertError(answer, 400, "invalid_request_error");
        assertThat(answer.json().at("/error/message").stringValue()).contains("temperature");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            server_is_overloaded,          529, overloaded_error
            usage_limit_reached at=http,   429, rate_limit_error
            context_length_exceeded,       400, invalid_request_error
            status code=500,               502, api_error
            usage_not_included,            403, permission_error
            silence at=headers,            504, timeout_error
            """)
    void failureOfTheUpstreamHasItsStatusInAnthropicsApi(
            String script, int status, String type, @TempDir Path dataDir) {
        Map<String, String> impatient = Map.of(
                "upstream.retry_attempts",
                "0",
                "upstream.idle_timeout_seconds",
                "0.3",
                "upstream.request_timeout_seconds",
                "0.3");
        try (RunningRelay quick = RunningRelay.start(dataDir, impatient)) {
            for (String stream : List.of("", "\"stream\": true, ")) {
                assertError(quick.post(MESSAGES, body("hello [[emulate: " + script + "]]", stream)), status, type);
            }
        }
    }

    @Test
    void overflowHasTheWordsThatClaudeCodeLooksFor() {
        WireAnswer answer = relay.post(MESSAGES, body("hello [[emulate: context_length_exceeded]]", ""));

        assertThat(answer.json().at("/error/message").stringValue()).startsWith("prompt is too long");
    }

    @Test
    void streamThatBreaksEndsWithAnErrorEvent() {
        WireAnswer answer = relay.post(MESSAGES, body("hello [[emulate: cut after=2]]", "\"stream\": true, "));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(types(answer)).endsWith("error").doesNotContain("message_stop");
        assertThat(last(answer).at("/error/type").stringValue()).isEqualTo("api_error");
    }

    @Test
    void thirtyCountsAtOnceSucceed() {
        List<CompletableFuture<WireAnswer>> counts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String body = body("word ".repeat(i + 1).strip(), "");
            counts.add(CompletableFuture.supplyAsync(() -> relay.post(COUNT, body)));
        }

        assertThat(counts).allSatisfy(count -> assertThat(count.join().status()).isEqualTo(200));
        assertThat(counts.get(29).join().json().path("input_tokens").intValue())
                .isGreaterThan(counts.get(0).join().json().path("input_tokens").intValue());
        assertThat(relay.emulator().requests("/responses")).isEmpty();
    }

    @Test
    void modelsHaveAnthropicsFormForItsClients() {
        JsonNode page = relay.send("GET", "/v1/models?limit=1000", "", "anthropic-version", VERSION)
                .json();
        String second = page.at("/data/1/id").stringValue();
        JsonNode rest = relay.send(
                        "GET",
                        "/v1/models?limit=1&after_id=" + page.at("/data/0/id").stringValue(),
                        "",
                        "anthropic-version",
                        VERSION)
                .json();

        assertThat(page.path("data").values())
                .allSatisfy(
                        model -> assertThat(model.path("type").stringValue()).isEqualTo("model"));
        assertThat(page.path("data").values())
                .extracting(model -> model.path("id").stringValue())
                .contains("gpt-5.5", "claude-opus", "claude-haiku");
        assertThat(page.path("has_more").booleanValue()).isFalse();
        assertThat(rest.at("/data/0/id").stringValue()).isEqualTo(second);
        assertThat(rest.path("has_more").booleanValue()).isTrue();
        assertThat(relay.send("GET", "/v1/models/gpt-5.5", "", "anthropic-version", VERSION)
                        .json()
                        .path("display_name")
                        .stringValue())
                .isNotEmpty();
        assertError(relay.send("GET", "/v1/models/none", "", "anthropic-version", VERSION), 404, "not_found_error");
    }

    @Test
    void familiesFollowTheOwnersAliasesAndAreListedOnce(@TempDir Path dataDir) {
        Map<String, String> aliases = Map.of("models.aliases", "claude-haiku*=gpt-5.4-mini:low,claude-opus=gpt-5.5");
        try (RunningRelay own = RunningRelay.start(dataDir, aliases)) {
            JsonNode page = own.send("GET", "/v1/models?limit=1000", "", "anthropic-version", VERSION)
                    .json();
            JsonNode haiku = own.send("GET", "/v1/models/claude-haiku", "", "anthropic-version", VERSION)
                    .json();

            assertThat(page.path("data").values())
                    .extracting(model -> model.path("id").stringValue())
                    .doesNotHaveDuplicates();
            assertThat(haiku.path("display_name").stringValue()).contains("5.4 Mini");
        }
    }

    @Test
    void helloNeedsNoToken() {
        assertThat(relay.send("GET", "/api/hello", "", "authorization", "Bearer wrong")
                        .status())
                .isEqualTo(200);
    }

    private static void assertError(WireAnswer answer, int status, String type) {
        assertThat(answer.status()).as(answer::text).isEqualTo(status);
        assertThat(answer.json().path("type").stringValue()).isEqualTo("error");
        assertThat(answer.json().at("/error/type").stringValue()).isEqualTo(type);
        assertThat(answer.json().at("/error/message").stringValue()).isNotBlank();
        assertThat(answer.header("request-id"))
                .contains(answer.json().path("request_id").stringValue());
    }

    private static List<String> types(WireAnswer answer) {
        return answer.text()
                .lines()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring("event: ".length()))
                .toList();
    }

    private static JsonNode last(WireAnswer answer) {
        String data = answer.text().substring(answer.text().lastIndexOf("data: ") + "data: ".length());
        return JsonMapper.shared().readTree(data);
    }
}
