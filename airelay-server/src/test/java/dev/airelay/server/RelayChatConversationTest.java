package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Conversations that chat requests continue, over real sockets. */
class RelayChatConversationTest {

    @TempDir
    Path dataDir;

    private RunningRelay relay;
    private String conversation;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir);
        conversation = relay.post("/v1/conversations", """
                {"items": [{"role": "user", "content": "before"}]}""").json().path("id").stringValue();
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private WireAnswer say(String text, String more) {
        return messages("[{\"role\": \"user\", \"content\": \"" + text + "\"}]", more);
    }

    private WireAnswer messages(String messages, String more) {
        return relay.chat("""
                {"model": "gpt-5.5", "conversation": {"id": "%s"}, "messages": %s%s}""".formatted(conversation, messages, more));
    }

    private static List<String> texts(JsonNode items) {
        return items.valueStream()
                .map(item -> item.at("/content/0/text").stringValue("").replace("[emulator] ", ""))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private List<String> upstreamTexts() {
        return texts(relay.upstreamRequest().body().orElseThrow().path("input"));
    }

    private JsonNode items() {
        return relay.get("/v1/conversations/" + conversation + "/items?order=asc&limit=100")
                .json()
                .path("data");
    }

    @ParameterizedTest
    @ValueSource(strings = {", \"stream\": false", ", \"stream\": true"})
    void conversationRemembers(String stream) {
        relay.script("text value=one");
        WireAnswer first = say("first", stream);
        relay.script("text value=two");
        say("second", stream);

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.header("x-airelay-emulated").orElse("")).contains("conversation");
        assertThat(first.header("x-airelay-not-kept")).isEmpty();
        assertThat(upstreamTexts()).containsExactly("before", "first");
        assertThat(upstreamTexts()).containsExactly("before", "first", "one", "second");
        assertThat(texts(items())).containsExactly("before", "first", "one", "second", "two");
    }

    @Test
    void conversationIsTheSameForResponses() {
        relay.script("text value=one");
        say("first", "");
        relay.script("text value=two");
        relay.responses("""
                {"model": "gpt-5.5", "conversation": "%s", "input": "second"}""".formatted(conversation));
        say("third", "");

        relay.upstreamRequest();
        relay.upstreamRequest();
        assertThat(upstreamTexts()).containsExactly("before", "first", "one", "second", "two", "third");
    }

    @Test
    void calledToolIsAnsweredInTheNextRequest() {
        String tools = ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"get.weather\"}}]";
        WireAnswer called = say("call get.weather [[emulate: call name=get_weather_f65d4328]]", tools);
        String id = called.json().at("/choices/0/message/tool_calls/0/id").stringValue("none in " + called.text());

        WireAnswer answered =
                messages("[{\"role\": \"tool\", \"tool_call_id\": \"" + id + "\", \"content\": \"sun\"}]", tools);

        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
        assertThat(answered.json().at("/choices/0/message/content").stringValue())
                .contains("sun");
        assertThat(items().findValuesAsString("name")).containsExactly("get.weather");
    }

    @Test
    void textBehindAStopSequenceIsNotSaidInIt() {
        relay.script("text value=\"one END two\"");

        say("first", ", \"stop\": \"END\"");

        assertThat(texts(items())).containsExactly("before", "first", "one ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server_error at=http", "server_error at=middle", "cut after=2"})
    void failedTurnIsNotSaidInIt(String script) {
        relay.script(script).chat("""
                {"model": "gpt-5.5", "stream": true, "conversation": "%s",
                 "messages": [{"role": "user", "content": "first"}]}""".formatted(conversation));

        assertThat(texts(items())).containsExactly("before");
    }

    @Test
    void unknownConversationIsRefused() {
        conversation = "conv_x";

        WireAnswer answer = say("hello", "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error("param")).isEqualTo("conversation");
        assertThat(relay.emulator().requests()).isEmpty();
    }

    @Test
    void chatInTheFormOfResponsesContinuesToo() {
        relay.script("text value=one");
        WireAnswer first = relay.chat("""
                {"model": "gpt-5.5", "conversation": "%s", "input": "first"}""".formatted(conversation));

        assertThat(first.json().path("object").stringValue()).isEqualTo("chat.completion");
        assertThat(texts(items())).containsExactly("before", "first", "one");
    }
}
