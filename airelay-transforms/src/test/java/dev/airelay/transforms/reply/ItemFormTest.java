package dev.airelay.transforms.reply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonSlice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Items and parts that are forwarded as they came: only if their tree, given the client's form, would be the same. Every
 * combination of the members that the form looks at is tried.
 */
class ItemFormTest {

    private static final ItemForm FORM = new ItemForm("token", true, "plain"::equals);
    private static final String TEXT = "caf\\u00e9 \\\"x\\\"";
    private static final String[] PARTS = {
        "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"" + TEXT + "\"}",
        "{\"type\":\"output_text\",\"annotations\":[{\"type\":\"url_citation\"}],\"logprobs\":[],\"text\":\"" + TEXT
                + "\"}",
        "{\"type\":\"output_text\",\"annotations\":null,\"logprobs\":[],\"text\":\"" + TEXT + "\"}",
        "{\"type\":\"output_text\",\"annotations\":[],\"text\":\"" + TEXT + "\"}",
        "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":{},\"text\":\"\"}",
        "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"\"}",
        "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[]}",
        "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":7}",
        "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"a\",\"text\":null}",
        "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"a\",\"\\u0074ype\":\"refusal\"}",
        "{\"type\":\"refusal\",\"refusal\":\"no\"}",
        "{\"type\":\"refusal\"}",
        "{\"type\":\"summary_text\",\"text\":\"\"}",
        "{\"type\":\"new_part\",\"text\":null}",
        "{\"text\":\"without a type\"}",
    };

    /** The kinds of items that may be forwarded, with what fills their members. */
    private enum Form {
        MESSAGE(
                "message",
                "response.output_text",
                "\"content_index\":0,",
                List.of(
                        any("role", "\"assistant\"", "\"\"", "null"),
                        any("content", contents()),
                        List.of("\"phase\":null", "\"content\":[{\"type\":\"refusal\",\"refusal\":\"no\"}]"))),
        FUNCTION_CALL(
                "function_call",
                "response.function_call_arguments",
                "",
                List.of(
                        any("call_id", "\"call_1\"", "\"\""),
                        any("name", "\"plain\"", "null"),
                        List.of("\"namespace\":\"plain\"", "\"namespace\":null", "\"\\u006eamespace\":\"plain\""),
                        any("arguments", "\"{}\"", "\"\"", "\" \"", "\"\\f\"", "\"\u3000\"", "{\"a\":1}", "null"))),
        CUSTOM_TOOL_CALL(
                "custom_tool_call",
                "response.custom_tool_call_input",
                "",
                List.of(
                        any("call_id", "\"call_1\"", "\"\""),
                        any("name", "\"plain\"", "null"),
                        any("input", "\"ls\"", "\"\"", "7")));

        private final String type;
        private final String event;
        private final String index;
        private final List<List<String>> members;

        Form(String type, String event, String index, List<List<String>> members) {
            this.type = type;
            this.event = event;
            this.index = index;
            this.members = members;
        }

        /** All items of this kind, with the members in two orders. */
        List<String> items() {
            List<List<String>> all = new ArrayList<>(members);
            all.add(0, any("id", "\"item_1\"", "\"other\"", "null"));
            all.add(any(
                    "status",
                    "\"completed\"",
                    "\"in_progress\"",
                    "\"incomplete\"",
                    "\"\"",
                    "null",
                    "\"completed\",\"status\":\"in_progress\""));
            List<String> made = List.of("\"type\":\"" + type + "\"");
            for (List<String> choices : all) {
                List<String> longer = new ArrayList<>();
                for (String item : made) {
                    longer.add(item);
                    choices.forEach(choice -> longer.add(item + "," + choice));
                }
                made = longer;
            }
            return made.stream().map(item -> "{" + item + "}").toList();
        }

        private String about() {
            return "\"item_id\":\"item_1\",\"output_index\":0," + index;
        }

        ItemState streamed(String item) {
            OutputState output = new OutputState();
            CodexEvent event = new CodexEvent();
            read(
                    event,
                    "response.output_item.added",
                    "\"output_index\":0,\"item\":{\"id\":\"item_1\",\"type\":\"" + type + "\"}");
            output.enter(event);
            read(event, this.event + ".delta", about() + "\"delta\":\"" + TEXT + "\"");
            PartState part = output.item(event).part(event.channel(), event.partIndex());
            part.append(event.delta());
            part.complete();
            return entered(output, event, "response.output_item.done", item);
        }
    }

    private static List<String> any(String name, String... values) {
        List<String> members = new ArrayList<>();
        for (String value : values) {
            members.add("\"" + name + "\":" + value);
        }
        return members;
    }

    private static String[] contents() {
        List<String> contents =
                new ArrayList<>(List.of("null", "[]", "{}", "[1]", "[" + PARTS[0] + "," + PARTS[10] + "]"));
        for (String part : PARTS) {
            contents.add("[" + part + "]");
        }
        return contents.toArray(String[]::new);
    }

    private static CodexEvent.Kind read(CodexEvent event, String type, String members) {
        byte[] json = ("{\"type\":\"" + type + "\"," + members + "}").getBytes(UTF_8);
        return event.read(UpstreamEvent.parse(json).orElseThrow());
    }

    private static ItemState entered(OutputState output, CodexEvent event, String type, String item) {
        read(event, type, "\"output_index\":0,\"item\":" + item);
        return output.enter(event);
    }

    private static void assertSame(JsonSlice forwarded, ObjectNode tree, String item) {
        assertThat(new String(forwarded.bytes(), forwarded.from(), forwarded.to() - forwarded.from(), UTF_8))
                .isEqualTo(item);
        assertThat(tree).as(item).isEqualTo(Streams.JSON.readTree(item));
    }

    @ParameterizedTest
    @EnumSource
    void completeItemIsForwardedOnlyIfItsTreeWouldBeTheSame(Form form) {
        int forwarded = 0;
        for (String item : form.items()) {
            ItemState state = form.streamed(item);
            JsonSlice asItCame = FORM.finishedAsItCame(state);
            if (asItCame != null) {
                forwarded++;
                assertSame(asItCame, FORM.finished(state, true), item);
            }
        }
        assertThat(forwarded).as("items forwarded as they came").isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void announcedItemIsForwardedOnlyIfItsTreeWouldBeTheSame(Form form) {
        int forwarded = 0;
        for (String item : form.items()) {
            ItemState state = entered(new OutputState(), new CodexEvent(), "response.output_item.added", item);
            JsonSlice asItCame = FORM.announcedAsItCame(state);
            if (asItCame != null) {
                forwarded++;
                assertSame(asItCame, FORM.announced(state), item);
            }
        }
        assertThat(forwarded).as("items forwarded as they came").isPositive();
    }

    @Test
    void partIsForwardedOnlyIfItsTreeWouldBeTheSame() {
        int forwarded = 0;
        for (String part : PARTS) {
            JsonMembers members = JsonSlice.of(part.getBytes(UTF_8)).members();
            if (ItemForm.hasPartForm(members)) {
                forwarded++;
                ObjectNode tree = (ObjectNode) Streams.JSON.readTree(part);
                assertThat(ItemForm.shapedPart(tree.deepCopy())).as(part).isEqualTo(tree);
            }
        }
        assertThat(forwarded).as("parts forwarded as they came").isPositive().isLessThan(PARTS.length);
    }

    @Test
    void spacedItemIsRewritten() {
        ItemState state =
                Form.FUNCTION_CALL.streamed("{\"id\":\"item_1\", \"type\":\"function_call\",\"call_id\":\"call_1\","
                        + "\"name\":\"f\",\"arguments\":\"{}\",\"status\":\"completed\"}");

        assertThat(FORM.finishedAsItCame(state)).isNull();
    }
}
