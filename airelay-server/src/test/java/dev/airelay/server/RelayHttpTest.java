package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The relay as an HTTP server: routes, statuses and refusals. */
class RelayHttpTest {
    private static final String HELLO = """
            {"model": "gpt-5.5", "input": "hello"}""";

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir, Map.of("server.max_body_bytes", "4096"));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void healthIsPublic() {
        WireAnswer answer = relay.send("GET", "/healthz", "", "authorization", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("ok").booleanValue()).isTrue();
        assertThat(answer.json().path("version").stringValue()).matches("\\d+\\..+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/no-tools/v1/models"})
    void modelsAreListedWithoutTheHiddenOnes(String path) {
        JsonNode list = relay.get(path).json();

        assertThat(list.path("data"))
                .extracting(model -> model.path("id").stringValue())
                .contains("gpt-5.5")
                .doesNotContain("codex-auto-review");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-5.5", "codex-auto-review", "gpt%2D5.5"})
    void modelIsDescribed(String id) {
        assertThat(relay.get("/v1/models/" + id).json().path("id").stringValue())
                .isEqualTo(id.replace("%2D", "-"));
    }

    @Test
    void unknownModelIsNotFound() {
        WireAnswer answer = relay.get("/v1/models/gpt-0");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error("code")).isEqualTo("model_not_found");
        assertThat(answer.error("message")).contains("gpt-0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /v1/models | ''",
                "GET | /v1/models | Bearer wrong",
                "GET | /v1/models | Basic relay-token-of-the-tests",
                "GET | /v1/models | relay-token-of-the-tests",
                "GET | /v1/no-such-route | ''",
                "GET | /v1/relay/status | ''",
                "GET | /no-tools/v1/models | ''",
                "POST | /v1/responses | Bearer wrong",
                "POST | /v1/chat/completions | ''",
            })
    void protectedRouteNeedsTheRelayToken(String method, String path, String authorization) {
        WireAnswer answer =
                relay.send(method, path, method.equals("POST") ? HELLO : "", "authorization", authorization);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate")).hasValue("Bearer realm=\"AIRelay\"");
        assertThat(answer.error("code")).isEqualTo("invalid_api_key");
        assertThat(relay.emulator().requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /pages, 404, unknown_url",
        "GET, /model, 404, unknown_url",
        "POST, /v1/chat/completion, 404, unknown_url",
        "GET, /v1, 404, unknown_url",
        "GET, /V1/models, 404, unknown_url",
        "POST, /embeddings/, 501, unsupported_endpoint",
        "PATCH, /v1/v1/batches, 501, unsupported_endpoint",
        "DELETE, /v1/models/gpt-5.5, 501, unsupported_endpoint",
        "POST, /v1/agents, 501, unsupported_endpoint",
        "GET, /webhook_event_types, 501, unsupported_endpoint",
        "POST, /v1/embeddings, 501, unsupported_endpoint",
        "POST, /v1/audio/speech, 501, unsupported_endpoint",
        "POST, /v1/audio/translations, 501, unsupported_endpoint",
        "POST, /no-tools/v1/images/variations, 501, unsupported_endpoint",
    })
    void pathThatIsNotServedSaysWhy(String method, String path, int status, String code) {
        WireAnswer answer = relay.send(method, path, "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error("code")).isEqualTo(code);
        assertThat(answer.error("message")).contains(method, path);
        assertThat(answer.header("x-should-retry")).isEqualTo(status == 501 ? Optional.of("false") : Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /v1/chat/completions, 'OPTIONS, POST'",
        "DELETE, /v1/responses, 'OPTIONS, POST'",
        "POST, /v1/models, 'GET, HEAD, OPTIONS'",
        "PUT, /healthz, 'GET, HEAD, OPTIONS'",
        "PUT, /v1/models/gpt-5.5, 'GET, HEAD, OPTIONS'",
    })
    void wrongMethodAnswerNamesTheRightOnes(String method, String path, String allow) {
        WireAnswer answer = relay.send(method, path, "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).hasValue(allow);
        assertThat(answer.error("code")).isEqualTo("method_not_supported");
    }

    @ParameterizedTest
    @CsvSource({
        "content-type, text/plain, unsupported_content_type",
        "content-type, application/x-www-form-urlencoded, unsupported_content_type",
        "content-type, multipart/form-data; boundary=x, unsupported_content_type",
        "content-encoding, br, unsupported_content_encoding",
        "content-encoding, 'gzip, zstd', unsupported_content_encoding",
    })
    void bodyThatIsNotJsonInAKnownCodingIsRefused(String header, String value, String code) {
        WireAnswer answer = relay.post(RunningRelay.RESPONSES, HELLO, header, value);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.error("code")).isEqualTo(code);
        assertThat(answer.error("message")).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "application/vnd.api+json", "APPLICATION/JSON"})
    void everySpellingOfJsonIsRead(String contentType) {
        assertThat(relay.post(RunningRelay.RESPONSES, HELLO, "content-type", contentType)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void largeBodyIsRefusedByItsLength() {
        WireAnswer answer = relay.responses("{\"model\": \"" + "x".repeat(5_000) + "\"}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error("code")).isEqualTo("request_too_large");
        assertThat(answer.error("message")).contains("4096", "server.max_body_bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | empty",
                "{ | line 1",
                "[] | must be a JSON object",
                "null | must be a JSON object",
                "{\"model\": \"a\", \"model\": \"b\"} | model",
                "{} {} | line 1",
                "{\"model\": NaN} | line 1",
                "{'model': 'a'} | line 1",
            })
    void bodyThatIsNotOneJsonObjectIsRefused(String body, String message) {
        for (String path : List.of(RunningRelay.CHAT, RunningRelay.RESPONSES)) {
            WireAnswer answer = relay.post(path, body);

            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.error("code")).isEqualTo("invalid_json");
            assertThat(answer.error("message")).contains(message);
        }
        assertThat(relay.emulator().requests()).isEmpty();
    }

    @Test
    void deepJsonIsRefusedAndNotFollowed() {
        WireAnswer answer = relay.responses("{\"input\": " + "[".repeat(1_500) + "]".repeat(1_500) + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("code")).isEqualTo("invalid_json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/chat/completions | \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}] | {\"type\": \"function\","
                        + " \"function\": {\"name\": \"f\"}}",
                "/responses | \"input\": \"hi\" | {\"type\": \"web_search\"}",
            })
    void routeWithoutToolsRefusesTools(String path, String prompt, String tool) {
        String start = "{\"model\": \"gpt-5.5\", " + prompt;

        WireAnswer refused = relay.post("/no-tools/v1" + path, start + ", \"tools\": [" + tool + "]}");
        WireAnswer served = relay.post("/no-tools/v1" + path, start + "}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error("param")).isEqualTo("tools");
        assertThat(refused.error("message")).contains("without /no-tools");
        assertThat(served.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void unknownParameterWithAnyNameIsDisclosedAndAnswered(boolean stream) {
        WireAnswer answer = relay.responses("""
                {"model": "gpt-5.5", "input": "hello", "stream": %s, "a\\r\\nx: y\\u0000": 1, "h\u00e9": 2}""".formatted(stream));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-airelay-ignored-parameters")).isPresent();
        assertThat(answer.header("x")).isEmpty();
    }

    @Test
    void statusShowsTheSettingsAndNoSecret() {
        WireAnswer answer = relay.get("/v1/relay/status");

        JsonNode json = answer.json();
        assertThat(json.path("object").stringValue()).isEqualTo("relay.status");
        assertThat(json.at("/ready/relay_token").booleanValue()).isTrue();
        assertThat(json.at("/ready/upstream_auth").booleanValue()).isTrue();
        assertThat(json.at("/relay/port").intValue()).isEqualTo(relay.port());
        assertThat(json.at("/relay/client_base_url").stringValue())
                .isEqualTo(relay.clientBaseUrl().toString());
        assertThat(json.path("supported_routes"))
                .extracting(JsonNode::stringValue)
                .contains("/healthz", "/v1/models", "/v1/chat/completions", "/v1/responses", "/no-tools/v1/responses")
                .contains("/v1/relay/status");
        assertThat(answer.text()).doesNotContain(RunningRelay.TOKEN, Emulator.accessToken());
    }

    @Test
    void everyRequestHasAnIdOfItsOwn() {
        List<WireAnswer> answers = List.of(
                relay.get("/healthz"),
                relay.get("/nowhere"),
                relay.send("GET", "/v1/models", "", "authorization", ""),
                relay.responses(HELLO),
                relay.responses("{\"model\": \"gpt-5.5\", \"input\": \"hello\", \"stream\": true}"));

        assertThat(answers)
                .extracting(answer -> answer.header("x-request-id").orElseThrow())
                .doesNotHaveDuplicates();
    }

    @Test
    void openRelayNeedsNoToken(@TempDir Path other) {
        try (RunningRelay open = RunningRelay.start(other, Map.of("security.require_bearer_auth", "false"))) {
            assertThat(open.send("GET", "/v1/models", "", "authorization", "").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void upstreamThatIsNotThereIsABadGateway(@TempDir Path other) {
        try (RunningRelay cut = RunningRelay.start(other)) {
            cut.emulator().close();

            for (WireAnswer answer : List.of(cut.responses(HELLO), cut.get("/v1/models"))) {
                assertThat(answer.status()).isEqualTo(502);
                assertThat(answer.error("type")).isEqualTo("upstream_error");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages/batches, 501, /error/message, the ChatGPT backend has no such capability, api_error",
        "/api/embed, 501, /error, no such capability,",
        "/api/create, 501, /error, cannot be changed,"
    })
    void answersOtherApisInTheirOwnForm(String path, int status, String place, String reason, @Nullable String type) {
        WireAnswer answer = relay.post(path, HELLO);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().at(place).stringValue()).contains(path, reason);
        assertThat(answer.json().at("/error/type").stringValue(null)).isEqualTo(type);
        assertThat(answer.header("x-should-retry")).hasValue("false");
    }

    @Test
    void refusesClientOfAnotherApiInItsOwnForm() {
        WireAnswer answer = relay.post("/v1/messages", HELLO, "authorization", "Bearer wrong");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("type").stringValue()).isEqualTo("error");
        assertThat(answer.json().at("/error/type").stringValue()).isEqualTo("authentication_error");
    }
}
