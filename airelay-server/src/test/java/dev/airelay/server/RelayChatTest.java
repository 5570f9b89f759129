package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chat completions through the whole relay. */
@Relay
class RelayChatTest {
    private static final String HELLO = """
            {"model": "gpt-5.5", "messages": [{"role": "user", "content": "hello"}]}""";
    private static final String HELLO_STREAM = """
            {"model": "gpt-5.5", "stream": true, "messages": [{"role": "user", "content": "hello"}]}""";
    private static final String ANSWER = "[emulator] You said: \"hello\"";
    private static final String WEATHER = """
            {"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object",
             "properties": {"city": {"type": "string"}}, "required": ["city"]}}}""";

    private final RunningRelay relay;

    RelayChatTest(RunningRelay relay) {
        this.relay = relay;
    }

    @Test
    void completionCarriesTheWholeText() {
        WireAnswer answer = relay.chat(HELLO);

        JsonNode json = answer.json();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(json.path("object").stringValue()).isEqualTo("chat.completion");
        assertThat(json.path("model").stringValue()).isEqualTo("gpt-5.5");
        assertThat(json.at("/choices/0/message/content").stringValue()).isEqualTo(ANSWER);
        assertThat(json.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        assertThat(json.at("/usage/total_tokens").intValue())
                .isPositive()
                .isEqualTo(json.at("/usage/prompt_tokens").intValue()
                        + json.at("/usage/completion_tokens").intValue());
    }

    @Test
    void streamCarriesTheSameTextInPieces() {
        WireAnswer answer = relay.chat(HELLO_STREAM);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(answer.header("cache-control")).hasValue("no-cache");
        assertThat(answer.deltas("content")).isEqualTo(ANSWER);
        assertThat(answer.deltas("role")).isEqualTo("assistant");
        assertThat(answer.finishReasons()).containsExactly("stop");
        List<JsonNode> chunks = answer.events();
        assertThat(chunks).hasSizeGreaterThan(3).noneMatch(chunk -> chunk.has("usage"));
        assertThat(chunks)
                .extracting(chunk -> chunk.path("id").stringValue())
                .containsOnly(chunks.get(0).path("id").stringValue());
    }

    @Test
    void usageChunkComesLastIfRequested() {
        WireAnswer answer = relay.chat("""
                {"model": "gpt-5.5", "stream": true, "stream_options": {"include_usage": true},
                 "messages": [{"role": "user", "content": "hello"}]}""");

        List<JsonNode> chunks = answer.events();
        JsonNode last = chunks.get(chunks.size() - 1);
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.at("/usage/total_tokens").intValue()).isPositive();
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allMatch(chunk -> chunk.path("usage").isNull());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void toolCallMakesARoundTrip(boolean stream) {
        String question = "{\"role\": \"user\", \"content\": \"call get_weather\"}";
        WireAnswer first = relay.chat(chat(stream, question, WEATHER));

        JsonNode call = stream ? streamedCall(first) : first.json().at("/choices/0/message/tool_calls/0");
        assertThat(
                        stream
                                ? first.finishReasons().get(0)
                                : first.json().at("/choices/0/finish_reason").stringValue())
                .isEqualTo("tool_calls");
        assertThat(call.at("/function/name").stringValue()).isEqualTo("get_weather");
        String arguments = call.at("/function/arguments").stringValue();
        assertThat(JsonMapper.shared().readTree(arguments).path("city").isString())
                .isTrue();

        String callId = call.path("id").stringValue();
        String history = question + """
                , {"role": "assistant", "content": null, "tool_calls": [{"id": "%s", "type": "function",
                   "function": {"name": "get_weather", "arguments": "{\\"city\\": \\"Rome\\"}"}}]},
                {"role": "tool", "tool_call_id": "%s", "content": "sunny"}""".formatted(callId, callId);
        WireAnswer second = relay.chat(chat(stream, history, WEATHER));

        assertThat(stream ? second.deltas("content") : content(second))
                .contains("Tool call " + callId + " returned: \"sunny\".");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callsInParallelKeepTheirOwnArguments(boolean stream) {
        relay.script("call args={\"city\":\"Rome\"}, call args={\"city\":\"Oslo\"}, interleaved-calls");

        WireAnswer answer = relay.chat(chat(stream, "{\"role\": \"user\", \"content\": \"weather\"}", WEATHER));

        if (stream) {
            assertThat(streamedArguments(answer, 0)).isEqualTo("{\"city\":\"Rome\"}");
            assertThat(streamedArguments(answer, 1)).isEqualTo("{\"city\":\"Oslo\"}");
        } else {
            assertThat(answer.json().at("/choices/0/message/tool_calls"))
                    .extracting(call -> call.at("/function/arguments").stringValue())
                    .containsExactly("{\"city\":\"Rome\"}", "{\"city\":\"Oslo\"}");
        }
    }

    @Test
    void structuredOutputFitsItsSchema() {
        WireAnswer answer = relay.chat("""
                {"model": "gpt-5.5", "messages": [{"role": "user", "content": "hello"}],
                 "response_format": {"type": "json_schema", "json_schema": {"name": "greeting", "strict": true,
                  "schema": {"type": "object", "properties": {"words": {"type": "string"}},
                             "required": ["words"], "additionalProperties": false}}}}""");

        JsonNode json = JsonMapper.shared().readTree(content(answer));
        assertThat(json.path("words").stringValue()).contains("hello");
        assertThat(upstreamBody().at("/text/format/name").stringValue()).isEqualTo("greeting");
    }

    @Test
    void imageArrivesUpstreamAsItWasSent() {
        String image = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
                + "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        WireAnswer answer = relay.chat("""
                {"model": "gpt-5.5", "messages": [{"role": "user", "content": [{"type": "text", "text": "look"},
                  {"type": "image_url", "image_url": {"url": "%s"}}]}]}""".formatted(image));

        assertThat(content(answer)).contains("You sent 1 image: image/png");
        assertThat(upstreamBody().at("/input/0/content/1/image_url").stringValue())
                .isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reasoningSummaryIsShown(boolean stream) {
        relay.script("reasoning parts=2");

        WireAnswer answer = relay.chat(stream ? HELLO_STREAM : HELLO);

        String reasoning = stream
                ? answer.deltas("reasoning_content")
                : answer.json().at("/choices/0/message/reasoning_content").stringValue();
        assertThat(reasoning).containsSubsequence("**Emulating**", "\n\n", "**Emulating**");
    }

    @ParameterizedTest
    @CsvSource({"incomplete, length", "incomplete reason=content_filter, content_filter"})
    void incompleteAnswersHaveTheirReason(String script, String reason) {
        assertThat(relay.script(script)
                        .chat(HELLO)
                        .json()
                        .at("/choices/0/finish_reason")
                        .stringValue())
                .isEqualTo(reason);
        assertThat(relay.script(script).chat(HELLO_STREAM).finishReasons()).containsExactly(reason);
    }

    @Test
    void refusalIsReturnedAsRefusal() {
        JsonNode message = relay.script("refusal value=No").chat(HELLO).json().at("/choices/0/message");

        assertThat(message.path("refusal").stringValue()).isEqualTo("[emulator] No");
        assertThat(message.path("content").isNull()).isTrue();
        assertThat(relay.script("refusal value=No").chat(HELLO_STREAM).deltas("refusal"))
                .isEqualTo("[emulator] No");
    }

    @Test
    void webSearchIsCited() {
        WireAnswer answer = relay.script("search query=news").chat(HELLO);

        assertThat(answer.json().at("/choices/0/message/annotations/0/type").stringValue())
                .isEqualTo("url_citation");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ignoredParametersAreDisclosed(boolean stream) {
        WireAnswer answer = relay.chat("""
                {"model": "gpt-5.5", "stream": %s, "temperature": 0.5, "max_tokens": 100,
                 "messages": [{"role": "user", "content": "hello"}]}""".formatted(stream));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-airelay-ignored-parameters").orElse("").split(", "))
                .containsExactlyInAnyOrder("temperature", "max_tokens");
        assertThat(upstreamBody().has("temperature")).isFalse();
    }

    @Test
    void nestedMembersAreSentOrDisclosedByTheirPath() {
        WireAnswer answer = relay.chat("""
                {"model": "gpt-5.5", "messages": [{"role": "user", "content": "hello", "cache_control": {"type": "x"}}],
                 "web_search_options": {"filters": {"allowed_domains": ["example.org"]}, "depth": 3}}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-airelay-ignored-parameters"))
                .contains("messages[0].cache_control, web_search_options.depth");
        assertThat(upstreamBody().at("/tools/0/filters/allowed_domains/0").stringValue())
                .isEqualTo("example.org");
    }

    @Test
    void nothingIsDisclosedWhereNothingWasIgnored() {
        assertThat(relay.chat(HELLO).header("x-airelay-ignored-parameters")).isEmpty();
    }

    @Test
    void systemMessageBecomesTheInstructions() {
        relay.chat("""
                {"model": "gpt-5.5", "messages": [{"role": "system", "content": "Be brief."},
                                                  {"role": "user", "content": "hello"}]}""");

        assertThat(upstreamBody().path("instructions").stringValue()).isEqualTo("Be brief.");
    }

    @Test
    void upstreamRequestIdentifiesItsOwnClientAndNeverContainsTheRelayToken() {
        relay.post(RunningRelay.CHAT, HELLO, "user-agent", "someone/1", "x-secret", "kept here");

        RecordedRequest request = relay.upstreamRequest();
        assertThat(request.header("originator")).hasValue("codex_cli_rs");
        assertThat(request.header("user-agent").orElseThrow()).startsWith("codex_cli_rs/");
        assertThat(request.header("chatgpt-account-id")).isPresent();
        assertThat(request.header("x-secret")).isEmpty();
        assertThat(request.headers()).noneMatch(header -> header.value().contains(RunningRelay.TOKEN));
    }

    @Test
    void conversationKeepsItsSessionOverTheTurns() {
        relay.chat(HELLO);
        relay.chat(chat(false, """
                {"role": "user", "content": "hello"}, {"role": "assistant", "content": "hi"},
                {"role": "user", "content": "and now?"}""", ""));
        relay.chat(chat(false, "{\"role\": \"user\", \"content\": \"something else\"}", ""));

        String first = session(relay.upstreamRequest());
        assertThat(session(relay.upstreamRequest())).isEqualTo(first);
        assertThat(session(relay.upstreamRequest())).isNotEqualTo(first);
    }

    @Test
    void clientsSessionHeaderDecidesOnTheSession() {
        relay.post(RunningRelay.CHAT, HELLO, "session_id", "mine");
        relay.post(RunningRelay.CHAT, HELLO, "session_id", "yours");
        relay.post(RunningRelay.CHAT, HELLO, "session-id", "mine");

        String mine = session(relay.upstreamRequest());
        assertThat(session(relay.upstreamRequest())).isNotEqualTo(mine);
        assertThat(session(relay.upstreamRequest())).isEqualTo(mine).doesNotContain("mine");
    }

    private static String session(RecordedRequest request) {
        String session = request.header("session-id").orElseThrow();
        assertThat(request.header("thread-id")).hasValue(session);
        assertThat(request.header("x-client-request-id")).hasValue(session);
        assertThat(request.body().orElseThrow().path("prompt_cache_key").stringValue())
                .isEqualTo(session);
        return session;
    }

    private JsonNode upstreamBody() {
        return relay.upstreamRequest().body().orElseThrow();
    }

    private static String chat(boolean stream, String messages, String tools) {
        return "{\"model\": \"gpt-5.5\", \"stream\": " + stream + ", \"messages\": [" + messages + "]"
                + (tools.isEmpty() ? "" : ", \"tools\": [" + tools + "]") + "}";
    }

    private static String content(WireAnswer answer) {
        return answer.json().at("/choices/0/message/content").stringValue();
    }

    /** The first call of a stream, whole. */
    private static JsonNode streamedCall(WireAnswer answer) {
        JsonNode opening = answer.events().stream()
                .map(event -> event.at("/choices/0/delta/tool_calls/0"))
                .filter(call -> call.has("id"))
                .findFirst()
                .orElseThrow();
        return JsonMapper.shared()
                .createObjectNode()
                .put("id", opening.path("id").stringValue())
                .set(
                        "function",
                        JsonMapper.shared()
                                .createObjectNode()
                                .put("name", opening.at("/function/name").stringValue())
                                .put("arguments", streamedArguments(answer, 0)));
    }

    private static String streamedArguments(WireAnswer answer, int index) {
        StringBuilder arguments = new StringBuilder();
        for (JsonNode event : answer.events()) {
            for (JsonNode call : event.at("/choices/0/delta/tool_calls")) {
                if (call.path("index").intValue() == index) {
                    arguments.append(call.at("/function/arguments").stringValue(""));
                }
            }
        }
        return arguments.toString();
    }
}
