package dev.airelay.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Each refusal with the backend's exact status and text. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestChecksTest {
    private static final String LONG = "x".repeat(65);

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_output_tokens",
                "max_completion_tokens",
                "max_tokens",
                "temperature",
                "top_p",
                "presence_penalty",
                "frequency_penalty",
                "seed",
                "n",
                "stop",
                "logprobs",
                "top_logprobs",
                "metadata",
                "user",
                "safety_identifier",
                "truncation",
                "background",
                "max_tool_calls",
                "prompt_cache_retention",
                "prompt_cache_options",
                "context_management",
                "conversation",
                "prompt",
                "previous_response_id",
                "generate",
                "stream_id",
                "extra_headers",
                "never_heard_of"
            })
    void unsupportedParameterIsNamed(String name) {
        ObjectNode body = WireClient.body("hi").put(name, 1);

        assertDetail(body, "Unsupported parameter: " + name);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "store | true | Store must be set to false",
                "store | | Store must be set to false",
                "stream | false | Stream must be set to true",
                "stream | | Stream must be set to true",
                "input | \"text\" | Input must be a list",
                "input | | Input must be a list",
                "instructions | | Instructions are required",
                "service_tier | \"flex\" | Unsupported service_tier: flex",
                "service_tier | \"auto\" | Unsupported service_tier: auto",
                "stream_options | {\"include_usage\": true} | Unsupported parameter: stream_options",
                "model | \"gpt-5.2\" | The 'gpt-5.2' model is not supported when using Codex with a ChatGPT account.",
                "model | | The '' model is not supported when using Codex with a ChatGPT account.",
                "tools | [{\"type\":\"file_search\"}] | Unsupported tool type: file_search",
            })
    void wrongBasicsAreRefusedWithADetail(String field, String value, String detail) {
        assertDetail(changed(field, value), detail);
    }

    static Stream<Arguments> openAiErrors() {
        return Stream.of(
                error(
                        "reasoning",
                        "{'effort':'minimal'}",
                        "unsupported_value",
                        "reasoning.effort",
                        "Unsupported value: 'minimal' is not supported with the 'gpt-5.5' model. Supported values are:"
                                + " 'low', 'medium', 'high', and 'xhigh'."),
                error(
                        "reasoning",
                        "{'effort':'ultra'}",
                        "invalid_value",
                        "reasoning.effort",
                        "Invalid value: 'ultra'. Supported values are: 'none', 'minimal', 'low', 'medium', 'high',"
                                + " 'xhigh', and 'max'."),
                error(
                        "tools",
                        "[{'type':'function','name':'" + LONG + "','strict':false}]",
                        "string_above_max_length",
                        "tools[0].name",
                        "Invalid 'tools[0].name': string too long. Expected a string with maximum length 64, but got a"
                                + " string with length 65 instead."),
                error(
                        "tools",
                        "[{'type':'function','name':'a.b','strict':false}]",
                        "invalid_value",
                        "tools[0].name",
                        "Invalid 'tools[0].name': string does not match pattern. Expected a string that matches the"
                                + " pattern '^[a-zA-Z0-9_-]+$'."),
                error(
                        "tools",
                        "[{'type':'function','function':{'name':'f'}}]",
                        "missing_required_parameter",
                        "tools[0].name",
                        "Missing required parameter: 'tools[0].name'."),
                error(
                        "tools",
                        "[{'type':'function','name':'f','strict':true,'parameters':{'type':'object','properties':{}}}]",
                        "invalid_function_parameters",
                        "tools[0].parameters",
                        "Invalid schema for function 'f': In context=(), 'additionalProperties' is required to be"
                                + " supplied and to be false."),
                error(
                        "tools",
                        "[{'type':'function','name':'f','parameters':{'type':'object','additionalProperties':false,"
                                + "'properties':{'a':{'type':'string'}}}}]",
                        "invalid_function_parameters",
                        "tools[0].parameters",
                        "Invalid schema for function 'f': In context=(), 'required' is required to be supplied and to"
                                + " be an array including every key in properties. Missing 'a'."),
                error(
                        "tool_choice",
                        "{'type':'image_generation'}",
                        null,
                        "tool_choice",
                        "Tool choice 'image_generation' not found in 'tools' parameter."),
                error(
                        "tool_choice",
                        "{'type':'function','name':'f'}",
                        null,
                        "tool_choice",
                        "Tool choice 'f' not found in 'tools' parameter."),
                error(
                        "include",
                        "['usage']",
                        "invalid_value",
                        "include[0]",
                        "Invalid value: 'usage'. Supported values are: 'code_interpreter_call.outputs',"
                                + " 'computer_call_output.output.image_url', 'file_search_call.results',"
                                + " 'message.input_image.image_url', 'message.output_text.logprobs',"
                                + " 'reasoning.encrypted_content', 'web_search_call.action.sources', and"
                                + " 'web_search_call.results'."),
                error(
                        "text",
                        "{'format':{'type':'json_object'}}",
                        null,
                        "input",
                        "Response input messages must contain the word 'json' in some form to use 'text.format' of"
                                + " type 'json_object'."),
                error(
                        "text",
                        "{'format':{'type':'json_schema','name':'s','strict':true,'schema':{'type':'object'}}}",
                        "invalid_json_schema",
                        "text.format.schema",
                        "Invalid schema for response_format 's': In context=(), 'additionalProperties' is required to"
                                + " be supplied and to be false."));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("openAiErrors")
    void wrongFieldIsRefusedInTheOpenAiShape(String field, String value, String code, String param, String message) {
        assertError(changed(field, value.replace('\'', '"')), code, param, message);
    }

    static Stream<Arguments> inputErrors() {
        return Stream.of(
                item(
                        "{'type':'function_call','call_id':'c1','name':'f','arguments':'{}'}",
                        null,
                        "input",
                        "No tool output found for function call c1."),
                item(
                        "{'type':'custom_tool_call','call_id':'c1','name':'f','input':''}",
                        null,
                        "input",
                        "No tool output found for custom tool call c1."),
                item(
                        "{'type':'function_call_output','call_id':'c1','output':''}",
                        null,
                        "input",
                        "No tool call found for function call output with call_id c1."),
                item(
                        "{'type':'function_call','call_id':'" + LONG + "','name':'f','arguments':'{}'}",
                        "string_above_max_length",
                        "input[0].call_id",
                        "Invalid 'input[0].call_id': string too long. Expected a string with maximum length 64, but"
                                + " got a string with length 65 instead."),
                item(
                        "{'role':'user','content':'hi','id':'" + LONG + "'}",
                        "string_above_max_length",
                        "input[0].id",
                        "Invalid 'input[0].id': string too long. Expected a string with maximum length 64, but got a"
                                + " string with length 65 instead."),
                item(
                        "{'type':'function_call','call_id':'c','name':'f','arguments':{}}",
                        "invalid_type",
                        "input[0].arguments",
                        "Invalid type for 'input[0].arguments': expected a string, but got an object instead."),
                item(
                        "{'type':'item_reference','id':'rs_1'}",
                        null,
                        "input",
                        "Item with id 'rs_1' not found. Items are not persisted when `store` is set to false. Try"
                                + " again with `store` set to true, or remove this item from your input."),
                item(
                        "{'type':'reasoning','id':'rs_2','summary':[]}",
                        null,
                        "input",
                        "Item with id 'rs_2' not found. Items are not persisted when `store` is set to false. Try"
                                + " again with `store` set to true, or remove this item from your input."),
                item(
                        "{'type':'reasoning','id':'rs_3','summary':[],'encrypted_content':'gAAAAAmangled'}",
                        "invalid_encrypted_content",
                        null,
                        "The encrypted content for item rs_3 could not be verified. Reason: Encrypted content could"
                                + " not be decrypted or parsed."),
                item(
                        "{'role':'user','content':[{'type':'output_text','text':'x'}]}",
                        "invalid_value",
                        "input[0].content[0]",
                        "Invalid value: 'output_text'. Supported values are: 'input_text', 'input_image', and"
                                + " 'input_file'."),
                item(
                        "{'role':'assistant','content':[{'type':'input_text','text':'x'}]}",
                        "invalid_value",
                        "input[0].content[0]",
                        "Invalid value: 'input_text'. Supported values are: 'output_text' and 'refusal'."),
                item(
                        "{'role':'user','content':[{'type':'input_image','image_url':{'url':'data:x'}}]}",
                        "invalid_type",
                        "input[0].content[0].image_url",
                        "Invalid type for 'input[0].content[0].image_url': expected a string, but got an object"
                                + " instead."),
                item(
                        "{'role':'user','content':[{'type':'input_image','image_url':'file:///x.png'}]}",
                        "invalid_value",
                        "input[0].content[0].image_url",
                        "Invalid 'input[0].content[0].image_url'. Expected a valid URL, but got a value with an"
                                + " invalid format."),
                item(
                        "{'role':'tool','content':'x'}",
                        "invalid_value",
                        "input[0].role",
                        "Invalid value: 'tool'. Supported values are: 'user', 'assistant', and 'developer'."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputErrors")
    void wrongInputItemIsRefused(String item, String code, String param, String message) {
        ObjectNode body = WireClient.body("");
        body.putArray("input").add(WireClient.json(item));

        assertError(body, code, param, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'role':'system','content':'x'} | System messages are not allowed",
                "{'role':'user','content':[{'type':'input_text','text':'x','prompt_cache_breakpoint':{}}]}"
                        + " | prompt_cache_breakpoint is not supported on this model",
            })
    void wrongMessageIsRefusedWithADetail(String item, String detail) {
        ObjectNode body = WireClient.body("");
        body.putArray("input").add(WireClient.json(item));

        assertDetail(body, detail);
    }

    @Test
    void liteHeaderDemandsNoParallelCalls() {
        WireClient.Answer answer = client.turn(WireClient.body("hi"), "x-openai-internal-codex-responses-lite", "true");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").path("message").stringValue())
                .isEqualTo(
                        "The x-openai-internal-codex-responses-lite header requires parallel_tool_calls to be false.");
    }

    @Test
    void liteBodyNeedsNoInstructions() {
        ObjectNode body = WireClient.body("hi").put("parallel_tool_calls", false);
        body.remove("instructions");

        WireClient.Answer answer = client.turn(body, "x-openai-internal-codex-responses-lite", "true");

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void oldClientIsNotServedANewModel() {
        ObjectNode body = WireClient.body("hi").put("model", "gpt-5.6-sol");

        assertThat(client.turn(body, "version", "0.143.0").status()).isEqualTo(400);
        assertThat(client.turn(body, "version", "0.144.0").status()).isEqualTo(200);
        assertThat(client.turn(body, "user-agent", "codex_exec/0.143.9 (Debian)")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void absentInstructionsCanBeAccepted() {
        ObjectNode body = WireClient.body("hi");
        body.remove("instructions");
        CheckOptions lenient = CheckOptions.defaults().withRefuseAbsentInstructions(false);

        try (Emulator accepting = Emulator.start(EmulatorOptions.defaults().withChecks(lenient))) {
            assertThat(new WireClient(accepting).turn(body).status()).isEqualTo(200);
        }
    }

    @Test
    void omittedStrictCanBeTakenAsFalse() {
        ObjectNode body =
                changed("tools", "[{\"type\":\"function\",\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}]");
        CheckOptions lenient = CheckOptions.defaults().withPromoteOmittedStrict(false);

        try (Emulator accepting = Emulator.start(EmulatorOptions.defaults().withChecks(lenient))) {
            assertThat(new WireClient(accepting).turn(body).status()).isEqualTo(200);
        }
    }

    private static Arguments error(String field, String value, String code, String param, String message) {
        return Arguments.of(field, value, code, param, message);
    }

    private static Arguments item(String item, String code, String param, String message) {
        return Arguments.of(item, code, param, message);
    }

    private static ObjectNode changed(String field, String value) {
        ObjectNode body = WireClient.body("hi");
        body.remove(field);
        if (value != null) {
            body.set(field, WireClient.json("{\"v\":" + value + "}").path("v"));
        }
        return body;
    }

    private void assertDetail(ObjectNode body, String detail) {
        WireClient.Answer answer = client.turn(body);

        assertThat(answer.json()).isEqualTo(Json.object().put("detail", detail));
        assertThat(answer.status()).isEqualTo(400);
    }

    private void assertError(ObjectNode body, String code, String param, String message) {
        WireClient.Answer answer = client.turn(body);

        assertThat(answer.status()).isEqualTo(400);
        JsonNode error = answer.json().path("error");
        assertThat(error.path("message").stringValue(null)).isEqualTo(message);
        assertThat(error.path("type").stringValue(null)).isEqualTo("invalid_request_error");
        assertThat(error.path("code").stringValue(null)).isEqualTo(code);
        assertThat(error.path("param").stringValue(null)).isEqualTo(param);
    }
}
