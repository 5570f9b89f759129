package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Streams;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.request.Contexts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Calls that a conversation holds more than once, as when a client adds a call together with its output. */
class KeptCallsTest {

    private static final String CALL =
            "{\"type\":\"function_call\",\"id\":\"fc_%s\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"}";
    private static final String OUTPUT =
            "{\"type\":\"function_call_output\",\"id\":\"fco_%s\",\"call_id\":\"c\",\"output\":\"o\"}";

    private static List<String> sent(String kept) {
        List<byte[]> items = new ArrayList<>();
        for (String kind : kept.split(" ")) {
            String form = kind.equals("call") ? CALL : OUTPUT;
            items.add(form.formatted(items.size()).getBytes(StandardCharsets.UTF_8));
        }
        ObjectNode request = (ObjectNode)
                Streams.JSON.readTree("{\"model\": \"m\", \"input\": \"hi\", \"conversation\": \"conv_1\"}");
        return new ResponsesDialect()
                .translate(request, Contexts.remembering(History.none().withTurns("conv_1", items)))
                .request()
                .body()
                .path("input")
                .valueStream()
                .map(item -> item.path("type").stringValue("") + " "
                        + item.path("call_id").stringValue(""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "call call output, function_call c/function_call_output c",
        "call output, function_call c/function_call_output c",
        "call output call output, function_call c/function_call_output c/function_call c_2/function_call_output c_2",
    })
    void openCallIsSentOnce(String kept, String expected) {
        assertThat(sent(kept))
                .containsExactlyElementsOf(Stream.concat(Stream.of(expected.split("/")), Stream.of("message "))
                        .toList());
    }
}
