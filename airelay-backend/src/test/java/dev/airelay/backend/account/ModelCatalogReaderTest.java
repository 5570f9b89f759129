package dev.airelay.backend.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ModelCatalogReaderTest {

    private static ModelCatalog read(String json) {
        return ModelCatalogReader.read((ObjectNode) JsonMapper.shared().readTree(json), null)
                .orElseThrow();
    }

    @Test
    void everyMemberIsRead() {
        ModelCatalog catalog = read("""
                {"models":[{"slug":"gpt-5.5","display_name":"GPT-5.5","visibility":"list","context_window":272000,
                  "supported_reasoning_levels":[{"effort":"low","description":"d"},{"effort":"high"}],
                  "default_reasoning_level":"low","input_modalities":["text","image"],"priority":3,"new_member":true}]}
                """);

        Model model = catalog.models().get(0);
        assertThat(model.slug()).isEqualTo("gpt-5.5");
        assertThat(model.displayName()).contains("GPT-5.5");
        assertThat(model.listed()).isTrue();
        assertThat(model.contextWindow()).hasValue(272_000);
        assertThat(model.supportedEfforts()).containsExactly("low", "high");
        assertThat(model.defaultEffort()).contains("low");
        assertThat(model.inputModalities()).containsExactly("text", "image");
        assertThat(model.priority()).hasValue(3);
        assertThat(model.json().path("new_member").booleanValue()).isTrue();
    }

    @Test
    void nothingButTheSlugIsNeeded() {
        Model model = read("{\"models\":[{\"slug\":\"gpt-5.5\"}]}").models().get(0);

        assertThat(model.displayName()).isEmpty();
        assertThat(model.contextWindow()).isEmpty();
        assertThat(model.supportedEfforts()).isEmpty();
        assertThat(model.inputModalities()).isEmpty();
        assertThat(model.listed()).isTrue();
    }

    @Test
    void membersOfAnotherKindCountAsMissing() {
        Model model = read("""
                {"models":[{"slug":"m","display_name":5,"context_window":"big","supported_reasoning_levels":"low",
                  "input_modalities":[1,"text",null],"priority":1.5,"default_reasoning_level":null}]}
                """).models().get(0);

        assertThat(model.displayName()).isEmpty();
        assertThat(model.contextWindow()).isEmpty();
        assertThat(model.supportedEfforts()).isEmpty();
        assertThat(model.inputModalities()).containsExactly("text");
        assertThat(model.defaultEffort()).isEmpty();
    }

    @Test
    void modelsStandInOrderOfPriorityAndOddEntriesAreLeftOut() {
        ModelCatalog catalog = read("""
                {"models":[{"slug":"none"},{"slug":"second","priority":2},7,{"priority":0},{"slug":"first","priority":1}]}
                """);

        assertThat(catalog.models()).extracting(Model::slug).containsExactly("first", "second", "none");
    }

    @Test
    void hiddenModelIsFoundButNotListed() {
        ModelCatalog catalog = read("{\"models\":[{\"slug\":\"codex-auto-review\",\"visibility\":\"hide\"}]}");

        assertThat(catalog.find("codex-auto-review"))
                .hasValueSatisfying(model -> assertThat(model.listed()).isFalse());
        assertThat(catalog.find("gpt-5.5")).isEmpty();
    }

    @Test
    void objectWithoutAListIsNotCatalog() {
        ObjectNode other = JsonMapper.shared().createObjectNode().put("models", "none");

        assertThat(ModelCatalogReader.read(other, null)).isEqualTo(Optional.empty());
    }
}
