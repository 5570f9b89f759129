package dev.airelay.emulator.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.WireClient;
import dev.airelay.emulator.script.ScriptSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** In every turn, the events keep the rules of a stream and OpenAI's schemas. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventSequenceTest {
    private static final Set<String> EXTENSIONS = Set.of("codex.rate_limits", "keepalive");
    private static final String TOOLS = """
            [{"type":"function","name":"get_weather","strict":false,"parameters":{"type":"object","properties":
              {"city":{"type":"string"},"days":{"type":"integer","minimum":2,"maximum":5}},"required":["city","days"]}},
             {"type":"custom","name":"note"},
             {"type":"namespace","name":"group","description":"Grouped","tools":
              [{"type":"function","name":"inner","strict":false}]},
             {"type":"web_search"},{"type":"image_generation"}]
            """;

    private final OpenAiSchemas schemas = new OpenAiSchemas();
    private Emulator emulator;
    private WireClient client;

    /** A kind of turn. */
    record Case(String name, String userText, String script, String extra) {
        @Override
        public String toString() {
            return name;
        }

        ObjectNode body() {
            ObjectNode body = WireClient.body(userText);
            body.set("tools", WireClient.json("{\"v\":" + TOOLS + "}").path("v"));
            body.setAll(WireClient.json(extra));
            return body;
        }
    }

    static Stream<Case> turns() {
        return Stream.of(
                new Case("text", "hello", "", "{}"),
                new Case("no text", "", "", "{}"),
                new Case("long text", "hello", "text; words=300", "{}"),
                new Case("encrypted reasoning", "hello", "", "{'include':['reasoning.encrypted_content']}"),
                new Case("summary", "hello", "reasoning; parts=2; raw=true", "{'reasoning':{'summary':'auto'}}"),
                new Case("function call", "call get_weather", "", "{}"),
                new Case("forced function call", "hello", "", "{'tool_choice':{'type':'function','name':'inner'}}"),
                new Case("custom call", "use note", "", "{}"),
                new Case("two calls", "call get_weather and note", "", "{}"),
                new Case("call with commentary", "call note", "phases", "{}"),
                new Case("commentary and answer", "hello", "phases", "{}"),
                new Case("web search", "search the web", "", "{}"),
                new Case("image", "draw an image", "", "{}"),
                new Case("refusal", "hello", "refusal", "{}"),
                new Case("json object", "give json", "", "{'text':{'format':{'type':'json_object'}}}"),
                new Case("incomplete", "hello", "incomplete; after=2", "{}"),
                new Case("filtered", "hello", "incomplete; reason=content_filter", "{}"),
                new Case("failed", "hello", "server_error; at=middle; after=2", "{}"),
                new Case("failed at once", "hello", "slow_down", "{}"),
                new Case("flat error", "hello", "server_error; at=middle; form=flat", "{}"),
                new Case("null usage", "hello", "null-usage", "{}"),
                new Case("filled output", "call get_weather", "filled-output", "{}"),
                new Case("shuffled done", "call get_weather and note", "shuffled-done", "{}"),
                new Case("interleaved calls", "call get_weather and note", "interleaved-calls", "{}"),
                new Case("arguments only in done", "call get_weather", "arguments-only-done", "{}"),
                new Case("arguments only in deltas", "call get_weather", "arguments-only-deltas", "{}"));
    }

    @BeforeAll
    void start() {
        emulator = Emulator.start(EmulatorOptions.defaults());
        client = new WireClient(emulator);
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("turns")
    void eventsAreNumberedAndEndOnce(Case turn) {
        List<JsonNode> events = events(turn);

        assertThat(events.stream()
                        .filter(event -> event.has("sequence_number"))
                        .map(event -> event.path("sequence_number").intValue()))
                .isEqualTo(Stream.iterate(0, n -> n + 1)
                        .limit(events.size()
                                - WireClient.ofType(events, "codex.rate_limits").size())
                        .toList());
        List<String> types = WireClient.types(events);
        assertThat(types.stream().filter(EventSequenceTest::isTerminal)).hasSize(1);
        assertThat(isTerminal(types.get(types.size() - 1))).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("turns")
    void eventsOfAnItemCarryItsIdBetweenAddedAndDone(Case turn) {
        List<JsonNode> items = new ArrayList<>();
        for (JsonNode event : events(turn)) {
            String type = Json.string(event, "type");
            if (type.equals("response.output_item.added")) {
                assertThat(event.path("output_index").intValue()).isEqualTo(items.size());
                items.add(event.path("item"));
            } else if (event.has("item_id")) {
                JsonNode open = items.get(event.path("output_index").intValue());
                assertThat(event.path("item_id")).isEqualTo(open.path("id"));
            } else if (type.equals("response.output_item.done")) {
                JsonNode added = items.get(event.path("output_index").intValue());
                assertThat(event.path("item").path("id")).isEqualTo(added.path("id"));
                assertThat(event.path("item").path("type")).isEqualTo(added.path("type"));
            }
        }
        assertThat(items)
                .allSatisfy(item -> assertThat(Json.string(item, "id"))
                        .matches(prefix(Json.string(item, "type")) + "_[0-9a-f]{48}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("turns")
    void eventsFitTheSchemas(Case turn) {
        assertThat(events(turn).stream().filter(event -> !EXTENSIONS.contains(Json.string(event, "type"))))
                .allSatisfy(event ->
                        assertThat(schemas.faults(event)).as("%s", event).isEmpty());
    }

    @Test
    void textTurnHasTheBackendsOrder() {
        assertThat(WireClient.types(client.events("a b", "")))
                .containsExactly(
                        "codex.rate_limits",
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
    }

    private List<JsonNode> events(Case turn) {
        WireClient.Answer answer = client.turn(turn.body(), ScriptSources.HEADER, turn.script());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.events();
    }

    private static boolean isTerminal(String type) {
        return Set.of("response.completed", "response.incomplete", "response.failed", "error")
                .contains(type);
    }

    private static String prefix(String itemType) {
        return switch (itemType) {
            case "message" -> "msg";
            case "reasoning" -> "rs";
            case "function_call" -> "fc";
            case "custom_tool_call" -> "ctc";
            case "web_search_call" -> "ws";
            case "image_generation_call" -> "ig";
            default -> throw new AssertionError("unexpected item " + itemType);
        };
    }
}
