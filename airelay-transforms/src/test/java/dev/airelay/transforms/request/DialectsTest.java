package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.chat.ChatReply;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.responses.ResponsesReply;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.Translation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The results of a translation besides the upstream's body. */
class DialectsTest {

    private static final String CHAT = """
            {"model": "m", "messages": [{"role": "user", "content": "hi"}]}""";
    private static final String RESPONSES = """
            {"model": "m", "input": "hi"}""";

    @Test
    void namesAreThoseOfTheRoutesFamilies() {
        assertThat(new ChatDialect().name()).isEqualTo("chat");
        assertThat(new ResponsesDialect().name()).isEqualTo("responses");
    }

    @Test
    void replyHasTheFormOfTheRouteForAnyRequest() {
        assertThat(translate(new ChatDialect(), CHAT).reply().getClass().getEnclosingClass())
                .isEqualTo(ChatReply.class);
        assertThat(translate(new ChatDialect(), RESPONSES).reply().getClass().getEnclosingClass())
                .isEqualTo(ChatReply.class);
        assertThat(translate(new ResponsesDialect(), RESPONSES).reply()).isInstanceOf(ResponsesReply.class);
    }

    @ParameterizedTest
    @CsvSource({"null, false", "false, false", "true, true"})
    void replyIsAStreamWhenTheClientAsksForOne(String stream, boolean expected) {
        String suffix = ", \"stream\": " + stream + "}";

        assertThat(translate(new ChatDialect(), CHAT.replaceFirst("}$", suffix)).stream())
                .isEqualTo(expected);
        assertThat(translate(new ChatDialect(), RESPONSES.replaceFirst("}$", suffix)).stream())
                .isEqualTo(expected);
        assertThat(translate(new ResponsesDialect(), RESPONSES.replaceFirst("}$", suffix)).stream())
                .isEqualTo(expected);
    }

    private static Translation translate(Dialect dialect, String request) {
        return dialect.translate((ObjectNode) JsonMapper.shared().readTree(request), Contexts.ordinary());
    }
}
