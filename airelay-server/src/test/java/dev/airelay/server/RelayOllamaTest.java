package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Ollama's API over the wire, behind the relay's own listener. */
class RelayOllamaTest {

    private static final String HELLO = """
            {"model": "gpt-5.5", "messages": [{"role": "user", "content": "hello"}]}""";
    private static final String ANSWER = "[emulator] You said: \"hello\"";

    @TempDir
    static Path dataDir;

    private static RunningRelay relay;

    @BeforeAll
    static void start() {
        relay = RunningRelay.start(
                dataDir,
                Map.of(
                        "models.cache_ttl_seconds", "86400",
                        "models.aliases", "fast=gpt-5.5-low",
                        "server.max_body_bytes", "65536"));
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    @BeforeEach
    void reset() {
        relay.reset();
    }

    private static String text(WireAnswer answer, String place) {
        StringBuilder text = new StringBuilder();
        answer.lines().forEach(line -> text.append(line.at(place).stringValue("")));
        return text.toString();
    }

    @Test
    void chatStreamsLinesByDefault() {
        WireAnswer streamed = relay.post("/api/chat", HELLO);
        WireAnswer whole = relay.post("/api/chat", HELLO.replaceFirst("}$", ", \"stream\": false}"));

        assertThat(streamed.header("content-type")).hasValue("application/x-ndjson");
        assertThat(streamed.lines()).hasSizeGreaterThan(2);
        assertThat(text(streamed, "/message/content")).isEqualTo(ANSWER);
        assertThat(whole.header("content-type")).hasValue("application/json");
        assertThat(whole.json().at("/message/content").stringValue()).isEqualTo(ANSWER);
        assertThat(whole.json().path("prompt_eval_count").intValue()).isPositive();
        assertThat(whole.json().path("total_duration").longValue()).isPositive();
    }

    @Test
    void generationAnswersAPrompt() {
        WireAnswer answer = relay.post("/api/generate", "{\"model\": \"gpt-5.5:latest\", \"prompt\": \"hello\"}");

        assertThat(text(answer, "/response")).isEqualTo(ANSWER);
        assertThat(relay.upstreamRequest().body().orElseThrow().path("model").stringValue())
                .isEqualTo("gpt-5.5");
    }

    @Test
    void callsComeWithArgumentsAsObjects() {
        String tools =
                ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"get_weather\", \"parameters\":"
                        + " {\"type\": \"object\", \"properties\": {\"city\": {\"type\": \"string\"}}}}}]}";
        relay.script("call name=get_weather");

        WireAnswer answer = relay.post("/api/chat", HELLO.replaceFirst("}$", tools));

        JsonNode call = answer.lines().stream()
                .map(line -> line.at("/message/tool_calls/0"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.text()));
        assertThat(call.at("/function/name").stringValue()).isEqualTo("get_weather");
        assertThat(call.at("/function/arguments").isObject()).isTrue();
        assertThat(answer.lines()
                        .get(answer.lines().size() - 1)
                        .path("done_reason")
                        .stringValue())
                .isEqualTo("stop");
    }

    @Test
    void droppedOptionsAreDisclosed() {
        WireAnswer answer = relay.post(
                "/api/chat", HELLO.replaceFirst("}$", ", \"options\": {\"num_ctx\": 4096, \"stop\": [\"said\"]}}"));

        assertThat(answer.header("x-airelay-ignored-parameters")).hasValue("options.num_ctx");
        assertThat(text(answer, "/message/content")).isEqualTo("[emulator] You ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/chat     | {"model": "gpt-5.5"}                                  | load
            /api/chat     | {"model": "gpt-5.5", "messages": []}                  | load
            /api/generate | {"model": "fast"}                                     | load
            /api/generate | {"model": "gpt-5.5", "keep_alive": 0}                 | unload""")
    void loadRequestIsAnsweredWithoutTheUpstream(String path, String body, String reason) {
        relay.get("/api/tags");
        relay.reset();

        WireAnswer answer = relay.post(path, body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("done_reason").stringValue()).isEqualTo(reason);
        assertThat(relay.emulator().requests("/responses")).isEmpty();
    }

    @Test
    void modelsHaveWhatClientsRead() {
        WireAnswer tags = relay.get("/api/tags");
        WireAnswer running = relay.get("/api/ps");
        List<String> listed = relay.get("/v1/models")
                .json()
                .path("data")
                .valueStream()
                .map(model -> model.path("id").stringValue())
                .toList();

        assertThat(tags.json()
                        .path("models")
                        .valueStream()
                        .map(model -> model.path("model").stringValue()))
                .containsExactlyElementsOf(listed)
                .contains("gpt-5.5", "fast");
        assertThat(running.json().path("models")).hasSameSizeAs(listed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-5.5",
                "gpt-5.5:latest",
                "GPT-5.5",
                "openai/gpt-5.5",
                "gpt5.5",
                "gpt-5.5-high",
                "gpt-5.5-high-fast:latest",
                "gpt-5.5(high)",
                "fast",
                "fast:latest"
            })
    void modelIsKnownToEveryRouteByTheSameNames(String name) {
        relay.get("/api/tags");
        String model = "{\"model\": \"" + name + "\", \"stream\": false}";

        assertThat(relay.post("/api/chat", model).status()).isEqualTo(200);
        assertThat(relay.post("/api/show", model).status()).isEqualTo(200);
        assertThat(relay.post("/api/pull", model).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-5.5", "gpt-5.5:latest", "gpt-5.5-high", "fast"})
    void modelIsShownByEveryNameThatItHas(String name) {
        JsonNode shown =
                relay.post("/api/show", "{\"model\": \"" + name + "\"}").json();

        assertThat(shown.at("/model_info/general.architecture").stringValue()).isEqualTo("gpt");
        assertThat(shown.at("/model_info/gpt.context_length").longValue()).isGreaterThan(100_000);
        assertThat(shown.at("/model_info/general.basename").stringValue()).isNotBlank();
        assertThat(shown.path("capabilities").valueStream().map(JsonNode::stringValue))
                .contains("completion", "tools", "vision", "thinking");
        assertThat(shown.at("/thinking/values").isEmpty()).isFalse();
    }

    @Test
    void twinWithoutToolsDoesNotPromiseThem() {
        JsonNode shown =
                relay.post("/no-tools/api/show", "{\"model\": \"gpt-5.5\"}").json();

        assertThat(shown.path("capabilities").valueStream().map(JsonNode::stringValue))
                .contains("completion")
                .doesNotContain("tools");
        assertThat(relay.post("/no-tools/api/chat", HELLO).status()).isEqualTo(200);
        assertThat(relay.post(
                                "/no-tools/api/chat",
                                HELLO.replaceFirst("}$", ", \"tools\": [{\"function\": {\"name\": \"f\"}}]}"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void knownModelIsPulledAtOnceAndAnotherOneCannotBe() {
        WireAnswer streamed = relay.post("/api/pull", "{\"model\": \"gpt-5.5\"}");
        WireAnswer whole = relay.post("/api/pull", "{\"name\": \"gpt-5.5:latest\", \"stream\": false}");
        WireAnswer unknown = relay.post("/api/pull", "{\"model\": \"llama3\"}");

        assertThat(streamed.lines())
                .extracting(line -> line.path("status").stringValue())
                .endsWith("success");
        assertThat(whole.json().path("status").stringValue()).isEqualTo("success");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("error").stringValue()).contains("model 'llama3' not found");
    }

    @Test
    void versionIsANumberThatClientsAccept() {
        assertThat(relay.get("/api/version").json().path("version").stringValue())
                .matches("0\\.\\d+\\.\\d+");
        assertThat(relay.send("HEAD", "/api/version", "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/tags, '', 401",
        "POST, /api/chat, '{}', 401",
        "POST, /api/chat, '{', 400",
        "POST, /api/chat, '{}', 400",
        "POST, /api/show, '{\"model\": \"nothing\"}', 404",
        "GET, /api/nowhere, '', 404",
        "GET, /api/chat, '', 405",
        "POST, /api/embed, '{}', 501",
        "DELETE, /api/delete, '{}', 501"
    })
    void failureIsAText(String method, String path, String body, int status) {
        WireAnswer answer = status == 401
                ? relay.send(method, path, body, "authorization", "Bearer wrong")
                : relay.send(method, path, body);

        assertThat(answer.status()).as(answer::text).isEqualTo(status);
        assertThat(answer.json().path("error").stringValue("")).isNotBlank();
    }

    @Test
    void bodyThatIsTooLargeIsRefusedInTheSameForm() {
        WireAnswer answer = relay.post("/api/chat", HELLO.replace("hello", "x".repeat(70_000)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("error").stringValue()).contains("server.max_body_bytes");
    }

    @ParameterizedTest
    @CsvSource({"cut after=2, true", "server_error at=middle, true", "usage_limit_reached at=http, false"})
    void upstreamFailureIsALineInTheStreamOrAStatus(String script, boolean begun) {
        WireAnswer answer = relay.script(script).post("/api/chat", HELLO);

        List<JsonNode> lines = answer.lines();
        assertThat(answer.status()).isEqualTo(begun ? 200 : 429);
        assertThat(lines.get(lines.size() - 1).path("error").stringValue()).isNotBlank();
        assertThat(lines).noneMatch(line -> line.path("done").booleanValue(false));
    }

    @Test
    void clientThatGoesCancelsTheUpstream() {
        RawClient client = RawClient.of(relay);
        client.write(RawClient.post("/api/chat", HELLO.replace("hello", "hello [[emulate: endless]]")));
        client.readUntil("\"done\":false");
        client.reset();

        relay.upstreamRequest().awaitEnding(RunningRelay.LIMIT);
    }

    @Test
    void rootIsNotOllamasOnTheRelaysOwnListener() {
        assertThat(relay.get("/").text()).contains("<title>AIRelay</title>").doesNotContain("Ollama is running");
    }
}
