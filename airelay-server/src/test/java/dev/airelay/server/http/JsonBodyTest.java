package dev.airelay.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.airelay.transforms.failure.RequestRejected;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class JsonBodyTest {

    private static final int IMAGE_CHARS = 21 * 1024 * 1024;

    private final JsonBody bodies = new JsonBody(IMAGE_CHARS);

    private ObjectNode read(String json) {
        return bodies.read(json.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("", "The request body is empty"),
                arguments("   ", "The request body must be a JSON object"),
                arguments("[]", "The request body must be a JSON object"),
                arguments("\"text\"", "The request body must be a JSON object"),
                arguments("null", "The request body must be a JSON object"),
                arguments("1", "The request body must be a JSON object"),
                arguments("{", "it ends before the JSON value is complete at line 1, column 2."),
                arguments("{\"a\":1,", "it ends before the JSON value is complete at line 1"),
                arguments("{\"a\":\u00011}", "found a control character outside a string"),
                arguments("{\"a\":0x1}", "JSON has no hexadecimal numbers"),
                arguments("1{", "something follows the JSON value"),
                arguments("}", "found '}', which has no matching opening bracket"),
                arguments("{\"a\":\"x", "it ends before the JSON value is complete at line 1"),
                arguments("{\"a\":[1}", "found '}', which has no matching opening bracket at line 1, column 8."),
                arguments("{\n \"a\": tru}", "'tru' is not a JSON value; strings need double quotes at line 2, column"),
                arguments("hello", "'hello' is not a JSON value"),
                arguments("{'a':1}", "found ''' where a member's name in double quotes was expected"),
                arguments("{\"a\":1,}", "found '}' where a member's name in double quotes was expected"),
                arguments("{\"a\":[1,]}", "found ']' where a value was expected"),
                arguments("{\"a\":\u201cx\u201d}", "found '\u201c' where a value was expected"),
                arguments(
                        "{\"a\":1 \"b\":2}", "found '\"' where a comma or the end of the object or array was expected"),
                arguments("{\"a\" 1}", "found '1' where a colon was expected"),
                arguments("{\"a\":/* c */1}", "JSON has no comments"),
                arguments("{\"a\":NaN}", "NaN is not a JSON number; send null or leave the member out"),
                arguments("{\"a\":-Infinity}", "-Infinity is not a JSON number"),
                arguments("{\"a\":01}", "a number is malformed"),
                arguments("{\"a\":+1}", "a number is malformed"),
                arguments("{\"a\":1.}", "a number is malformed"),
                arguments("{\"a\":\"\u0001\"}", "a string contains a control character"),
                arguments("{\"a\":\"\\x\"}", "a string contains an invalid escape"),
                arguments("{\"a\":\"\\u12\"}", "a string contains an invalid escape"),
                arguments("{} {}", "is not valid JSON: something follows the JSON value at line 1, column 4."),
                arguments("{}x", "is not valid JSON"),
                arguments("{\"model\":1,\"model\":2}", "the member 'model' occurs twice in one object"),
                arguments("{\"a\":{\"b\":1,\"b\":2}}", "the member 'b' occurs twice in one object"),
                arguments("{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}", "nested more than 200 levels deep"),
                arguments("{\"a\":" + "1".repeat(2000) + "}", "a number has more than 1000 digits"),
                arguments("{\"" + "n".repeat(60_000) + "\":1}", "a member's name has more than 50000 characters"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNotOneObjectIsRefusedWithTheReason(String body, String reason) {
        assertThatExceptionOfType(RequestRejected.class)
                .isThrownBy(() -> read(body))
                .satisfies(rejected -> {
                    assertThat(rejected.status()).isEqualTo(400);
                    assertThat(rejected.error().code()).isEqualTo("invalid_json");
                    assertThat(rejected.error().message())
                            .contains(reason)
                            .doesNotContain("Source", "jackson", "Feature", "Constraints", "`", "code ");
                });
    }

    static Stream<Arguments> undecodable() {
        return Stream.of(
                arguments("not UTF-8", new int[] {'{', '"', 0xff, '"', ':', '1', '}'}),
                arguments("cut UTF-8", new int[] {'{', '"', 'a', '"', ':', '"', 0xe2, 0x82}),
                arguments("UTF-16 cut", new int[] {0, '{', 0}),
                arguments("UTF-32 beyond Unicode", new int[] {0, 0, 0, '{', 0x7f, 0xff, 0xff, 0xff}),
                arguments("only a byte order mark", new int[] {0xef, 0xbb, 0xbf}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("undecodable")
    void binaryBytesAreRefused(String what, int[] values) {
        byte[] body = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            body[i] = (byte) values[i];
        }

        assertThatExceptionOfType(RequestRejected.class)
                .as(what)
                .isThrownBy(() -> bodies.read(body))
                .satisfies(rejected -> {
                    assertThat(rejected.status()).isEqualTo(400);
                    assertThat(rejected.error().message()).doesNotContain("0x", "byte", "#");
                });
    }

    @Test
    void noWordOfTheParserGetsThrough() {
        byte[] sound = "{\"model\":\"gpt-5.5\",\"n\":-1.5e3,\"a\":[true,null,{\"b\":\"x\\u00e9\\n\"}],\"s\":\"\u00fc\"}"
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] body = Arrays.copyOf(sound, 1 + random.nextInt(sound.length));
            for (int change = random.nextInt(3); change > 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                bodies.read(body);
            } catch (RequestRejected rejected) {
                refused++;
                assertThat(rejected.error().message())
                        .doesNotContain("jackson", "Feature", "Source", "code ", "token", "end-of-input", "expecting")
                        .doesNotContain("a value is malformed");
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void nestingUpToTheLimitIsAccepted() {
        assertThat(read("{\"a\":" + "[".repeat(199) + "]".repeat(199) + "}")
                        .path("a")
                        .isArray())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10",
                "0.70",
                "1.0",
                "-0.5",
                "12345678901234567890",
                "0.1234567890123456789012345678901234567890",
                "100000000000000000000000000000"
            })
    void numbersKeepTheirDigits(String number) {
        String json = "{\"a\":" + number + "}";

        assertThat(read(json).toString()).isEqualTo(json);
    }

    @Test
    void numberBeyondADoubleKeepsItsValue() {
        assertThat(read("{\"a\":1e400}").path("a").decimalValue()).isEqualByComparingTo("1e400");
    }

    @Test
    void numberWithAnAbsurdExponentIsRefused() {
        assertThatExceptionOfType(RequestRejected.class)
                .isThrownBy(() -> read("{\"a\":1e99999999999}"))
                .withMessageContaining("exponent")
                .withMessageNotContaining("BigDecimal");
    }

    @Test
    void oneImageMayFillAWholeBody() {
        byte[] body = new byte[IMAGE_CHARS + 8];
        Arrays.fill(body, (byte) 'A');
        System.arraycopy("{\"a\":\"".getBytes(StandardCharsets.UTF_8), 0, body, 0, 6);
        body[body.length - 2] = '"';
        body[body.length - 1] = '}';

        assertThat(bodies.read(body).path("a").asString()).hasSize(IMAGE_CHARS);
    }

    @Test
    void textOverTheLimitIsRefused() {
        assertThatExceptionOfType(RequestRejected.class)
                .isThrownBy(() -> new JsonBody(10).read("{\"a\":\"12345678901\"}".getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("a string has more than 10 characters");
    }
}
