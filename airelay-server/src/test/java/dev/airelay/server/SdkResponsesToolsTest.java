package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.responses.CustomTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCustomToolCall;
import com.openai.models.responses.ResponseCustomToolCallOutput;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import dev.airelay.server.SdkTypes.GetWeather;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tool calls over Responses as OpenAI's Java SDK makes them. */
@Relay
class SdkResponsesToolsTest {

    private final SdkRelay relay;

    SdkResponsesToolsTest(SdkRelay relay) {
        this.relay = relay;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void toolCallMakesARoundTrip(boolean stream) {
        relay.script("call args={\"city\":\"Rome\"}");
        List<ResponseInputItem> input = new ArrayList<>(List.of(SdkRelay.userItem("What is the weather in Rome?")));
        ResponseFunctionToolCall call = calls(ask(stream, input)).get(0);

        assertThat(call.name()).isEqualTo("GetWeather");
        assertThat(call.arguments(GetWeather.class).city).isEqualTo("Rome");

        input.add(ResponseInputItem.ofFunctionCall(call));
        input.add(result(call, "sunny"));

        assertThat(SdkRelay.text(ask(stream, input))).contains("Tool call " + call.callId() + " returned: \"sunny\".");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callsInParallelKeepTheirOwnArguments(boolean stream) {
        relay.script("call args={\"city\":\"Rome\"}, call args={\"city\":\"Oslo\"}, interleaved-calls");
        List<ResponseInputItem> input = new ArrayList<>(List.of(SdkRelay.userItem("What is the weather?")));
        List<ResponseFunctionToolCall> calls = calls(ask(stream, input));

        assertThat(calls)
                .extracting(call -> call.arguments(GetWeather.class).city)
                .containsExactly("Rome", "Oslo");

        calls.forEach(call -> input.add(ResponseInputItem.ofFunctionCall(call)));
        calls.forEach(call -> input.add(result(call, "fine in " + call.arguments(GetWeather.class).city)));

        assertThat(SdkRelay.text(ask(stream, input))).contains("fine in Rome", "fine in Oslo");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void customToolMakesARoundTrip(boolean stream) {
        relay.script("call name=shout args=\"any text\"");
        CustomTool shout = CustomTool.builder().name("shout").build();
        Response first = relay.respond(
                stream, SdkRelay.responseRequest().input("go").addTool(shout).build());

        ResponseCustomToolCall call = first.output().stream()
                .flatMap(item -> item.customToolCall().stream())
                .findFirst()
                .orElseThrow();
        assertThat(call.input()).isEqualTo("any text");

        Response second = relay.respond(
                stream,
                SdkRelay.responseRequest()
                        .addTool(shout)
                        .inputOfResponse(List.of(
                                SdkRelay.userItem("go"),
                                ResponseInputItem.ofCustomToolCall(call),
                                ResponseInputItem.ofCustomToolCallOutput(ResponseCustomToolCallOutput.builder()
                                        .callId(call.callId())
                                        .output("heard")
                                        .build())))
                        .build());

        assertThat(SdkRelay.text(second)).contains("Tool call " + call.callId() + " returned: \"heard\".");
    }

    private Response ask(boolean stream, List<ResponseInputItem> input) {
        return relay.respond(
                stream,
                SdkRelay.responseRequest()
                        .addTool(GetWeather.class)
                        .inputOfResponse(input)
                        .build());
    }

    private static ResponseInputItem result(ResponseFunctionToolCall call, String output) {
        return ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                .callId(call.callId())
                .output(output)
                .build());
    }

    private static List<ResponseFunctionToolCall> calls(Response response) {
        return response.output().stream()
                .filter(ResponseOutputItem::isFunctionCall)
                .map(ResponseOutputItem::asFunctionCall)
                .toList();
    }
}
