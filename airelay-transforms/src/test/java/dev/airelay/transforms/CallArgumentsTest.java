package dev.airelay.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.chat.ChatReply;
import dev.airelay.transforms.chat.ChatReplyOptions;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.responses.ResponsesReply;
import dev.airelay.transforms.responses.ResponsesReplyOptions;
import dev.airelay.transforms.spi.CustomCallForm;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** For any arguments of a call that an upstream sends, clients get a text that is JSON. */
class CallArgumentsTest {

    private static final String ADDED = """
            {"type":"response.output_item.added","output_index":0,"item":{"id":"fc_1","type":"function_call",
             "call_id":"call_1","name":"f"%s}}""";
    private static final String DONE = """
            {"type":"response.output_item.done","output_index":0,"item":{"id":"fc_1","type":"function_call",
             "call_id":"call_1","name":"f","status":"completed"%s}}""";
    private static final String ARGUMENTS_DONE = """
            {"type":"response.function_call_arguments.done","output_index":0,"item_id":"fc_1"%s}""";
    private static final String COMPLETED = """
            {"type":"response.completed","response":{"status":"completed","output":[%s]}}""";
    private static final String INCOMPLETE = """
            {"type":"response.incomplete","response":{"status":"incomplete",
             "incomplete_details":{"reason":"max_output_tokens"}}}""";

    private final Reply chat = ChatReply.of(new ChatReplyOptions(
            "m", false, false, CustomCallForm.CUSTOM, ReasoningExposure.NONE, List.of(), 1, "chatcmpl-tok", 1));
    private final Reply responses = new ResponsesReply(new ResponsesReplyOptions(
            Streams.JSON.createObjectNode(), "m", "tok", 1, InstantSource.fixed(Instant.EPOCH)));

    /** Returns what the four kinds of answers say of the arguments of their only call. */
    private List<String> argumentsFrom(String... events) {
        List<UpstreamEvent> read = Stream.of(events).map(Streams::event).toList();
        ChatAccumulator chunks = new ChatAccumulator();
        Streams.frames(Streams.encode(chat, read)).forEach(chunks::add);
        ResponseAccumulator items = new ResponseAccumulator();
        Streams.frames(Streams.encode(responses, read)).forEach(items::add);
        assertThat(items.output).isEqualTo(items.terminal.path("output"));
        return List.of(
                Streams.shown(Streams.collect(chat, read))
                        .at("/choices/0/message/tool_calls/0/function/arguments")
                        .stringValue(),
                chunks.calls.get(0).toString(),
                Streams.shown(Streams.collect(responses, read))
                        .at("/output/0/arguments")
                        .stringValue(),
                items.output.at("/0/arguments").stringValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"arguments\":\"\"", ",\"arguments\":null", ",\"arguments\":\" \""})
    void argumentsThatTheUpstreamLeavesOutAreAnEmptyObject(String arguments) {
        String added = ADDED.formatted(arguments);
        String done = DONE.formatted(arguments);
        String completed = COMPLETED.formatted("");

        assertThat(argumentsFrom(added, done, completed)).containsOnly("{}");
        assertThat(argumentsFrom(added, ARGUMENTS_DONE.formatted(arguments), done, completed))
                .containsOnly("{}");
        assertThat(argumentsFrom(added, completed)).containsOnly("{}");
        assertThat(argumentsFrom(done, completed)).containsOnly("{}");
        assertThat(argumentsFrom(COMPLETED.formatted("""
                {"id":"fc_1","type":"function_call","call_id":"call_1","name":"f"%s}""".formatted(arguments)))).containsOnly("{}");
    }

    @Test
    void whiteSpaceThatWasStreamedIsFollowedByTheObject() {
        String delta = """
                {"type":"response.function_call_arguments.delta","output_index":0,"item_id":"fc_1","delta":" \\n"}""";

        for (String done : List.of(DONE.formatted(",\"arguments\":\" \\n\""), DONE.formatted(""))) {
            assertThat(argumentsFrom(ADDED.formatted(""), delta, done, COMPLETED.formatted("")))
                    .allSatisfy(text -> assertThat(text.strip()).isEqualTo("{}"));
        }
    }

    @Test
    void argumentsThatAreAnObjectBecomeItsText() {
        String object = ",\"arguments\":{\"a\":[1,\"\\u00e9\"]}";
        String text = "{\"a\":[1,\"é\"]}";
        String added = ADDED.formatted("");
        String completed = COMPLETED.formatted("");

        assertThat(argumentsFrom(added, DONE.formatted(object), completed)).containsOnly(text);
        assertThat(argumentsFrom(added, ARGUMENTS_DONE.formatted(object), DONE.formatted(object), completed))
                .containsOnly(text);
        assertThat(argumentsFrom(COMPLETED.formatted("""
                {"id":"fc_1","type":"function_call","call_id":"call_1","name":"f"%s}""".formatted(object)))).containsOnly(text);
    }

    @Test
    void argumentsThatOnlyTheItemHasAreNotTakenForNone() {
        assertThat(argumentsFrom(
                        ADDED.formatted(""),
                        ARGUMENTS_DONE.formatted(",\"arguments\":\"\""),
                        DONE.formatted(",\"arguments\":\"{\\\"a\\\":1}\""),
                        COMPLETED.formatted("")))
                .containsOnly("{\"a\":1}");
    }

    @Test
    void callThatWasBrokenOffHasNoArguments() {
        assertThat(argumentsFrom(ADDED.formatted(""), INCOMPLETE)).containsOnly("");
        assertThat(argumentsFrom(
                        ADDED.formatted(""),
                        DONE.formatted(",\"arguments\":\"\"").replace("\"completed\"", "\"incomplete\""),
                        INCOMPLETE))
                .containsOnly("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"mcp_call","name":"f","arguments":null}             | {}
            {"type":"mcp_approval_request","name":"f"}                  | {}
            {"type":"mcp_call","name":"f","arguments":{"a":1}}          | {"a":1}
            {"type":"mcp_call","status":"failed","arguments":""}        |
            """)
    void callsOfOtherKindsHaveArgumentsToo(String item, String text) {
        List<UpstreamEvent> events = List.of(Streams.event(COMPLETED.formatted(item)));

        JsonNode object = Streams.shown(Streams.collect(responses, events));

        assertThat(object.at("/output/0/arguments").stringValue()).isEqualTo(text == null ? "" : text);
    }

    @Test
    void inputOfACustomToolStaysAsItIs() {
        String done = """
                {"type":"response.output_item.done","output_index":0,"item":{"id":"ctc_1","type":"custom_tool_call",
                 "call_id":"call_1","name":"f","input":""}}""";
        List<UpstreamEvent> events = List.of(Streams.event(done), Streams.event(COMPLETED.formatted("")));

        assertThat(Streams.shown(Streams.collect(responses, events))
                        .at("/output/0/input")
                        .stringValue())
                .isEmpty();
        assertThat(Streams.shown(Streams.collect(chat, events))
                        .at("/choices/0/message/tool_calls/0/custom/input")
                        .stringValue())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"message","content":[{"type":"output_text","text":null}]} | /content/0/text
            {"type":"message","content":[{"type":"refusal"}]}                 | /content/0/refusal
            {"type":"reasoning","summary":[{"type":"summary_text"}]}          | /summary/0/text
            """)
    void textThatIsNullIsWhatTheDeltasSaid(String item, String place) {
        String type = item.contains("refusal")
                ? "response.refusal.delta"
                : item.contains("summary") ? "response.reasoning_summary_text.delta" : "response.output_text.delta";
        UpstreamEvent delta =
                Streams.event("{\"type\":\"" + type + "\",\"output_index\":0,\"content_index\":0,\"delta\":\"said\"}");
        UpstreamEvent done =
                Streams.event("{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + item + "}");
        UpstreamEvent completed = Streams.event(COMPLETED.formatted(""));

        for (List<UpstreamEvent> events : List.of(List.of(delta, done, completed), List.of(done, completed))) {
            String expected = events.contains(delta) ? "said" : "";
            ResponseAccumulator streamed = new ResponseAccumulator();
            Streams.frames(Streams.encode(responses, events)).forEach(streamed::add);

            assertThat(streamed.output.at("/0" + place).stringValue()).isEqualTo(expected);
            assertThat(Streams.shown(Streams.collect(responses, events))
                            .at("/output/0" + place)
                            .stringValue())
                    .isEqualTo(expected);
        }
    }
}
