package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airelay.transforms.anthropic.MessagesDialect;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.spi.Dialect;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RejectionsTest {

    @Test
    void showsTheFirstOfManyNames() {
        List<String> eight = IntStream.range(0, 8).mapToObj(String::valueOf).toList();

        assertThat(Rejections.shown(eight)).isEqualTo("0, 1, 2, 3, 4, 5, 6, 7");
        assertThat(Rejections.shown(
                        IntStream.range(0, 10).mapToObj(String::valueOf).toList()))
                .isEqualTo("0, 1, 2, 3, 4, 5, 6, 7 and 2 more");
        assertThat(Rejections.shown(List.of("x".repeat(1_000_000)))).hasSizeLessThan(200);
    }

    @Test
    void callsWithoutOutputAreNotAllNamedByChat() {
        assertShort(new ChatDialect(), """
                {"model": "gpt-5.5", "messages": [{"role": "assistant", "tool_calls": [%s]}]}""", """
                {"id": "call_%d", "type": "function", "function": {"name": "f", "arguments": "{}"}}""");
    }

    @Test
    void callsWithoutOutputAreNotAllNamedByMessages() {
        assertShort(new MessagesDialect(), """
                {"model": "gpt-5.5", "max_tokens": 9, "messages": [{"role": "assistant", "content": [%s]},
                 {"role": "user", "content": "continue"}, {"role": "assistant", "content": "no"}]}""", """
                {"type": "tool_use", "id": "call_%d", "name": "f", "input": {}}""");
    }

    private static void assertShort(Dialect dialect, String request, String call) {
        String calls = IntStream.range(0, 1000).mapToObj(call::formatted).collect(Collectors.joining(","));
        ObjectNode body = (ObjectNode) JsonMapper.shared().readTree(request.formatted(calls));

        assertThatExceptionOfType(RequestRejected.class)
                .isThrownBy(() -> dialect.translate(body, Contexts.ordinary()))
                .withMessageContaining("call_6, call_7 and 992 more");
    }
}
