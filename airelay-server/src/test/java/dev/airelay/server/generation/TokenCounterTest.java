package dev.airelay.server.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.spi.CountedRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

class TokenCounterTest {

    private static final TokenCounter COUNTER = new TokenCounter();

    private static long estimate(List<String> texts, int items, int images, long fileBytes) {
        return COUNTER.estimate(new CountedRequest(
                texts, items, images, fileBytes, List.of(), List.of(), JsonNodeFactory.instance.objectNode()));
    }

    /** The counts are those of OpenAI's tiktoken for o200k_base. */
    @ParameterizedTest
    @CsvSource({"hello world, 2", "'', 0", "antidisestablishmentarianism, 6", "<|endoftext|>, 7"})
    void textsAreCountedByTheVocabulary(String text, int tokens) {
        assertThat(estimate(List.of(text), 0, 0, 0)).isEqualTo(3 + tokens);
    }

    @Test
    void allElseIsCountedByRulesOfThumb() {
        assertThat(estimate(List.of("hello world", "hello world"), 2, 1, 3200)).isEqualTo(3 + 4 + 6 + 630 + 100);
    }
}
