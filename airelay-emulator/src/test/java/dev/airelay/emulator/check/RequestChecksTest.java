package dev.airelay.emulator.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.CheckOptions;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.WireClient;
import dev.airelay.emulator.turn.TurnRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Each refusal with the backend's exact status and text. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestChecksTest {
    private Emulator emulator;
    private WireClient client;

    /** A row of {@code refusals.json}: what is wrong, and the error that answers it. */
    record Refused(JsonNode json) {
        @Override
        public String toString() {
            return Json.string(json, "message");
        }
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
                "tools | [{\"type\":\"shell\"}] | Unsupported tool type: shell",
                "tools | [{\"type\":\"apply_patch\"}] | Unsupported tool type: apply_patch",
                "tools | [{\"type\":\"local_shell\"}] | The local_shell tool is no longer supported.",
            })
    void wrongBasicsAreRefusedWithADetail(String field, String value, String detail) {
        assertDetail(changed(field, value), detail);
    }

    static Stream<Refused> wrongFields() {
        return refused("fields");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongFields")
    void wrongFieldIsRefusedInTheOpenAiShape(Refused row) {
        ObjectNode body = WireClient.body("hi");
        body.set(Json.string(row.json(), "field"), row.json().path("value"));

        assertError(body, row);
    }

    static Stream<Refused> wrongItems() {
        return refused("items");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongItems")
    void wrongInputItemIsRefused(Refused row) {
        ObjectNode body = WireClient.body("");
        body.putArray("input").add(row.json().path("item"));

        assertError(body, row);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'reasoning','summary':[]}",
                "{'type':'function_call_output','output':'late','name':'f'}",
                "{'type':'web_search_call','status':'completed'}",
                "{'type':'image_generation_call','id':'ig_1','status':'completed','result':null}",
                "{'type':'file_search_call','id':'fs_1','queries':[],'status':'completed'}",
                "{'type':'code_interpreter_call','id':'ci_1','code':null,'container_id':'c','outputs':null,"
                        + "'status':'completed'}",
                "{'type':'mcp_list_tools','id':'mcpl_1','server_label':'s','tools':[]}",
                "{'type':'mcp_approval_request','id':'mcpr_1','arguments':'{}','name':'n','server_label':'s'}",
                "{'type':'mcp_approval_response','approval_request_id':'mcpr_1','approve':true}",
                "{'type':'mcp_call','id':'mcp_1','arguments':'{}','name':'n','server_label':'s'}",
                "{'type':'tool_search_call','arguments':{},'execution':'server','call_id':null}",
                "{'type':'tool_search_output','tools':[],'execution':'server','call_id':null}",
                "{'type':'additional_tools','role':'developer','tools':[]}",
                "{'type':'compaction','encrypted_content':'gAAAA'}",
                "{'type':'configuration_update','reasoning':{'effort':'low'}}",
                "{'type':'program','id':'p_1','call_id':'c','code':'x','fingerprint':'f'}",
                "{'type':'program_output','id':'po_1','call_id':'c','result':'r','status':'completed'}",
                "{'type':'agent_message','author':'/root','recipient':'/root/a','content':[]}",
            })
    void everyTypeOfItemIsTaken(String item) {
        ObjectNode body = WireClient.body("hi");
        ((ArrayNode) body.path("input")).add(WireClient.json(item));

        WireClient.Answer answer = client.turn(body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "shell_call, shell_call_output, 'action': {'commands': []}, 'output': []",
        "apply_patch_call, apply_patch_call_output, 'operation': {}, 'x': 1",
        "computer_call, computer_call_output, 'id': 'cu_1'&'pending_safety_checks': [], 'output': {}"
    })
    void callIsTakenWithItsOutput(String call, String output, String ofCall, String ofOutput) {
        ObjectNode body = WireClient.body("hi");
        ArrayNode input = (ArrayNode) body.path("input");
        input.add(WireClient.json("{'type': '%s', 'call_id': 'c1', 'status': 'completed', %s}"
                .formatted(call, ofCall.replace('&', ','))));
        assertThat(Json.string(client.turn(body).json().path("error"), "message"))
                .startsWith("No tool output found for ");
        input.add(WireClient.json(
                "{'type': '%s', 'call_id': 'c1', 'status': 'completed', %s}".formatted(output, ofOutput)));

        WireClient.Answer answer = client.turn(body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void localShellCallIsAnsweredLikeAFunctionOrByItsOwnOutput() {
        for (String output : List.of("'function_call_output', 'call_id'", "'local_shell_call_output', 'id'")) {
            ObjectNode body = changed("input", """
                    [{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "ls"}]},
                     {"type": "local_shell_call", "call_id": "call_1", "status": "completed",
                      "action": {"type": "exec", "command": ["ls"], "env": {}}},
                     {"type": %s: "call_1", "output": "a"}]""".formatted(output.replace('\'', '"')));

            assertThat(client.turn(body).status()).as(output).isEqualTo(200);
        }
    }

    private static Stream<Refused> refused(String table) {
        try (InputStream in = RequestChecksTest.class.getResourceAsStream("refusals.json")) {
            return TurnRequest.elements(
                            Json.read(in.readAllBytes()).orElseThrow().path(table))
                    .stream()
                    .map(Refused::new);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
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

    private void assertError(ObjectNode body, Refused row) {
        WireClient.Answer answer = client.turn(body);

        assertThat(answer.status()).isEqualTo(400);
        JsonNode error = answer.json().path("error");
        assertThat(error.path("message")).isEqualTo(row.json().path("message"));
        assertThat(Json.string(error, "type")).isEqualTo("invalid_request_error");
        assertThat(error.path("code")).isEqualTo(row.json().path("code"));
        assertThat(error.path("param")).isEqualTo(row.json().path("param"));
    }
}
