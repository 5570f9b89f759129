package dev.airelay.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
@WithRelay(models = "gpt-4o")
class TestRelayTest {
    private static final String TOOLS = """
            [{"type": "function", "function": {"name": "get_weather", "parameters":
                {"type": "object", "properties": {"city": {"type": "string"}}}}}]""";

    private final TestRelay relay;

    TestRelayTest(TestRelay relay) {
        this.relay = relay;
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static String content(HttpResponse<String> response) {
        return json(response).at("/choices/0/message/content").stringValue();
    }

    @Test
    void answersWithQueuedTextsInTheirOrderThenWithThePrompt() throws Exception {
        relay.answer(Answer.text("Rain, \"heavy\" \\o/\nall day"), Answer.text("Sun"));

        assertThat(content(Http.chat(relay, "Oslo?"))).isEqualTo("Rain, \"heavy\" \\o/\nall day");
        assertThat(content(Http.chat(relay, "Rome?"))).isEqualTo("Sun");
        assertThat(content(Http.chat(relay, "Bern?"))).contains("Bern?");
    }

    @Test
    void showsWhatTheModelReceived() throws Exception {
        Http.post(relay.openAiUrl(), "/chat/completions", relay.token(), """
                {"model": "gpt-4o", "tools": %s, "messages": [
                    {"role": "system", "content": "Be brief."},
                    {"role": "user", "content": "First"},
                    {"role": "assistant", "content": null, "tool_calls": [
                        {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}]},
                    {"role": "tool", "tool_call_id": "call_1", "content": "Rain"},
                    {"role": "user", "content": "Last"}]}""".formatted(TOOLS));

        ModelRequest request = relay.lastRequest();
        assertThat(request.model()).isEqualTo("gpt-5.5");
        assertThat(request.instructions()).containsExactly("Be brief.");
        assertThat(request.texts("user")).containsExactly("First", "Last");
        assertThat(request.prompt()).isEqualTo("Last");
        assertThat(request.tools()).containsExactly("get_weather");
        assertThat(request.toolOutputs()).containsExactly("Rain");
        assertThat(request.body().path("stream").booleanValue()).isTrue();
        assertThat(relay.requests()).hasSize(1);
    }

    @Test
    void callsATool() throws Exception {
        relay.answer(Answer.text("Let me see.").and(Answer.toolCall("get_weather", "{\"city\": \"Oslo\"}")));

        HttpResponse<String> response =
                Http.post(relay.openAiUrl(), "/chat/completions", relay.token(), """
                {"model": "gpt-5.5", "tools": %s, "messages": [{"role": "user", "content": "Weather?"}]}""".formatted(TOOLS));

        assertThat(content(response)).isEqualTo("Let me see.");
        JsonNode call = json(response).at("/choices/0/message/tool_calls/0/function");
        assertThat(call.path("name").stringValue()).isEqualTo("get_weather");
        assertThat(call.path("arguments").stringValue()).isEqualTo("{\"city\": \"Oslo\"}");
    }

    @Test
    void refusesInTheWordsOfTheTest() throws Exception {
        relay.answer(Answer.refusal("No."));

        assertThat(json(Http.chat(relay, "Hi")).at("/choices/0/message/refusal").stringValue())
                .isEqualTo("No.");
    }

    @Test
    void answersWithTheGivenTextInPlaceOfJsonThatFitsASchema() throws Exception {
        relay.answer(Answer.text("{\"rain\": true}"));

        HttpResponse<String> response = Http.post(relay.openAiUrl(), "/chat/completions", relay.token(), """
                {"model": "gpt-5.5", "messages": [{"role": "user", "content": "Hi"}], "response_format": {
                    "type": "json_schema", "json_schema": {"name": "w", "strict": true, "schema": {"type": "object",
                        "properties": {"rain": {"type": "boolean"}}, "required": ["rain"],
                        "additionalProperties": false}}}}""");

        assertThat(content(response)).isEqualTo("{\"rain\": true}");
    }

    @Test
    void speaksTheApisOfAnthropicAndOllama() throws Exception {
        relay.answer(Answer.text("From Claude"), Answer.text("From a llama"));

        HttpResponse<String> claude = Http.post(relay.anthropicUrl(), "/v1/messages", relay.token(), """
                {"model": "claude-sonnet-4-5", "max_tokens": 100, "messages": [{"role": "user", "content": "Hi"}]}""");
        HttpResponse<String> llama = Http.post(relay.ollamaUrl(), "/api/chat", "", """
                {"model": "gpt-4o", "stream": false, "messages": [{"role": "user", "content": "Hi"}]}""");

        assertThat(json(claude).at("/content/0/text").stringValue()).isEqualTo("From Claude");
        assertThat(json(llama).at("/message/content").stringValue()).isEqualTo("From a llama");
    }

    @ParameterizedTest
    @CsvSource({
        "rate limit, rate_limit_exceeded at=http status=429, 429",
        "server, status code=500, 502",
        "gateway, status code=503, 503",
    })
    void failsAsScripted(String name, String script, int status) throws Exception {
        relay.answer(Answer.of(script));

        assertThat(Http.chat(relay, "Hi").statusCode()).as(name).isEqualTo(status);
        assertThat(Http.chat(relay, "Hi again").statusCode())
                .as("The next request")
                .isEqualTo(200);
    }

    @Test
    void failsInTheTermsOfOpenAi() throws Exception {
        relay.answer(Answer.rateLimited(), Answer.planUsedUp(), Answer.contextTooLong(), Answer.overloaded());

        assertThat(Http.chat(relay, "a").statusCode()).isEqualTo(429);
        assertThat(Http.chat(relay, "b").statusCode()).isEqualTo(429);
        HttpResponse<String> tooLong = Http.chat(relay, "c");
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(json(tooLong).at("/error/code").stringValue()).isEqualTo("context_length_exceeded");
        assertThat(Http.chat(relay, "d").statusCode()).isEqualTo(503);
    }

    @Test
    void failsInsideAStream() throws Exception {
        String stream = """
                {"model": "gpt-5.5", "stream": true, "messages": [{"role": "user", "content": "Hi"}]}""";
        relay.answer(Answer.failsMidway(), Answer.connectionLost());

        for (int i = 0; i < 2; i++) {
            HttpResponse<String> response = Http.post(relay.openAiUrl(), "/chat/completions", relay.token(), stream);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("chat.completion.chunk").contains("\"error\"");
        }
    }

    @Test
    void joinsAnswers() throws Exception {
        relay.answer(Answer.text("Slow").paced(Duration.ofMillis(1)).after(Duration.ofMillis(1)));

        assertThat(content(Http.chat(relay, "Hi"))).isEqualTo("Slow");
    }

    @Test
    void refusesWrongTokenAndUnknownModelAsTheRelayDoes() throws Exception {
        String unknown = """
                {"model": "gpt-5", "messages": [{"role": "user", "content": "Hi"}]}""";

        assertThat(Http.post(relay.openAiUrl(), "/chat/completions", "wrong", unknown)
                        .statusCode())
                .isEqualTo(401);
        assertThat(Http.post(relay.openAiUrl(), "/chat/completions", relay.token(), unknown)
                        .statusCode())
                .isGreaterThanOrEqualTo(400);
        assertThat(relay.requests()).extracting(ModelRequest::model).containsOnly("gpt-5");
    }

    @Test
    void resetForgetsAnswersAndRequests() throws Exception {
        relay.answer(Answer.text("Never"));
        Http.chat(relay, "One");
        relay.answer(Answer.text("Never"));

        relay.reset();

        assertThatIllegalStateException().isThrownBy(relay::lastRequest);
        assertThat(content(Http.chat(relay, "Two"))).isNotEqualTo("Never");
    }

    @Test
    void refusesScriptsThatDoNotExist() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> relay.answer(Answer.of("texts value=a")))
                .withMessageContaining("texts");
        assertThatIllegalArgumentException().isThrownBy(() -> Answer.of(" ")).withMessageContaining("blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Answer.status(200))
                .withMessage("the status of a failure must be 400..599, was 200");
    }

    @Test
    void stopsWhenItIsClosed() throws IOException, InterruptedException {
        TestRelay other = TestRelay.start();
        assertThat(Http.chat(other, "Hi").statusCode()).isEqualTo(200);

        other.close();
        other.close();

        assertThatThrownBy(() -> Http.chat(other, "Hi")).isInstanceOf(ConnectException.class);
        assertThat(List.of(relay.openAiUrl(), relay.ollamaUrl())).doesNotHaveDuplicates();
    }
}
