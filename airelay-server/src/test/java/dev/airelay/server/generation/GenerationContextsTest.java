package dev.airelay.server.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.server.RequestContexts;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.Exchange;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.spi.CustomCallForm;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.TranslationSettings;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerationContextsTest {

    private final GenerationContexts contexts = new GenerationContexts(
            TranslationSettings.defaults(), ModelDirectory::unknown, () -> "1", InstantSource.system());

    private TranslationContext context(String name, String value) {
        return contexts.of(
                RequestContexts.request((request, ctx) -> Exchange.ANSWERED, "1", new ConnectionState(), name, value),
                true);
    }

    @ParameterizedTest
    @CsvSource({"reasoning_content", "reasoning", "reasoning_details", "think-tags", "none"})
    void clientChoosesHowItSeesReasoning(String name) {
        assertThat(context("x-airelay-reasoning", name).settings().reasoning())
                .isEqualTo(ReasoningExposure.of(name).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"custom", "function"})
    void clientChoosesHowItSeesCustomCalls(String name) {
        assertThat(context("x-airelay-custom-calls", name).settings().customCalls())
                .isEqualTo(CustomCallForm.of(name).orElseThrow());
    }

    @Test
    void unknownFormOfCustomCallsIsRejectedByName() {
        assertThatThrownBy(() -> context("x-airelay-custom-calls", "tool"))
                .isInstanceOf(RequestRejected.class)
                .hasMessage("Invalid header 'x-airelay-custom-calls'. Supported values are: custom, function.");
    }

    @Test
    void withoutTheHeaderTheOwnersSettingHolds() {
        assertThat(context("x-other", "none").settings()).isEqualTo(TranslationSettings.defaults());
    }

    @Test
    void unknownChoiceIsRejectedByName() {
        assertThatThrownBy(() -> context("x-airelay-reasoning", "loud"))
                .isInstanceOf(RequestRejected.class)
                .hasMessageContaining("x-airelay-reasoning")
                .hasMessageContaining("think-tags");
    }

    @ParameterizedTest
    @CsvSource({"session-id", "session_id", "conversation_id"})
    void conversationIsNamedByAHeader(String header) {
        assertThat(context(header, "c1").origin().clientSession()).contains("c1");
    }
}
