package dev.airelay.transforms.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.memory.RetentionPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TranslationSettingsTest {

    @Test
    void eachSettingCanBeChangedAlone() {
        TranslationSettings changed = TranslationSettings.defaults()
                .withStrictParameters(true)
                .withMinimalInstructions("Be brief.")
                .withReasoning(ReasoningExposure.NONE)
                .withCustomCalls(CustomCallForm.FUNCTION)
                .withMaxChoices(3)
                .withModelAliases(Map.of("a", "b"))
                .withKeeping(RetentionPolicy.ALL);

        assertThat(changed)
                .isEqualTo(new TranslationSettings(
                        true,
                        "Be brief.",
                        ReasoningExposure.NONE,
                        CustomCallForm.FUNCTION,
                        3,
                        Map.of("a", "b"),
                        RetentionPolicy.ALL));
    }

    @Test
    void noChoiceAtAllIsAMistake() {
        assertThatThrownBy(() -> TranslationSettings.defaults().withMaxChoices(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was 0");
    }
}
