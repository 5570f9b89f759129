package dev.airelay.transforms.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.Translation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A tool choice without tools, and one of an unknown shape. */
class ToolChoiceTest {

    private static final String TOOLS = "\"tools\": [{\"type\": \"function\", \"name\": \"f\"}], ";

    private static Translation chat(String members) {
        return translate(new ChatDialect(), "\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}], " + members);
    }

    private static Translation responses(String members) {
        return translate(new ResponsesDialect(), "\"input\": \"hi\", " + members);
    }

    private static Translation translate(Dialect dialect, String members) {
        ObjectNode body = (ObjectNode) JsonMapper.shared().readTree("{\"model\": \"m\", " + members + "}");
        return dialect.translate(body, Contexts.ordinary());
    }

    private static RequestRejected rejectedChat(String members) {
        return catchThrowableOfType(RequestRejected.class, () -> chat(members));
    }

    /** In OpenAI's words. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "tool_choice": "auto"     | tool_choice   | Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.
            "tool_choice": "none"     | tool_choice   | Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.
            "tool_choice": "required" | tool_choice   | Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.
            "tool_choice": {"type": "function", "function": {"name": "f"}} | tool_choice | Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.
            "function_call": "auto"   | function_call | Invalid value for 'function_call': 'function_call' is only allowed when 'functions' are specified.
            """)
    void choiceWithoutToolsIsRefusedAsOpenAiDoes(String members, String param, String message) {
        RequestRejected rejected = rejectedChat(members);

        assertThat(rejected.status()).isEqualTo(400);
        assertThat(rejected.error().message()).isEqualTo(message);
        assertThat(rejected.error().param()).isEqualTo(param);
        assertThat(rejected.error().code()).isNull();
    }

    /** A client that has no tool left at the moment sends an empty list of them. */
    @Test
    void choiceThatDemandsNothingIsTakenBesideAnEmptyListOfTools() {
        assertThat(chat("\"tools\": [], \"tool_choice\": \"auto\"")
                        .request()
                        .body()
                        .has("tool_choice"))
                .isFalse();
        assertThat(chat("\"functions\": [], \"function_call\": \"none\"")
                        .request()
                        .body()
                        .has("tool_choice"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "required"                                | Tool choice 'required' must be specified with 'tools' parameter.
            {"type": "image_generation"}              | Tool choice 'image_generation' not found in 'tools' parameter.
            """)
    void responseNeedsToolsForAChoiceThatDemandsOne(String choice, String message) {
        RequestRejected rejected =
                catchThrowableOfType(RequestRejected.class, () -> responses("\"tool_choice\": " + choice));

        assertThat(rejected.error().message()).isEqualTo(message);
        assertThat(rejected.error().param()).isEqualTo("tool_choice");
    }

    @Test
    void responseTakesAChoiceThatDemandsNothingWithoutTools() {
        assertThat(responses("\"tool_choice\": \"auto\"").request().body().has("tool_choice"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                 | tool_choice          | the object has no type
            {"mode": "auto"}                   | tool_choice          | the object has no type
            {"type": "any"}                    | tool_choice.type     | no tool choice of type 'any'
            {"type": "tool", "name": "f"}      | tool_choice.type     | no tool choice of type 'tool'
            {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "any"}]} | tool_choice.tools[0].type | no tool choice of type 'any'
            """)
    void choiceOfUnknownShapeSaysSoAndWhichThereAre(String choice, String param, String what) {
        RequestRejected rejected = rejectedChat(TOOLS + "\"tool_choice\": " + choice);

        assertThat(rejected.error().param()).isEqualTo(param);
        assertThat(rejected.error().message())
                .contains(what)
                .contains("'none', 'auto' or 'required'")
                .contains("allowed_tools");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7      | expected one of a string or an object, but got an integer
            []     | expected one of a string or an object, but got an array
            "any"  | Supported values are: 'none', 'auto', and 'required'
            """)
    void choiceOfAnotherKindSaysWhatIsExpected(String choice, String what) {
        RequestRejected rejected = rejectedChat(TOOLS + "\"tool_choice\": " + choice);

        assertThat(rejected.error().param()).isEqualTo("tool_choice");
        assertThat(rejected.error().message()).contains(what);
    }
}
