package dev.airelay.transforms.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.request.Contexts;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TranscriptionTest {

    private final Transcription transcription = new Transcription();

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text);
    }

    private Transcription.Translated translate(String members) {
        return transcription.translate(
                json("{\"file\": {\"bytes\": 5}, \"model\": \"whisper-1\"" + members + "}"), Contexts.ordinary());
    }

    @Test
    void fieldsAreSentWithoutTheModel() {
        Transcription.Translated translated =
                translate(", \"prompt\": \"Ada\", \"language\": \"pt-BR\", \"temperature\": 0, \"odd\": \"x\"");

        assertThat(translated.fields()).containsExactly(Map.entry("language", "pt-BR"), Map.entry("prompt", "Ada"));
        assertThat(translated.emulatedParameters()).containsExactly("model");
        assertThat(translated.ignoredParameters()).containsExactly("temperature", "odd");
        assertThat(translated.requests()).isEmpty();
    }

    @Test
    void replyIsAnObjectOrTheTextAlone() {
        ObjectNode upstream = json("{\"text\": \"héllo\", \"extra\": 1}");

        assertThat(translate("").reply(upstream).orElseThrow())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"text\":\"héllo\"}");
        assertThat(translate(", \"response_format\": \"text\"").reply(upstream).orElseThrow())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("héllo");
        assertThat(translate("").reply(json("{\"detail\": \"x\"}"))).isEmpty();
    }

    @Test
    void everyRejectedParameterIsRejectedByName() {
        assertThat(transcription.parameters().rules())
                .filteredOn(rule -> rule.kind().wireName().equals("rejected"))
                .hasSize(7)
                .allSatisfy(rule -> {
                    RequestRejected rejected = catchThrowableOfType(
                            RequestRejected.class, () -> translate(", \"" + rule.name() + "\": \"x\""));

                    assertThat(rejected.error().param()).isEqualTo(rule.name());
                    assertThat(rejected.error().message()).contains(rule.reason());
                });
        assertThat(transcription.parameters().rules())
                .allSatisfy(
                        rule -> assertThat(rule.reason()).matches("[A-Z].*\\.").doesNotContain(". "));
    }
}
