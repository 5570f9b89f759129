package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Responses through the whole relay. */
@Relay
class RelayResponsesTest {
    private static final String HELLO = """
            {"model": "gpt-5.5", "input": "hello"}""";
    private static final String HELLO_STREAM = """
            {"model": "gpt-5.5", "input": "hello", "stream": true}""";
    private static final String ANSWER = "[emulator] You said: \"hello\"";
    private static final String WEATHER = """
            {"type": "function", "name": "get_weather", "parameters": {"type": "object",
             "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": false}}""";

    private final RunningRelay relay;

    RelayResponsesTest(RunningRelay relay) {
        this.relay = relay;
    }

    @Test
    void responseCarriesTheOutputThatTheUpstreamLeavesEmpty() {
        WireAnswer answer = relay.responses(HELLO);

        JsonNode json = answer.json();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(json.path("status").stringValue()).isEqualTo("completed");
        assertThat(json.path("completed_at").longValue())
                .isGreaterThanOrEqualTo(json.path("created_at").longValue());
        assertThat(text(json)).isEqualTo(ANSWER);
        assertThat(json.at("/usage/total_tokens").intValue()).isPositive();
    }

    @Test
    void streamGoesFromCreatedToCompleted() {
        WireAnswer answer = relay.responses(HELLO_STREAM);

        assertThat(answer.header("content-type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(answer.types())
                .startsWith("response.created", "response.in_progress")
                .endsWith("response.completed");
        assertThat(answer.deltas()).isEqualTo(ANSWER);
        assertThat(text(answer.event("response.completed").path("response"))).isEqualTo(ANSWER);
    }

    @Test
    void laneOfASocketIsNotSentUpstream() {
        WireAnswer answer = relay.responses("""
                {"model": "gpt-5.5", "input": "hello", "stream_id": "lane-1"}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-airelay-ignored-parameters")).hasValue("stream_id");
        assertThat(relay.upstreamRequest().body().orElseThrow().has("stream_id"))
                .isFalse();
    }

    @Test
    void emptyDescriptionOfAToolIsLeftOut() {
        WireAnswer answer = relay.responses("""
                {"model": "gpt-5.5", "input": "hello", "tools": [
                  {"type": "function", "name": "f", "description": "", "parameters": {"type": "object"}},
                  {"type": "namespace", "name": "n", "description": "d", "tools": [
                    {"type": "custom", "name": "g", "description": ""}]}]}""");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode sent = relay.upstreamRequest().body().orElseThrow().path("tools");
        assertThat(sent.at("/0/name").stringValue()).isEqualTo("f");
        assertThat(sent.at("/0").has("description")).isFalse();
        assertThat(sent.at("/1/tools/0").has("description")).isFalse();
        assertThat(sent.at("/1/description").stringValue()).isEqualTo("d");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void toolIsDeferredOnlyIfItCanBeSearched(boolean search) {
        WireAnswer answer = relay.responses("""
                {"model": "gpt-5.5", "input": "hello", "tools": [%s
                  {"type": "function", "name": "f", "defer_loading": true, "parameters": {"type": "object"}},
                  {"type": "namespace", "name": "n", "description": "d", "tools": [
                    {"type": "function", "name": "g", "defer_loading": true}]}]}""".formatted(search ? "{\"type\": \"tool_search\"}," : ""));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("x-airelay-ignored-parameters"))
                .isEqualTo(search ? Optional.empty() : Optional.of("tools.defer_loading"));
        assertThat(relay.upstreamRequest().body().orElseThrow().path("tools").findValues("defer_loading"))
                .hasSize(search ? 2 : 0);
    }

    @Test
    void callOfAToolInANamespaceMakesARoundTrip() {
        String tools = """
                [{"type": "namespace", "name": "crm", "description": "d", "tools": [
                  {"type": "function", "name": "find", "parameters": {"type": "object", "properties": {}}}]}]""";

        JsonNode call = relay.responses("""
                {"model": "gpt-5.5", "input": "hello", "store": false, "tool_choice": "required", "tools": %s}""".formatted(tools)).json().path("output").values().stream()
                .filter(item -> item.path("type").asString("").equals("function_call"))
                .findFirst()
                .orElseThrow();
        assertThat(call.path("name").stringValue()).isEqualTo("find");
        assertThat(call.path("namespace").stringValue()).isEqualTo("crm");

        relay.reset();
        WireAnswer next =
                relay.responses("""
                {"model": "gpt-5.5", "tools": %s, "input": [{"role": "user", "content": "hello"}, %s,
                  {"type": "function_call_output", "call_id": "%s", "output": "none"}]}""".formatted(tools, call, call.path("call_id").stringValue()));
        assertThat(next.status()).as(next.text()).isEqualTo(200);
        JsonNode sent = relay.upstreamRequest().body().orElseThrow();
        assertThat(sent.at("/input/1/name").stringValue()).isEqualTo("find");
        assertThat(sent.at("/input/1/namespace").stringValue()).isEqualTo("crm");
        assertThat(sent.at("/tools/0/tools/0/name").stringValue()).isEqualTo("find");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "context_length_exceeded at=http",
                "context_length_exceeded at=first",
                "context_length_exceeded at=first form=error",
                "status code=413 body=\"\""
            })
    void codexGetsAnOverflowAsAnEvent(String script) {
        relay.script(script);

        WireAnswer answer = relay.post(RunningRelay.RESPONSES, HELLO_STREAM, "originator", "Codex Desktop");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.types()).containsExactly("response.created", "response.in_progress", "response.failed");
        assertThat(answer.event("response.failed").at("/response/error/code").stringValue())
                .isEqualTo("context_length_exceeded");
    }

    @Test
    void codexGetsOtherFailuresAsAStatus() {
        relay.script("rate_limit_exceeded at=first");

        assertThat(relay.post(RunningRelay.RESPONSES, HELLO_STREAM, "originator", "codex_exec")
                        .status())
                .isEqualTo(429);
    }

    @Test
    void streamNumbersItsEventsAndNamesThemTwice() {
        WireAnswer answer = relay.responses(HELLO_STREAM);

        List<Integer> numbers = new ArrayList<>();
        answer.events()
                .forEach(event -> numbers.add(event.path("sequence_number").intValue(-1)));
        assertThat(numbers).doesNotHaveDuplicates().isSorted().startsWith(0).endsWith(numbers.size() - 1);
        assertThat(answer.frames())
                .filteredOn(frame -> !frame.isDone())
                .allMatch(frame -> frame.json().path("type").stringValue().equals(frame.event()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void toolCallMakesARoundTrip(boolean stream) {
        JsonNode first = finished(relay.responses(request(stream, "\"call get_weather\"", WEATHER)));

        JsonNode call = item(first, "function_call");
        assertThat(call.path("name").stringValue()).isEqualTo("get_weather");
        assertThat(JsonMapper.shared()
                        .readTree(call.path("arguments").stringValue())
                        .path("city")
                        .isString())
                .isTrue();

        String callId = call.path("call_id").stringValue();
        String history = "["
                + first.path("output").values().stream().map(JsonNode::toString).reduce("", (a, b) -> a + b + ", ")
                + "{\"type\": \"function_call_output\", \"call_id\": \"" + callId + "\", \"output\": \"sunny\"}]";
        JsonNode second = finished(relay.responses(request(stream, history, WEATHER)));

        assertThat(text(second)).contains("Tool call " + callId + " returned: \"sunny\".");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void customToolTakesFreeText(boolean stream) {
        relay.script("call args=\"any text\"");

        JsonNode call = item(
                finished(relay.responses(request(stream, "\"go\"", "{\"type\": \"custom\", \"name\": \"shout\"}"))),
                "custom_tool_call");

        assertThat(call.path("name").stringValue()).isEqualTo("shout");
        assertThat(call.path("input").stringValue()).isEqualTo("any text");
    }

    @Test
    void structuredOutputFitsItsSchema() {
        WireAnswer answer = relay.responses("""
                {"model": "gpt-5.5", "input": "hello", "text": {"format": {"type": "json_schema", "name": "greeting",
                 "strict": true, "schema": {"type": "object", "properties": {"words": {"type": "string"}},
                 "required": ["words"], "additionalProperties": false}}}}""");

        assertThat(JsonMapper.shared()
                        .readTree(text(answer.json()))
                        .path("words")
                        .stringValue())
                .contains("hello");
        assertThat(answer.json().at("/text/format/name").stringValue()).isEqualTo("greeting");
    }

    @Test
    void imageArrivesUpstreamAsItWasSent() {
        String image = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
                + "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

        WireAnswer answer = relay.responses(request(false, """
                [{"role": "user", "content": [{"type": "input_text", "text": "look"},
                  {"type": "input_image", "image_url": "%s"}]}]""".formatted(image), ""));

        assertThat(text(answer.json())).contains("You sent 1 image: image/png");
        assertThat(upstreamBody().at("/input/0/content/1/image_url").stringValue())
                .isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reasoningIsGivenBackAndCanBeSentAgain(boolean stream) {
        String question = "{\"role\": \"user\", \"content\": \"hello\"}";
        JsonNode first = finished(relay.responses("""
                {"model": "gpt-5.5", "stream": %s, "reasoning": {"effort": "low", "summary": "auto"},
                 "include": ["reasoning.encrypted_content"], "input": [%s]}""".formatted(stream, question)));

        JsonNode reasoning = item(first, "reasoning");
        assertThat(reasoning.at("/summary/0/text").stringValue()).contains("Emulating");
        assertThat(reasoning.path("encrypted_content").stringValue()).isNotEmpty();

        JsonNode second = finished(relay.responses(request(
                stream,
                "[" + question + ", " + reasoning + ", " + item(first, "message") + ", " + question + "]",
                "")));
        assertThat(second.path("status").stringValue()).isEqualTo("completed");
    }

    @Test
    void streamWithReasoningHasTheSummaryInPieces() {
        WireAnswer answer = relay.script("reasoning parts=2").responses(HELLO_STREAM);

        assertThat(answer.types())
                .contains(
                        "response.reasoning_summary_part.added",
                        "response.reasoning_summary_text.delta",
                        "response.reasoning_summary_text.done",
                        "response.reasoning_summary_part.done");
        assertThat(item(finished(answer), "reasoning").path("summary")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void incompleteAnswerHasItsReason(boolean stream) {
        WireAnswer answer = relay.script("incomplete after=2").responses(stream ? HELLO_STREAM : HELLO);

        JsonNode response = stream ? answer.event("response.incomplete").path("response") : answer.json();
        assertThat(response.path("status").stringValue()).isEqualTo("incomplete");
        assertThat(response.at("/incomplete_details/reason").stringValue()).isEqualTo("max_output_tokens");
        if (stream) {
            assertThat(answer.types()).endsWith("response.incomplete").doesNotContain("response.completed");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ignoredParametersAreDisclosedAndLocalOnesGivenBack(boolean stream) {
        WireAnswer answer = relay.responses("""
                {"model": "gpt-5.5", "stream": %s, "input": "hello", "temperature": 0.5, "max_output_tokens": 100,
                 "metadata": {"kept": "yes"}, "user": "someone"}""".formatted(stream));

        assertThat(answer.header("x-airelay-ignored-parameters").orElse("").split(", "))
                .containsExactlyInAnyOrder("temperature", "max_output_tokens");
        JsonNode upstream = upstreamBody();
        assertThat(upstream.has("temperature") || upstream.has("metadata") || upstream.has("user"))
                .isFalse();
        assertThat(finished(answer).at("/metadata/kept").stringValue()).isEqualTo("yes");
        assertThat(finished(answer).path("user").stringValue()).isEqualTo("someone");
    }

    @Test
    void strictRelayRejectsWhatItWouldIgnore(@TempDir Path other) {
        try (RunningRelay strict = RunningRelay.start(other, Map.of("compatibility.strict_parameters", "true"))) {
            WireAnswer answer = strict.responses("""
                    {"model": "gpt-5.5", "input": "hello", "temperature": 0.5}""");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.error("param")).isEqualTo("temperature");
            assertThat(strict.emulator().requests()).isEmpty();
        }
    }

    @Test
    void hostedToolsAreForwardedWithTheirEvents() {
        WireAnswer answer = relay.responses(request(true, "\"search the web for news\"", "{\"type\": \"web_search\"}"));

        assertThat(answer.types())
                .contains("response.web_search_call.searching", "response.output_text.annotation.added");
        assertThat(item(finished(answer), "web_search_call").path("status").stringValue())
                .isEqualTo("completed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-item-done",
                "no-created",
                "no-ids",
                "shuffled-done",
                "done-alias",
                "extensions",
                "null-usage",
                "filled-output"
            })
    void upstreamsQuirksDoNotShow(String script) {
        WireAnswer streamed = relay.script(script).responses(HELLO_STREAM);
        WireAnswer whole = relay.script(script).responses(HELLO);

        assertThat(streamed.types())
                .startsWith("response.created", "response.in_progress")
                .endsWith("response.completed")
                .allMatch(type -> type.startsWith("response.") && !type.equals("response.done"));
        assertThat(text(finished(streamed))).isEqualTo(ANSWER);
        assertThat(text(whole.json())).isEqualTo(ANSWER);
    }

    @Test
    void clientsCacheKeyStaysOnTheMachine() {
        WireAnswer answer = relay.responses("""
                {"model": "gpt-5.5", "input": "hello", "prompt_cache_key": "private-key"}""");

        assertThat(answer.json().path("prompt_cache_key").stringValue()).isEqualTo("private-key");
        assertThat(upstreamBody().toString()).doesNotContain("private-key");
    }

    private JsonNode upstreamBody() {
        return relay.upstreamRequest().body().orElseThrow();
    }

    private static String request(boolean stream, String input, String tools) {
        return "{\"model\": \"gpt-5.5\", \"stream\": " + stream + ", \"input\": " + input
                + (tools.isEmpty() ? "" : ", \"tools\": [" + tools + "]") + "}";
    }

    /** The response object of a finished answer, streamed or not. */
    private static JsonNode finished(WireAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        return answer.isStream() ? answer.event("response.completed").path("response") : answer.json();
    }

    private static JsonNode item(JsonNode response, String type) {
        List<JsonNode> items = response.path("output").values().stream()
                .filter(item -> item.path("type").stringValue().equals(type))
                .toList();
        assertThat(items).as("%s in %s", type, response).hasSize(1);
        return items.get(0);
    }

    private static String text(JsonNode response) {
        return item(response, "message").at("/content/0/text").stringValue();
    }
}
