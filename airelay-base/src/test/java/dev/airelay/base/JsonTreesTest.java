package dev.airelay.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The results are those of the mapper whose place the trees take. */
final class JsonTreesTest {
    private static final JsonMapper USUAL = JsonMapper.shared();
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "\"text\"",
                "0",
                "-0",
                "-0.0",
                "1.50",
                "1e3",
                "1E-400",
                "2147483648",
                "-9223372036854775809",
                "3.141592653589793238462643383279",
                "0.1",
                "100000000000000000000.0",
                "1.0e22",
                "{\"a\":1,\"b\":[1,2.50,{\"c\":null}],\"a\":2,\"d\":\"\\u00e9\\uD83D\\uDE00\\n\\/\"}",
                "[[[[]]],{\"\":{}},\"\u2028 \u00fc\",false]",
                " \n [1] \t "
            })
    void readsAndWritesAsTheMapperDoes(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);

        assertSame(JsonTrees.usual(), USUAL, utf8);
        assertSame(JsonTrees.exact(), EXACT, utf8);
    }

    private static void assertSame(JsonTrees trees, JsonMapper mapper, byte[] utf8) {
        JsonNode read = trees.read(utf8);
        JsonNode expected = mapper.readTree(utf8);
        assertThat(read).isEqualTo(expected);
        assertThat(trees.read(new String(utf8, StandardCharsets.UTF_8))).isEqualTo(expected);
        assertThat(trees.write(read)).isEqualTo(mapper.writeValueAsBytes(expected));
        assertThat(trees.writeIndented(read))
                .isEqualTo(mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[1,",
                "{\"a\"",
                "{\"a\":}",
                "[1] 2",
                "{} x",
                "nul",
                "01",
                "\"\u0001\"",
                "]",
                "{\"a\":1}}",
                "NaN",
                "'a'",
                "[1,]",
                "1e99999999999"
            })
    void failsAsTheMapperDoes(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        RuntimeException expected = catchThrowableOfType(RuntimeException.class, () -> EXACT.readTree(utf8));

        RuntimeException failed = catchThrowableOfType(
                RuntimeException.class, () -> JsonTrees.exact().read(utf8));

        assertThat(failed).isInstanceOf(expected.getClass());
        if (failed instanceof JacksonException malformed && expected instanceof JacksonException usual) {
            assertThat(malformed.getLocation().getLineNr())
                    .isEqualTo(usual.getLocation().getLineNr());
            assertThat(malformed.getLocation().getColumnNr())
                    .isEqualTo(usual.getLocation().getColumnNr());
        }
    }

    @Test
    void readsNothingAsMissing() {
        assertThat(JsonTrees.usual().read(new byte[0]).isMissingNode()).isTrue();
        assertThat(JsonTrees.usual().read("  ").isMissingNode()).isTrue();
    }

    @Test
    void readsPartOfAnArray() {
        byte[] utf8 = "xx[7]yy".getBytes(StandardCharsets.UTF_8);

        assertThat(JsonTrees.usual().read(utf8, 2, 3)).isEqualTo(USUAL.readTree("[7]"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7_990, 8_000, 8_010, 100_000, 1_000_003})
    void writesTextsOfAnyLength(int length) {
        JsonNode node = USUAL.createArrayNode().add("x".repeat(length)).add(7);

        assertThat(JsonTrees.usual().write(node)).isEqualTo(USUAL.writeValueAsBytes(node));
    }

    @Test
    void obeysTheFactory() {
        assertThatThrownBy(() -> new JsonTrees(new JsonFactory(), true).read("[".repeat(501) + "]".repeat(501)))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("nesting depth");
    }
}
