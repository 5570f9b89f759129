package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.RequestOptions;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.ChatModel;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseReasoningItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import com.openai.models.responses.WebSearchTool;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses as OpenAI's Java SDK sees them. */
@Relay
class SdkResponsesTest {
    private static final ResponseCreateParams HELLO =
            SdkRelay.responseRequest().input("hello").build();
    private static final ResponseCreateParams SEARCH = SdkRelay.responseRequest()
            .input("search the web for news")
            .addTool(WebSearchTool.builder().type(WebSearchTool.Type.WEB_SEARCH).build())
            .build();
    private static final String ANSWER = "[emulator] You said: \"hello\"";

    private final SdkRelay relay;

    SdkResponsesTest(SdkRelay relay) {
        this.relay = relay;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void responseIsWhole(boolean stream) {
        Response response = relay.respond(stream, HELLO);

        assertThat(response.status()).contains(ResponseStatus.COMPLETED);
        assertThat(response.model().chat()).contains(ChatModel.of(SdkRelay.MODEL));
        assertThat(response.error()).isEmpty();
        assertThat(SdkRelay.text(response)).isEqualTo(ANSWER);
        assertThat(response.usage()).hasValueSatisfying(SdkResponsesTest::checkUsage);
    }

    private static void checkUsage(ResponseUsage usage) {
        assertThat(usage.inputTokens()).isPositive();
        assertThat(usage.outputTokens()).isPositive();
        assertThat(usage.totalTokens()).isEqualTo(usage.inputTokens() + usage.outputTokens());
    }

    @Test
    void textComesInPieces() {
        List<ResponseStreamEvent> events = relay.events(HELLO);

        List<String> pieces = events.stream()
                .flatMap(event -> event.outputTextDelta().stream())
                .map(delta -> delta.delta())
                .toList();
        assertThat(pieces).hasSizeGreaterThan(1);
        assertThat(String.join("", pieces)).isEqualTo(ANSWER);
        assertThat(events.get(0).created()).isPresent();
        assertThat(events.get(events.size() - 1).completed()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reasoningEffortReachesTheUpstreamAndComesBack(boolean stream) {
        Response response = relay.respond(
                stream,
                HELLO.toBuilder()
                        .reasoning(Reasoning.builder()
                                .effort(ReasoningEffort.HIGH)
                                .summary(Reasoning.Summary.AUTO)
                                .build())
                        .build());

        assertThat(relay.upstreamBody().at("/reasoning/effort").stringValue()).isEqualTo("high");
        assertThat(response.reasoning().flatMap(Reasoning::effort)).contains(ReasoningEffort.HIGH);
        assertThat(reasoning(response).summary())
                .isNotEmpty()
                .allMatch(part -> part.text().contains("Emulating"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wholeOutputIsTheNextInput(boolean stream) {
        relay.script("reasoning parts=2");
        Response first = relay.respond(stream, HELLO);

        Response second = relay.respond(
                stream,
                SdkRelay.responseRequest()
                        .inputOfResponse(List.of(
                                SdkRelay.userItem("hello"),
                                ResponseInputItem.ofReasoning(reasoning(first)),
                                ResponseInputItem.ofResponseOutputMessage(
                                        SdkRelay.item(first, ResponseOutputItem::isMessage)
                                                .asMessage()),
                                SdkRelay.userItem("and now?")))
                        .build());

        assertThat(SdkRelay.text(second)).isEqualTo("[emulator] You said: \"and now?\"");
    }

    @Test
    void hostedSearchIsShownWithItsSources() {
        checkSearch(relay.client().responses().create(SEARCH));
    }

    @Test
    void hostedSearchIsShownWithItsSourcesInAStream() {
        // The service announces a search before it says what for; a strict reading would stop at that event.
        RequestOptions lenient =
                RequestOptions.builder().responseValidation(false).build();
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> events =
                relay.client().responses().createStreaming(SEARCH, lenient)) {
            events.stream().forEach(accumulator::accumulate);
        }

        checkSearch(accumulator.response().validate());
    }

    private static void checkSearch(Response response) {
        assertThat(SdkRelay.item(response, ResponseOutputItem::isWebSearchCall)
                        .asWebSearchCall()
                        .status())
                .hasToString("completed");
        assertThat(SdkRelay.item(response, ResponseOutputItem::isMessage)
                        .asMessage()
                        .content()
                        .get(0)
                        .asOutputText()
                        .annotations())
                .isNotEmpty()
                .allMatch(annotation -> annotation.isUrlCitation());
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @CsvSource({
        "incomplete, false, max_output_tokens",
        "incomplete, true, max_output_tokens",
        "incomplete reason=content_filter, false, content_filter",
        "incomplete reason=content_filter, true, content_filter"
    })
    void incompleteResponseHasItsReason(String script, boolean stream, String reason) {
        relay.script(script);

        Response response = relay.respond(stream, HELLO);

        assertThat(response.status()).contains(ResponseStatus.INCOMPLETE);
        assertThat(response.incompleteDetails().flatMap(Response.IncompleteDetails::reason))
                .contains(Response.IncompleteDetails.Reason.of(reason));
    }

    private static ResponseReasoningItem reasoning(Response response) {
        return SdkRelay.item(response, ResponseOutputItem::isReasoning).asReasoning();
    }
}
