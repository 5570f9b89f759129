package dev.airelay.transforms.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.request.ObjectView;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What of a chat request shapes its reply. */
class ChatReplyOptionsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                           | false | false | true
            {"stream_options":{"include_usage":true}}    | true  | false | true
            {"stream_options":{"include_usage":false}}   | false | false | true
            {"functions":[{"name":"f"}]}                 | false | true  | true
            {"functions":[]}                             | false | false | true
            {"reasoning":{"exclude":true}}               | false | false | false
            """)
    void optionsFollowTheRequest(
            String members, boolean includeUsage, boolean legacyFunctions, boolean reasoningContent) {
        ObjectNode request = (ObjectNode) JsonMapper.shared().readTree("""
                {"model": "m", "messages": [{"role": "user", "content": "hi"}]}""");
        request.setAll((ObjectNode) JsonMapper.shared().readTree(members));
        ChatDraft draft = new ChatDraft(Contexts.ordinary());
        ChatParameters.MEMBERS.walk(ObjectView.body(request), draft, draft.disclosures());

        assertThat(draft.replyOptions(Contexts.ordinary()))
                .isEqualTo(new ChatReplyOptions(
                        "m", includeUsage, legacyFunctions, reasoningContent, "chatcmpl-testid", 1_700_000_000L));
    }
}
