package dev.airelay.transforms.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Recording;
import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.memory.References;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.reply.RememberedReply;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.StreamEncoder;
import dev.airelay.transforms.spi.Translation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Chat requests that continue a conversation, and what they add to it. */
class ChatConversationTest {

    private static final History HISTORY = History.none().withTurns("conv_1", List.of());
    private static final UpstreamEvent THOUGHT = Streams.event("""
            {"type":"response.output_item.done","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[],
             "encrypted_content":"gAAA"}}""");
    private static final UpstreamEvent COMPLETED = Streams.event("""
            {"type":"response.completed","response":{"status":"completed"}}""");

    private static Translation translate(String members) {
        ObjectNode request = (ObjectNode) JsonMapper.shared().readTree("""
                {"model": "m", "conversation": "conv_1", "messages": [{"role": "user", "content": "hi"}]}""");
        request.setAll((ObjectNode) JsonMapper.shared().readTree(members));
        return new ChatDialect().translate(request, Contexts.remembering(HISTORY));
    }

    private static UpstreamEvent text(String item, String text) {
        return Streams.event("""
                {"type":"response.output_text.delta","item_id":"%s","output_index":1,"content_index":0,"delta":"%s"}""".formatted(item, text));
    }

    /** Returns the turn of a stream or of an object, which must be the same. */
    private static TurnState turn(Translation translation, UpstreamEvent... events) {
        StreamEncoder stream = translation.reply().streamEncoders(1).get(0);
        ObjectEncoder object = translation.reply().objectEncoder();
        Recording recording = new Recording();
        for (UpstreamEvent event : events) {
            if (!stream.ended()) {
                stream.accept(event, recording);
                object.accept(event);
            }
        }
        TurnState streamed = stream.turn().orElseThrow();
        TurnState whole =
                ((ObjectEncoder.Outcome.Finished) object.finish()).turn().orElseThrow();
        assertThat(whole.output()).isEqualTo(streamed.output());
        assertThat(whole.status()).isEqualTo(streamed.status());
        return streamed;
    }

    private static List<String> said(TurnState turn) {
        return turn.output().stream()
                .map(item -> item.json().at("/content/0/text").stringValue(""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"conv_1\"", "{\"id\": \"conv_1\"}"})
    void conversationIsLookedUpByItsId(String named) {
        ObjectNode body = (ObjectNode) JsonMapper.shared()
                .readTree("{\"conversation\": " + named + ", \"previous_response_id\": \"resp_1\", \"messages\": []}");

        assertThat(new ChatDialect().references(body))
                .isEqualTo(new References(Optional.empty(), Optional.of("conv_1"), List.of()));
    }

    @Test
    void newItemsAreReturnedInListedForm() {
        LocalTurn turn = translate("""
                {"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "hi"},
                  {"role": "assistant", "tool_calls": [{"id": "c", "function": {"name": "get.it", "arguments": "{}"}}]},
                  {"role": "tool", "tool_call_id": "c", "content": "x"}]}""").turn().orElseThrow();

        assertThat(turn.conversationId()).contains("conv_1");
        assertThat(turn.responseId()).isEqualTo("chatcmpl-testid");
        assertThat(turn.kept()).isFalse();
        assertThat(turn.input())
                .extracting(HistoryItem::json)
                .extracting(ObjectNode::toString)
                .containsExactly("""
                {"id":"msg_testid_i0","type":"message","role":"user","content":[{"type":"input_text","text":"hi"}],\
                "status":"completed"}""", """
                {"id":"fc_testid_i1","type":"function_call","call_id":"c","name":"get.it","arguments":"{}",\
                "status":"completed"}""", """
                {"id":"fco_testid_i2","type":"function_call_output","call_id":"c","output":"x","status":"completed"}""");
    }

    @Test
    void requestOutsideOfAConversationHasNoTurn() {
        Translation translation = translate("{\"conversation\": null}");

        assertThat(translation.turn()).isEmpty();
        assertThat(translation.reply()).isNotInstanceOf(RememberedReply.class);
    }

    @Test
    void answerIsAddedWithItsReasoning() {
        TurnState turn = turn(translate("{}"), THOUGHT, text("msg_1", "one"), COMPLETED);

        assertThat(turn.status()).isEqualTo("completed");
        assertThat(turn.output().get(0).json().path("encrypted_content").stringValue())
                .isEqualTo("gAAA");
        assertThat(said(turn)).containsExactly("", "one");
    }

    @Test
    void calledToolHasTheClientsName() {
        Translation translation =
                translate("{\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"get.it\"}}]}");
        String standIn = translation.request().body().at("/tools/0/name").stringValue();
        UpstreamEvent call = Streams.event("""
                {"type":"response.output_item.done","output_index":0,"item":{"id":"fc_1","type":"function_call",
                 "call_id":"call_1","name":"%s","arguments":"{}"}}""".formatted(standIn));

        TurnState turn = turn(translation, call, COMPLETED);

        assertThat(standIn).isNotEqualTo("get.it");
        assertThat(turn.output().get(0).json().path("name").stringValue()).isEqualTo("get.it");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            END, one E|ND two, `one `, completed
            END, END,          ``,     completed
            END, one|EN,       oneEN,  completed
            """)
    void whatTheClientDoesNotSeeIsNotAdded(String stop, String pieces, String said, String status) {
        UpstreamEvent[] events = new UpstreamEvent[pieces.split("\\|").length + 2];
        events[0] = THOUGHT;
        for (int i = 1; i < events.length - 1; i++) {
            events[i] = text("msg_1", pieces.split("\\|")[i - 1]);
        }
        events[events.length - 1] = COMPLETED;

        TurnState turn = turn(translate("{\"stop\": \"" + stop + "\"}"), events);

        assertThat(turn.status()).isEqualTo(status);
        assertThat(String.join("", said(turn))).isEqualTo(said);
    }

    @Test
    void sequenceMayReachOverMessages() {
        TurnState turn =
                turn(translate("{\"stop\": \"END\"}"), text("msg_1", "one E"), text("msg_2", "ND two"), COMPLETED);

        assertThat(said(turn)).containsExactly("one ");
    }

    @Test
    void incompleteAnswerIsAdded() {
        UpstreamEvent incomplete = Streams.event("""
                {"type":"response.incomplete","response":{"status":"incomplete",
                 "incomplete_details":{"reason":"max_output_tokens"}}}""");

        assertThat(turn(translate("{}"), text("msg_1", "one"), incomplete).status())
                .isEqualTo("incomplete");
    }

    @Test
    void streamThatBreaksOffHasFailed() {
        StreamEncoder stream = translate("{}").reply().streamEncoder();
        stream.accept(text("msg_1", "one"), new Recording());

        stream.fail(
                new UpstreamFailure(
                        UpstreamFailure.Kind.SERVER,
                        502,
                        new ApiError("m", ApiError.SERVER_ERROR, null, null),
                        Optional.empty()),
                new Recording());

        assertThat(stream.turn().orElseThrow().status()).isEqualTo("failed");
    }

    @Test
    void failureOfTheUpstreamIsNotTurn() {
        StreamEncoder stream = translate("{}").reply().streamEncoder();
        ObjectEncoder object = translate("{}").reply().objectEncoder();
        UpstreamEvent failed = Streams.event("""
                {"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"m"}}}""");
        stream.accept(failed, new Recording());
        object.accept(failed);

        assertThat(stream.turn().orElseThrow().status()).isEqualTo("failed");
        assertThat(object.finish()).isInstanceOf(ObjectEncoder.Outcome.Failed.class);
    }
}
