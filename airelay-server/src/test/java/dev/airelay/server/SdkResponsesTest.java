package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses as OpenAI's Java SDK sees them. */
class SdkResponsesTest {
    private static final ResponseCreateParams HELLO =
            SdkRelay.responseRequest().input("hello").build();
    private static final String ANSWER = "[emulator] You said: \"hello\"";

    @TempDir
    Path dataDir;

    private SdkRelay relay;

    @BeforeEach
    void start() {
        relay = SdkRelay.start(dataDir);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void responseIsWhole(boolean stream) {
        Response response = relay.respond(stream, HELLO);

        assertThat(response.status()).contains(ResponseStatus.COMPLETED);
        assertThat(response.model().chat()).contains(ChatModel.of(SdkRelay.MODEL));
        assertThat(response.error()).isEmpty();
        assertThat(response.completedAt()).isPresent();
        assertThat(text(response)).isEqualTo(ANSWER);
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
                                user("hello"),
                                ResponseInputItem.ofReasoning(reasoning(first)),
                                ResponseInputItem.ofResponseOutputMessage(item(first, ResponseOutputItem::isMessage)
                                        .asMessage()),
                                user("and now?")))
                        .build());

        assertThat(text(second)).isEqualTo("[emulator] You said: \"and now?\"");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hostedSearchIsShownWithItsSources(boolean stream) {
        Response response = relay.respond(
                stream,
                SdkRelay.responseRequest()
                        .input("search the web for news")
                        .addTool(WebSearchTool.builder()
                                .type(WebSearchTool.Type.WEB_SEARCH)
                                .build())
                        .build());

        assertThat(item(response, ResponseOutputItem::isWebSearchCall)
                        .asWebSearchCall()
                        .status())
                .hasToString("completed");
        assertThat(item(response, ResponseOutputItem::isMessage)
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
    void incompleteResponseTellsWhy(String script, boolean stream, String reason) {
        relay.script(script);

        Response response = relay.respond(stream, HELLO);

        assertThat(response.status()).contains(ResponseStatus.INCOMPLETE);
        assertThat(response.incompleteDetails().flatMap(Response.IncompleteDetails::reason))
                .contains(Response.IncompleteDetails.Reason.of(reason));
    }

    private static ResponseInputItem user(String text) {
        return ResponseInputItem.ofMessage(ResponseInputItem.Message.builder()
                .role(ResponseInputItem.Message.Role.USER)
                .addInputTextContent(text)
                .build());
    }

    private static ResponseReasoningItem reasoning(Response response) {
        return item(response, ResponseOutputItem::isReasoning).asReasoning();
    }

    private static String text(Response response) {
        return item(response, ResponseOutputItem::isMessage)
                .asMessage()
                .content()
                .get(0)
                .asOutputText()
                .text();
    }

    private static ResponseOutputItem item(Response response, Predicate<ResponseOutputItem> kind) {
        List<ResponseOutputItem> items = response.output().stream().filter(kind).toList();
        assertThat(items).as("%s", response).hasSize(1);
        return items.get(0);
    }
}
