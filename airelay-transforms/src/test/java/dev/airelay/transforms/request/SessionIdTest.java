package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Session ids as whole translations make them. */
class SessionIdTest {

    private static final String FIRST_TURN = """
            {"model": "m", "messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "one"}]}""";
    private static final String SECOND_TURN = """
            {"model": "m", "temperature": 1, "messages": [{"role": "system", "content": "S"},
             {"role": "user", "content": "one"}, {"role": "assistant", "content": "a"},
             {"role": "user", "content": "two"}]}""";
    private static final String KEYED = """
            {"model": "m", "prompt_cache_key": "k", "messages": [{"role": "user", "content": "one"}]}""";

    @Test
    void turnsOfOneConversationShareTheSession() {
        assertThat(session(SECOND_TURN)).isEqualTo(session(FIRST_TURN));
    }

    @Test
    void anotherModelInstructionOrFirstMessageIsAnotherSession() {
        assertThat(session(FIRST_TURN.replace("\"m\"", "\"n\""))).isNotEqualTo(session(FIRST_TURN));
        assertThat(session(FIRST_TURN.replace("\"S\"", "\"T\""))).isNotEqualTo(session(FIRST_TURN));
        assertThat(session(FIRST_TURN.replace("one", "uno"))).isNotEqualTo(session(FIRST_TURN));
    }

    @Test
    void headerOfTheClientWinsOverTheContent() {
        assertThat(session(FIRST_TURN, Contexts.ofSession("a")))
                .isNotEqualTo(session(FIRST_TURN))
                .isNotEqualTo(session(FIRST_TURN, Contexts.ofSession("b")))
                .isEqualTo(session(FIRST_TURN.replace("one", "uno"), Contexts.ofSession("a")));
    }

    @Test
    void cacheKeyWinsOverTheHeader() {
        assertThat(session(KEYED, Contexts.ofSession("a")))
                .isEqualTo(session(KEYED.replace("one", "uno"), Contexts.ofSession("b")));
    }

    @Test
    void keyAndHeaderOfTheSameTextAreDifferentSessions() {
        assertThat(session(FIRST_TURN, Contexts.ofSession("k"))).isNotEqualTo(session(KEYED));
    }

    @Test
    void emptyKeyIsNotKey() {
        assertThat(session(FIRST_TURN.replace("\"m\",", "\"m\", \"prompt_cache_key\": \"\",")))
                .isEqualTo(session(FIRST_TURN));
    }

    @Test
    void sessionIsAUuidThatDoesNotShowTheKeyAndIsThePromptCacheKey() {
        CodexRequest request = translate(KEYED, Contexts.ordinary());

        assertThat(UUID.fromString(request.sessionId()).version()).isEqualTo(8);
        assertThat(UUID.fromString(request.sessionId()).variant()).isEqualTo(2);
        assertThat(request.body().get("prompt_cache_key").stringValue()).isEqualTo(request.sessionId());
    }

    private static String session(String request) {
        return session(request, Contexts.ordinary());
    }

    private static String session(String request, TranslationContext context) {
        return translate(request, context).sessionId();
    }

    private static CodexRequest translate(String request, TranslationContext context) {
        ObjectNode body = (ObjectNode) JsonMapper.shared().readTree(request);
        return new ChatDialect().translate(body, context).request();
    }
}
