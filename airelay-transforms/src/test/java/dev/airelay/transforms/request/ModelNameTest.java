package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.spi.RequestOrigin;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.TranslationSettings;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.StringNode;

class ModelNameTest {

    private static final Map<String, String> ALIASES = Map.of("quick", "gpt-5.4-mini", "deep", "gpt-5.5-xhigh");

    private static final TranslationContext CONTEXT = new TranslationContext(
            TranslationSettings.defaults().withModelAliases(ALIASES),
            new RequestOrigin(true, Optional.empty()),
            KnownModels.DIRECTORY,
            id -> Optional.empty(),
            () -> "testid",
            InstantSource.system());

    private static ModelName resolve(String asked) {
        return ModelName.of(new Value(StringNode.valueOf(asked), Location.root().member("model")), CONTEXT);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            gpt-5.5,                gpt-5.5,            -,      false
            openai/gpt-5.5,         gpt-5.5,            -,      false
            gpt5.5,                 gpt-5.5,            -,      false
            GPT-5.5,                gpt-5.5,            -,      false
            gpt-5.5-latest,         gpt-5.5,            -,      false
            gpt-5.5-high,           gpt-5.5,            high,   false
            gpt-5.5_low,            gpt-5.5,            low,    false
            gpt-5.5:xhigh,          gpt-5.5,            xhigh,  false
            gpt-5.5(medium),        gpt-5.5,            medium, false
            openai/gpt5.5-high,     gpt-5.5,            high,   false
            gpt-5.5-none,           gpt-5.5,            none,   false
            gpt-5.5-fast,           gpt-5.5,            -,      true
            gpt-5.5-high-fast,      gpt-5.5,            high,   true
            gpt-5.5-fast-high,      gpt-5.5,            high,   true
            gpt-5.6-sol-max,        gpt-5.6-sol,        max,    false
            gpt-5.4-mini,           gpt-5.4-mini,       -,      false
            gpt-7-high,             gpt-7-high,         -,      false
            gpt-7-low,              gpt-7,              low,    false
            gpt-7-high-low,         gpt-7-high,         low,    false
            quick,                  gpt-5.4-mini,       -,      false
            deep,                   gpt-5.5,            xhigh,  false
            gpt-5.1-codex-max,      gpt-5.1-codex-max,  -,      false
            gpt-9-high,             gpt-9-high,         -,      false
            openai/gpt-9-high,      gpt-9-high,         -,      false
            gpt-5.5-high-high,      gpt-5.5-high-high,  -,      false
            gpt-5.5-higher,         gpt-5.5-higher,     -,      false
            high,                   high,               -,      false
            openai/,                openai/,            -,      false
            """)
    void nameStandsFor(String asked, String wireName, String effort, boolean fast) {
        ModelName name = resolve(asked);

        assertThat(name.wireName()).isEqualTo(wireName);
        assertThat(name.effort()).isEqualTo(Optional.ofNullable(effort));
        assertThat(name.fast()).isEqualTo(fast);
    }
}
