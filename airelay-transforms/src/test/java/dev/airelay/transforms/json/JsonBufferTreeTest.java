package dev.airelay.transforms.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.base.JsonTrees;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Trees are written as Jackson writes them. */
class JsonBufferTreeTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static String jackson(JsonNode tree) {
        return new String(JsonTrees.exact().write(tree), UTF_8);
    }

    private static String written(JsonNode tree) {
        return new String(Json.write(tree), UTF_8);
    }

    @Test
    void everyCharacterOfTheBasicPlane() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            if (!Character.isSurrogate(c)) {
                StringNode alone = StringNode.valueOf(String.valueOf(c));
                assertThat(written(alone)).isEqualTo(jackson(alone));
                all.append(c);
            }
        }
        StringNode together = StringNode.valueOf(all.toString());
        assertThat(written(together)).isEqualTo(jackson(together));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "what?", "a\"b\\c/d", "\u0000\u001f\u007f", "\ud83d\ude00?", "é?", "a\tb\r\n\f\b"})
    void texts(String text) {
        ObjectNode tree = NODES.objectNode().put(text, text);

        assertThat(written(tree)).isEqualTo(jackson(tree));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "a\ud800", "?\ud800", "\udc00\ud800?", "\ud800\ud800\udc00"})
    void unpairedSurrogateIsReplaced(String text) {
        byte[] json = Json.write(NODES.objectNode().put("v", text));
        String value = Json.text(Json.read(json, 0, json.length), "v");

        assertThat(value).hasSameSizeAs(text).contains("\ufffd");
    }

    @Test
    void numbersKeepTheirDigits() {
        for (JsonNode number : new JsonNode[] {
            NODES.numberNode(0),
            NODES.numberNode(-1),
            NODES.numberNode(Integer.MIN_VALUE),
            NODES.numberNode(Long.MAX_VALUE),
            NODES.numberNode(Long.MIN_VALUE),
            NODES.numberNode(0.1),
            NODES.numberNode(1e300),
            NODES.numberNode(-0.0f),
            NODES.numberNode(new BigDecimal("1.00")),
            NODES.numberNode(new BigDecimal("1E+400")),
            NODES.numberNode(new BigInteger("123456789012345678901234567890"))
        }) {
            assertThat(written(number)).isEqualTo(jackson(number));
        }
    }

    @Test
    void randomTrees() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            JsonNode tree = tree(random, 5);
            assertThat(written(tree)).isEqualTo(jackson(tree));
        }
    }

    private static JsonNode tree(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextLong() >> random.nextInt(64));
            case 3 -> NODES.numberNode(random.nextDouble());
            case 4 -> NODES.stringNode(text(random));
            case 5 -> {
                var array = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(tree(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(text(random), tree(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static String text(Random random) {
        int[] points = random.ints(random.nextInt(40), 0, random.nextInt(4) == 0 ? 0x11000 : 0x80)
                .filter(point -> point > 0xFFFF || !Character.isSurrogate((char) point))
                .toArray();
        return new String(points, 0, points.length);
    }

    @Test
    void nothingThatIsNotJson() {
        MissingNode missing = MissingNode.getInstance();

        assertThatThrownBy(() -> Json.write(missing)).isInstanceOf(IllegalArgumentException.class);
        assertThat(written(NODES.nullNode())).isEqualTo("null");
    }
}
