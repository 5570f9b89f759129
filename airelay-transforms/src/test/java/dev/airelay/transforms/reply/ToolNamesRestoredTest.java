package dev.airelay.transforms.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Streams;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.Translation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Names that the upstream does not take come back to the client as it wrote them, in every place. */
class ToolNamesRestoredTest {

    private static final String LONG = "weather." + "of_a_city_".repeat(8);

    static Stream<Arguments> requests() {
        String flat = "{\"type\":\"function\",\"name\":\"%s\"}".formatted(LONG);
        String nested = "{\"type\":\"function\",\"function\":{\"name\":\"%s\"}}".formatted(LONG);
        return Stream.of(
                Arguments.of("chat", new ChatDialect(), """
                        {"model":"m","messages":[{"role":"user","content":"hi"}],"tools":[%s]}""".formatted(nested)),
                Arguments.of("chat in the Responses form", new ChatDialect(), """
                        {"model":"m","input":"hi","tools":[%s]}""".formatted(flat)),
                Arguments.of("responses", new ResponsesDialect(), """
                        {"model":"m","input":"hi","tools":[%s]}""".formatted(flat)));
    }

    /** The upstream events of a call of the tool that it knows by this name. */
    private static List<UpstreamEvent> events(String name) {
        String item = """
                {"id":"fc_1","type":"function_call","call_id":"call_1","name":"%s","arguments":"%s"}""";
        String added = item.formatted(name, "");
        String done = item.formatted(name, "{}");
        return Stream.of(
                        """
                        {"type":"response.created","response":{"id":"resp_1","tools":[{"type":"function","name":"%s"}],\
                        "tool_choice":{"type":"function","name":"%s"}}}""".formatted(name, name),
                        "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":" + added + "}",
                        """
                        {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":0,\
                        "delta":"{}"}""",
                        """
                        {"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":0,\
                        "name":"%s","arguments":"{}"}""".formatted(name),
                        "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + done + "}",
                        "{\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"tools\":"
                                + "[{\"type\":\"function\",\"name\":\"" + name + "\"}],\"output\":[" + done + "]}}")
                .map(Streams::event)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void clientSeesItsOwnNameAlone(String form, Dialect dialect, String request) {
        Translation translation = dialect.translate((ObjectNode) Streams.JSON.readTree(request), Contexts.ordinary());
        String standIn = translation.request().body().at("/tools/0/name").stringValue();
        assertThat(standIn).hasSizeLessThanOrEqualTo(64).isNotEqualTo(LONG);

        String stream = Streams.encode(translation.reply(), events(standIn)).text();
        String object = Streams.shown(Streams.collect(translation.reply(), events(standIn)))
                .toString();

        assertThat(stream).contains('"' + LONG + '"').doesNotContain(standIn);
        assertThat(object).contains('"' + LONG + '"').doesNotContain(standIn);
    }
}
