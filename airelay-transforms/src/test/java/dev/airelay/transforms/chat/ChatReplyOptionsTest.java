package dev.airelay.transforms.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.spi.CustomCallForm;
import dev.airelay.transforms.spi.ReasoningExposure;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The members of a chat request that shape its reply. */
class ChatReplyOptionsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                           | false | false | reasoning_content | ``      | 1
            {"stream_options":{"include_usage":true}}    | true  | false | reasoning_content | ``      | 1
            {"stream_options":{"include_usage":false}}   | false | false | reasoning_content | ``      | 1
            {"functions":[{"name":"f"}]}                 | false | true  | reasoning_content | ``      | 1
            {"functions":[]}                             | false | false | reasoning_content | ``      | 1
            {"reasoning":{"exclude":true}}               | false | false | none              | ``      | 1
            {"reasoning":{"exclude":false}}              | false | false | reasoning_content | ``      | 1
            {"reasoning_format":"think-tags"}            | false | false | think-tags        | ``      | 1
            {"reasoning_format":"reasoning"}             | false | false | reasoning         | ``      | 1
            {"stop":"END"}                               | false | false | reasoning_content | END     | 1
            {"stop":["END","","###","END"]}              | false | false | reasoning_content | END,### | 1
            {"stop":""}                                  | false | false | reasoning_content | ``      | 1
            {"n":8}                                      | false | false | reasoning_content | ``      | 8
            """)
    void optionsFollowTheRequest(
            String members,
            boolean includeUsage,
            boolean legacyFunctions,
            String reasoning,
            String stops,
            int choices) {
        ObjectNode request = (ObjectNode) JsonMapper.shared().readTree("""
                {"model": "m", "messages": [{"role": "user", "content": "hi"}]}""");
        request.setAll((ObjectNode) JsonMapper.shared().readTree(members));
        ChatRequestBuilder draft = new ChatRequestBuilder(Contexts.ordinary());
        ChatParameters.MEMBERS.walk(ObjectView.body(request), draft, draft.disclosures());

        assertThat(draft.replyOptions())
                .isEqualTo(new ChatReplyOptions(
                        "m",
                        includeUsage,
                        legacyFunctions,
                        CustomCallForm.CUSTOM,
                        ReasoningExposure.of(reasoning).orElseThrow(),
                        stops.isEmpty() ? List.of() : List.of(stops.split(",")),
                        choices,
                        "chatcmpl-testid",
                        1_700_000_000L));
    }
}
