package dev.airelay.transforms.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The translation of {@code messages[].name}. */
class SpeakersTest {

    private static Translation translate(TranslationContext context, String messages) {
        ObjectNode body =
                (ObjectNode) JsonMapper.shared().readTree("{\"model\": \"m\", \"messages\": [" + messages + "]}");
        return new ChatDialect().translate(body, context);
    }

    private static Translation translate(String messages) {
        return translate(Contexts.ordinary(), messages);
    }

    private static JsonNode input(Translation translation) {
        return translation.request().body().path("input");
    }

    @Test
    void namesStandBeforeTheTextsOfSeveralSpeakersOfOneRole() {
        Translation translation = translate("""
                {"role": "user", "name": "ann", "content": "Tea?"},
                {"role": "user", "name": "bob", "content": [
                  {"type": "image_url", "image_url": {"url": "https://e.com/a.png"}}, {"type": "text", "text": "This."}]},
                {"role": "assistant", "content": "Fine."},
                {"role": "user", "content": "Continue."}""");

        assertThat(input(translation).at("/0/content/0/text").stringValue()).isEqualTo("ann: Tea?");
        assertThat(input(translation).at("/1/content/1/text").stringValue()).isEqualTo("bob: This.");
        assertThat(input(translation).at("/3/content/0/text").stringValue()).isEqualTo("Continue.");
        assertThat(translation.emulatedParameters()).containsExactly("messages[0].name", "messages[1].name");
        assertThat(translation.ignoredParameters()).isEmpty();
    }

    @Test
    void nameOfTheOnlySpeakerOfARoleIsNamedAsIgnored() {
        Translation translation = translate("""
                {"role": "user", "name": "ann", "content": "Tea?"},
                {"role": "assistant", "name": "bot", "content": "Yes."},
                {"role": "user", "name": "ann", "content": "Thanks."}""");

        assertThat(input(translation).toString()).doesNotContain("ann", "bot");
        assertThat(translation.ignoredParameters())
                .containsExactly("messages[0].name", "messages[1].name", "messages[2].name");
    }

    /** The form of examples in OpenAI's cookbook. */
    @Test
    void speakersOfSystemMessagesAreDistinguished() {
        Translation translation = translate("""
                {"role": "system", "content": "Be brief."},
                {"role": "system", "name": "example_user", "content": "2+2?"},
                {"role": "developer", "name": "example_assistant", "content": "4"},
                {"role": "user", "content": "3+3?"}""");

        assertThat(translation.request().body().path("instructions").stringValue())
                .isEqualTo("Be brief.\n\nexample_user: 2+2?\n\nexample_assistant: 4");
    }

    @Test
    void imageWithoutTextGetsTheNameAsItsText() {
        Translation translation = translate("""
                {"role": "user", "name": "ann", "content": "Tea?"},
                {"role": "user", "name": "bob", "content": [
                  {"type": "image_url", "image_url": {"url": "https://e.com/a.png"}}]}""");

        assertThat(input(translation).at("/1/content/0/text").stringValue()).isEqualTo("bob:");
        assertThat(input(translation).at("/1/content/1/type").stringValue()).isEqualTo("input_image");
    }

    @Test
    void nameOfACallWithoutTextIsNamedAsIgnored() {
        Translation translation = translate("""
                {"role": "user", "content": "hi"},
                {"role": "assistant", "name": "a", "content": "one"},
                {"role": "assistant", "name": "b", "tool_calls": [
                  {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
                {"role": "tool", "tool_call_id": "c", "content": "o"}""");

        assertThat(translation.emulatedParameters()).containsExactly("messages[1].name");
        assertThat(translation.ignoredParameters()).containsExactly("messages[2].name");
    }

    @Test
    void strictModeRefusesANameThatIsNotSent() {
        assertThatThrownBy(() ->
                        translate(Contexts.strict(), "{\"role\": \"user\", \"name\": \"ann\", \"content\": \"hi\"}"))
                .isInstanceOf(RequestRejected.class)
                .hasMessageContaining("'messages[0].name'");
    }
}
