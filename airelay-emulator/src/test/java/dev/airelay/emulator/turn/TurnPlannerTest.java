package dev.airelay.emulator.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.WireClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The output of a turn for each kind of request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TurnPlannerTest {
    private static final String TOOLS = "[{'type':'function','name':'weather','strict':false,'parameters':{'type':"
            + "'object','properties':{'city':{'type':'string'},'unit':{'enum':['c','f']}},'required':['city','unit']}},"
            + "{'type':'custom','name':'note'},"
            + "{'type':'namespace','name':'team','tools':[{'type':'function','name':'spawn','strict':false}]},"
            + "{'type':'web_search'}]";

    private Emulator emulator;
    private WireClient client;

    @BeforeAll
    void start() {
        emulator = Emulator.start(EmulatorOptions.defaults());
        client = new WireClient(emulator);
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello | 'auto' | message",
                "what of the weather | 'auto' | message",
                "call weather | 'auto' | function_call",
                "call weather | 'none' | message",
                "hello | 'required' | function_call",
                "use note | 'required' | custom_tool_call",
                "call the tool weather | 'auto' | function_call",
                "Use the `note` tool. | 'auto' | custom_tool_call",
                "call weather, note | 'auto' | function_call custom_tool_call",
                "run the tests and tell me of the weather | 'auto' | message",
                "never call any tool; weather is what I like | 'auto' | message",
                "hello | {'type':'function','name':'weather'} | function_call",
                "hello | {'type':'custom','name':'note'} | custom_tool_call",
                "hello | {'type':'web_search'} | web_search_call message",
                "search the web | 'auto' | web_search_call message",
                "call weather and note | 'auto' | function_call custom_tool_call",
                "call weather in parallel | 'auto' | function_call function_call",
                "Do not use weather. Never call note, and don't run spawn. | 'auto' | message",
                "Perform a web search for the query: cats | 'auto' | web_search_call message",
                "hello | {'type':'allowed_tools','mode':'required','tools':[{'type':'custom','name':'note'}]}"
                        + " | custom_tool_call",
            })
    void itemsFollowToolChoiceAndPrompt(String userText, String choice, String types) {
        ObjectNode body = body(userText);
        body.set("tool_choice", WireClient.json("{'v':" + choice + "}").path("v"));

        assertThat(items(body)).extracting(item -> Json.string(item, "type")).containsExactly(types.split(" "));
    }

    @Test
    void onlyTheLastTextPartAsksForATool() {
        ObjectNode body = body("Use weather when it rains. Search the web. Refuse this.");
        ((ArrayNode) body.path("input").path(0).path("content"))
                .add(WireClient.json("{'type':'input_text','text':'hello'}"));
        assertThat(items(body)).extracting(item -> Json.string(item, "type")).containsExactly("message");

        ((ArrayNode) body.path("input").path(0).path("content"))
                .add(WireClient.json("{'type':'input_text','text':'call weather'}"));
        assertThat(items(body)).extracting(item -> Json.string(item, "type")).containsExactly("function_call");
    }

    @Test
    void compactionTriggerYieldsOneCompaction() {
        ObjectNode body = body("call weather").put("parallel_tool_calls", false);
        body.putObject("reasoning").put("summary", "auto");
        body.putArray("include").add("reasoning.encrypted_content");
        ArrayNode input = (ArrayNode) body.path("input");
        input.add(WireClient.json("{'type':'compaction_trigger'}"));

        List<JsonNode> events = client.turn(body).events();

        assertThat(WireClient.items(events))
                .singleElement()
                .satisfies(item -> assertThat(Json.string(item, "type")).isEqualTo("compaction"))
                .satisfies(item ->
                        assertThat(Json.string(item, "encrypted_content")).startsWith("gAAAAA"));
        input.add(WireClient.userMessage("more"));
        assertThat(text(body)).isEqualTo("[emulator] You said: \"more\"");
    }

    @Test
    void itemsOfAnyKindAreAnsweredAsGiven() {
        ObjectNode body = body("hi [[emulate: item json={'type':'telepathy','id':'t_1','text':null},".replace('\'', '"')
                + " item json={\"type\":\"mcp_call\"}]]");

        assertThat(items(body)).hasToString("""
                [{"type":"telepathy","id":"t_1","text":null}, {"type":"mcp_call"}]""");
    }

    @Test
    void onlyOneCallWithoutParallelCalls() {
        assertThat(items(body("call weather and note").put("parallel_tool_calls", false)))
                .hasSize(1);
    }

    @Test
    void argumentsFitTheSchema() {
        JsonNode call = items(body("call weather")).get(0);

        JsonNode arguments = WireClient.json(Json.string(call, "arguments"));
        assertThat(arguments.path("unit").stringValue()).isEqualTo("c");
        assertThat(arguments.path("city").isString()).isTrue();
        assertThat(Json.string(call, "call_id")).matches("call_[A-Za-z0-9]{24}");
    }

    @Test
    void promptGivesArguments() {
        ObjectNode body = body(
                "Call weather {\"city\": \"call note } in\", \"unit\": \"f\"}, then use weather with {\"city\": \"B\"}.");

        assertThat(items(body))
                .extracting(item -> Json.string(item, "arguments"))
                .containsExactly("{\"city\": \"call note } in\", \"unit\": \"f\"}", "{\"city\": \"B\"}");
    }

    @Test
    void openBracketIsNotArguments() {
        assertThat(Json.string(items(body("call weather {\"city\": ")).get(0), "arguments"))
                .contains("\"unit\":\"c\"");
    }

    @Test
    void forcedToolTakesArgumentsOfThePrompt() {
        ObjectNode body = body("call weather {\"city\": \"A\"}");
        body.set("tool_choice", WireClient.json("{'type':'function','name':'weather'}"));

        assertThat(Json.string(items(body).get(0), "arguments")).isEqualTo("{\"city\": \"A\"}");
    }

    @Test
    void callOfAGroupedToolNamesItsGroup() {
        JsonNode call = items(body("run spawn")).get(0);

        assertThat(Json.string(call, "name")).isEqualTo("spawn");
        assertThat(Json.string(call, "namespace")).isEqualTo("team");
    }

    @Test
    void toolOutputEndsTheRoundTrip() {
        ObjectNode body = body("call weather [[emulate: call name=weather]]");
        List<JsonNode> calls = items(body);
        ArrayNode input = (ArrayNode) body.path("input");
        input.add(calls.get(0));
        input.addObject()
                .put("type", "function_call_output")
                .put("call_id", Json.string(calls.get(0), "call_id"))
                .put("output", "sunny, 21 °C");

        assertThat(text(body)).contains("returned: \"sunny, 21 °C\"").contains("You said: \"call weather\"");
    }

    @Test
    void scriptsNameTheRoundOfTheirTurn() {
        ObjectNode body = body("go [[emulate: call name=weather round=1, call name=note, text value=done round=2]]");
        ArrayNode input = (ArrayNode) body.path("input");

        JsonNode first = items(body).get(0);
        assertThat(Json.string(first, "name")).isEqualTo("note");
        input.add(first);
        input.addObject()
                .put("type", "custom_tool_call_output")
                .put("call_id", Json.string(first, "call_id"))
                .put("output", "noted");
        input.add(WireClient.json("{'role':'developer','content':'continue'}"));

        JsonNode second = items(body).get(0);
        assertThat(Json.string(second, "name")).isEqualTo("weather");
        input.add(second);
        input.addObject()
                .put("type", "function_call_output")
                .put("call_id", Json.string(second, "call_id"))
                .put("output", "sunny");

        assertThat(text(body)).isEqualTo("[emulator] done");
    }

    @Test
    void imagesOfToolOutputsAreDescribed() {
        ObjectNode body = body("call weather");
        ArrayNode input = (ArrayNode) body.path("input");
        JsonNode call = items(body).get(0);
        input.add(call);
        ArrayNode output = input.addObject()
                .put("type", "function_call_output")
                .put("call_id", Json.string(call, "call_id"))
                .putArray("output");
        output.add(WireClient.json("{'type':'input_text','text':'a map'}"));
        output.add(
                WireClient.json("{'type':'input_image','image_url':'data:image/png;base64," + HostedTools.PNG + "'}"));

        assertThat(text(body)).contains("returned: \"a map\". It sent 1 image: image/png, 70 bytes. You said:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Perform a web search for the query: cats | cats",
                "search the web for news of today | news of today",
                "search the web | search the web",
            })
    void searchHasTheQueryOfThePrompt(String prompt, String query) {
        JsonNode action = items(body(prompt)).get(0).path("action");

        assertThat(action)
                .isEqualTo(WireClient.json("{'type':'search','query':'" + query + "','queries':['" + query + "']}"));
    }

    @Test
    void searchesListTheirSourcesIfRequested() {
        ObjectNode body = body("go [[emulate: search query=cats count=2 pages=2 open=true]]");
        body.putArray("include").add("web_search_call.action.sources");

        List<JsonNode> items = items(body);

        assertThat(items)
                .extracting(item -> Json.string(item, "type"))
                .containsExactly("web_search_call", "web_search_call", "web_search_call", "message");
        assertThat(items.get(1).path("action"))
                .isEqualTo(WireClient.json("{'type':'search','query':'cats 2','queries':['cats 2'],'sources':["
                        + "{'type':'url','url':'https://emulator.invalid/source'},"
                        + "{'type':'url','url':'https://emulator.invalid/source/2'}]}"));
        assertThat(items.get(2).path("action"))
                .isEqualTo(WireClient.json("{'type':'open_page','url':'https://emulator.invalid/source'}"));
        JsonNode part = items.get(3).path("content").path(0);
        assertThat(part.path("annotations").findValuesAsString("url"))
                .containsExactly("https://emulator.invalid/source", "https://emulator.invalid/source/2");
        for (JsonNode annotation : part.path("annotations")) {
            assertThat(Json.string(part, "text")
                            .substring(
                                    annotation.path("start_index").intValue(),
                                    annotation.path("end_index").intValue()))
                    .isEqualTo("according to a page that the emulator made up");
        }
    }

    @Test
    void lastUserTextIsQuoted() {
        ObjectNode body = body("first");
        ArrayNode input = (ArrayNode) body.path("input");
        input.add(WireClient.json("{'role':'assistant','content':[{'type':'output_text','text':'reply'}]}"));
        input.add(WireClient.json("{'role':'user','content':'second'}"));

        assertThat(text(body)).isEqualTo("[emulator] You said: \"second\"");
    }

    @Test
    void attachmentsAreDescribed() {
        ObjectNode body = body("look");
        ArrayNode content = (ArrayNode) body.path("input").path(0).path("content");
        content.add(
                WireClient.json("{'type':'input_image','image_url':'data:image/png;base64," + HostedTools.PNG + "'}"));
        content.add(WireClient.json("{'type':'input_image','image_url':'https://example.invalid/a.jpg'}"));
        content.add(WireClient.json("{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf,abc'}"));

        assertThat(text(body))
                .isEqualTo("[emulator] You said: \"look\" You sent 2 images: image/png, 70 bytes;"
                        + " https://example.invalid/a.jpg. You sent 1 file: a.pdf application/pdf, 3 bytes.");
    }

    @Test
    void structuredOutputAnnouncesItselfInItsFirstFreeText() {
        ObjectNode body = body("hi");
        body.set(
                "text",
                format("{'type':'object','properties':{'n':{'type':'integer'},'s':{'type':'string'}},"
                        + "'required':['n','s'],'additionalProperties':false}"));

        JsonNode value = WireClient.json(text(body));
        assertThat(value.path("n").isInt()).isTrue();
        assertThat(value.path("s").stringValue()).isEqualTo("[emulator] You said: \"hi\"");
    }

    @Test
    void structuredOutputWithoutFreeTextAnnouncesItselfInTheMetadata() {
        ObjectNode body = body("hi");
        body.set(
                "text",
                format("{'type':'object','properties':{'n':{'type':'integer'}},'required':['n'],"
                        + "'additionalProperties':false}"));

        List<JsonNode> events = client.turn(body).events();
        assertThat(events.get(events.size() - 1)
                        .path("response")
                        .path("metadata")
                        .has("emulator"))
                .isTrue();
    }

    private static ObjectNode body(String userText) {
        ObjectNode body = WireClient.body(userText);
        body.set("tools", WireClient.json("{'v':" + TOOLS + "}").path("v"));
        return body;
    }

    private static ObjectNode format(String schema) {
        ObjectNode text = Json.object();
        text.putObject("format")
                .put("type", "json_schema")
                .put("name", "answer")
                .put("strict", true)
                .set("schema", WireClient.json(schema));
        return text;
    }

    private List<JsonNode> items(ObjectNode body) {
        WireClient.Answer answer = client.turn(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return WireClient.items(answer.events());
    }

    private String text(ObjectNode body) {
        return WireClient.joined(client.turn(body).events(), "response.output_text.delta");
    }
}
