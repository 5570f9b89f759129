package dev.airelay.transforms.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.request.Contexts;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Histories of so many calls that finding each output's call must not take all the others. */
@Timeout(60)
class OllamaCallsTest {

    private static final int MANY = 100_000;

    private final ArrayNode messages = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode calls =
            messages.addObject().put("role", "assistant").putArray("tool_calls");

    private ObjectNode call(String tool) {
        ObjectNode call = calls.addObject();
        call.putObject("function").put("name", tool);
        return call;
    }

    private ObjectNode output() {
        return messages.addObject().put("role", "tool").put("content", "done");
    }

    private List<String> idsOfOutputs() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", "gpt-5.5");
        body.set("messages", messages);
        JsonNode input = new OllamaChatDialect()
                .translate(body, Contexts.ordinary())
                .request()
                .body()
                .path("input");
        return input.valueStream()
                .filter(item -> item.path("type").stringValue("").equals("function_call_output"))
                .map(item -> item.path("call_id").stringValue())
                .toList();
    }

    @Test
    void outputsFindTheirCallsByIdInAnyOrder() {
        for (int i = 0; i < MANY; i++) {
            call("f").put("id", "call_" + i);
        }
        for (int i = MANY - 1; i >= 0; i--) {
            output().put("tool_call_id", "call_" + i);
        }

        assertThat(idsOfOutputs())
                .isEqualTo(IntStream.range(0, MANY)
                        .mapToObj(i -> "call_" + (MANY - 1 - i))
                        .toList());
    }

    @Test
    void outputsFindTheOldestCallOfTheirTool() {
        for (int i = 0; i < MANY; i++) {
            call(i % 2 == 0 ? "even" : "odd");
        }
        for (int i = 0; i < MANY; i++) {
            output().put("tool_name", i < MANY / 2 ? "odd" : "even");
        }

        assertThat(idsOfOutputs())
                .startsWith("call_unnamed_1", "call_unnamed_3")
                .endsWith("call_unnamed_" + (MANY - 4), "call_unnamed_" + (MANY - 2));
    }

    @Test
    void callThatWasAnsweredByOneNameIsNotFoundByAnother() {
        call("f").put("id", "a");
        call("f");
        call("g");
        output().put("tool_call_id", "a");
        output().put("tool_call_id", "of the client alone").put("tool_name", "f");
        output();

        assertThat(idsOfOutputs()).containsExactly("a", "call_unnamed_1", "call_unnamed_2");
    }

    @Test
    void errorNamesSomeOfTheCallsWithoutAnOutput() {
        for (int i = 0; i < MANY; i++) {
            call("f" + i);
        }

        assertThatExceptionOfType(RequestRejected.class)
                .isThrownBy(this::idsOfOutputs)
                .withMessageEndingWith("Calls without one: f0, f1, f2, f3, f4, f5, f6, f7 and 99992 more.");
    }
}
