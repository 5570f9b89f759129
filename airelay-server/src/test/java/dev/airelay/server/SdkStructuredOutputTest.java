package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.StructuredChatCompletion;
import com.openai.models.chat.completions.StructuredChatCompletionCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.StructuredResponse;
import com.openai.models.responses.StructuredResponseCreateParams;
import dev.airelay.server.SdkTypes.Report;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Answers that OpenAI's Java SDK turns into objects of a class, whose schema it makes itself. */
@Relay
class SdkStructuredOutputTest {

    private final SdkRelay relay;

    SdkStructuredOutputTest(SdkRelay relay) {
        this.relay = relay;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void chatAnswerIsAnObjectOfTheClass(boolean stream) {
        StructuredChatCompletionCreateParams<Report> request = SdkRelay.chatRequest()
                .addUserMessage("hello")
                .responseFormat(Report.class)
                .build();

        StructuredChatCompletion<Report> completion =
                stream ? streamed(request) : relay.client().chat().completions().create(request);

        check(completion.choices().get(0).message().content().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void responseIsAnObjectOfTheClass(boolean stream) {
        StructuredResponseCreateParams<Report> request =
                SdkRelay.responseRequest().input("hello").text(Report.class).build();

        StructuredResponse<Report> response =
                stream ? streamed(request) : relay.client().responses().create(request);

        check(response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(part -> part.outputText().stream())
                .findFirst()
                .orElseThrow());
    }

    private StructuredChatCompletion<Report> streamed(StructuredChatCompletionCreateParams<Report> request) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> chunks =
                relay.client().chat().completions().createStreaming(request)) {
            chunks.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion(Report.class);
    }

    private StructuredResponse<Report> streamed(StructuredResponseCreateParams<Report> request) {
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> events =
                relay.client().responses().createStreaming(request)) {
            events.stream().forEach(accumulator::accumulate);
        }
        return accumulator.response(Report.class);
    }

    private void check(Report report) {
        assertThat(report.headline).contains("hello");
        assertThat(report.authors)
                .isNotEmpty()
                .allSatisfy(author -> assertThat(author.name).contains("[emulator]"));
        JsonNode format = relay.upstreamBody().at("/text/format");
        assertThat(format.path("type").stringValue()).isEqualTo("json_schema");
        assertThat(format.path("strict").booleanValue()).isTrue();
        assertThat(format.at("/schema/required")).hasSize(4);
    }
}
