package dev.airelay.transforms.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.spi.TranslationSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class OllamaModelRequestTest {

    private static OllamaModelRequest read(OllamaModelRequest.Reader reader, String json) {
        return reader.read((ObjectNode) JsonMapper.shared().readTree(json), TranslationSettings.defaults());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"model": "a"}              | a
            {"name": "b"}               | b
            {"model": "a", "name": "b"} | a
            {"model": "", "name": "b"}  | b""")
    void modelIsNamedByEitherMember(String json, String model) {
        assertThat(read(OllamaModelRequest.SHOW, json).model()).isEqualTo(model);
    }

    @Test
    void whatHasNoEffectIsDisclosedOrRefused() {
        assertThat(read(OllamaModelRequest.SHOW, """
                {"model": "a", "verbose": true, "options": {"num_ctx": 1}, "new": 1}""").ignored()).containsExactly("options", "new");
        assertThatThrownBy(() -> read(OllamaModelRequest.SHOW, "{\"model\": \"a\", \"template\": \"x\"}"))
                .isInstanceOf(RequestRejected.class)
                .hasMessageContaining("template");
    }

    @Test
    void pullStreamsByDefault() {
        assertThat(read(OllamaModelRequest.PULL, "{\"model\": \"a\"}").stream()).isTrue();
        assertThat(read(OllamaModelRequest.PULL, "{\"model\": \"a\", \"stream\": false, \"insecure\": true}").stream())
                .isFalse();
    }

    @Test
    void modelMustBeNamed() {
        assertThatThrownBy(() -> read(OllamaModelRequest.PULL, "{}")).hasMessageContaining("model");
    }
}
