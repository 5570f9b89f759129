package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Values that the relay drops are still checked: one that OpenAI refuses is refused here. */
class DroppedValuesTest {

    private static final String CHAT = """
            {"model": "m", "messages": [{"role": "user", "content": "hi"}]}""";
    private static final String RESPONSES = """
            {"model": "m", "input": "hi"}""";

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "prompt_cache_options | {\"mode\": 1} | prompt_cache_options.mode",
                "prompt_cache_options | {\"ttl\": [\"30m\"]} | prompt_cache_options.ttl",
                "context_management | [] | context_management",
                "context_management | [\"compaction\"] | context_management[0]",
                "context_management | [{}] | context_management[0].type",
                "context_management | [{\"type\": 1}] | context_management[0].type",
                "context_management | [{\"type\": \"compaction\", \"compact_threshold\": 999}]"
                        + " | context_management[0].compact_threshold",
            })
    void wrongValueIsRefusedByItsPlace(String parameter, String value, String place) {
        assertThat(rejection(new ResponsesDialect(), RESPONSES, parameter, value)
                        .error()
                        .param())
                .isEqualTo(place);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"""
                [{"role": "user", "content": "hi", "name": 7.5}]""", """
                [{"role": "user", "content": "hi", "name": []}]""", """
                [{"role": "user", "content": "hi", "name": {"first": "Ada"}}]"""})
    void nameOfAMessageMustBeAText(String messages) {
        RequestRejected rejected = rejection(new ChatDialect(), CHAT, "messages", messages);

        assertThat(rejected.error().param()).isEqualTo("messages[0].name");
        assertThat(rejected.error().code()).isEqualTo("invalid_type");
    }

    private static RequestRejected rejection(Dialect dialect, String minimal, String parameter, String value) {
        ObjectNode request = (ObjectNode) JsonMapper.shared().readTree(minimal);
        request.set(parameter, JsonMapper.shared().readTree(value));
        return catchThrowableOfType(RequestRejected.class, () -> dialect.translate(request, Contexts.ordinary()));
    }
}
