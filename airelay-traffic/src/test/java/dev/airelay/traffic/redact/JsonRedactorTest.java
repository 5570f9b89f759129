package dev.airelay.traffic.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;

class JsonRedactorTest {
    private static final int STACK_BYTES = 512 * 1024;

    private final SecretValues secrets = new SecretValues();

    private String redacted(String json) {
        return LogJson.write(out -> new JsonRedactor(new Redactor(secrets), out, 0).write(LogJson.read(json)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"access_token\":\"a\"}                  | {\"access_token\":\"[REDACTED]\"}",
                "{\"Refresh-Token\":\"a\"}                 | {\"Refresh-Token\":\"[REDACTED]\"}",
                "{\"ID_TOKEN\":\"a\",\"x\":1}              | {\"ID_TOKEN\":\"[REDACTED]\",\"x\":1}",
                "{\"openai_api_key\":\"a\"}                | {\"openai_api_key\":\"[REDACTED]\"}",
                "{\"x-api-key\":\"a\",\"apiKey\":\"b\"}    | {\"x-api-key\":\"[REDACTED]\",\"apiKey\":\"[REDACTED]\"}",
                "{\"proxy-authorization\":[\"a\"]}         | {\"proxy-authorization\":\"[REDACTED]\"}",
                "{\"cookie\":\"a\",\"set-cookie\":\"b\"}   | {\"cookie\":\"[REDACTED]\",\"set-cookie\":\"[REDACTED]\"}",
                "{\"subject_token\":\"a\"}                 | {\"subject_token\":\"[REDACTED]\"}",
                "{\"password\":12345}                      | {\"password\":\"[REDACTED]\"}",
                "{\"client_secret\":{\"v\":\"a\"}}         | {\"client_secret\":\"[REDACTED]\"}",
                "{\"code_verifier\":\"a\"}                 | {\"code_verifier\":\"[REDACTED]\"}",
                "{\"user_code\":\"a\",\"device_auth_id\":\"b\"} | {\"user_code\":\"[REDACTED]\",\"device_auth_id\":\"[REDACTED]\"}",
                "{\"code\":\"a\"}                          | {\"code\":\"[REDACTED]\"}",
                "{\"error\":{\"code\":\"rate_limit\"}}     | {\"error\":{\"code\":\"rate_limit\"}}",
                "{\"code\":\"x\",\"message\":\"m\"}        | {\"code\":\"x\",\"message\":\"m\"}",
                "{\"code\":\"x\",\"message\":{}}           | {\"code\":\"[REDACTED]\",\"message\":{}}",
                "{\"bearer_token\":null,\"token\":true}    | {\"bearer_token\":null,\"token\":true}",
                "{\"max_tokens\":5,\"total_tokens\":7}     | {\"max_tokens\":5,\"total_tokens\":7}",
                "{\"a\":[{\"b\":[{\"token\":\"x\"}]}]}     | {\"a\":[{\"b\":[{\"token\":\"[REDACTED]\"}]}]}",
                "{\"text\":\"use Bearer abc\"}             | {\"text\":\"use Bearer [REDACTED]\"}",
                "{\"sk-abcdefgh\":1}                       | {\"[REDACTED]\":1}",
                "{\"arguments\":\"{\\\"token\\\":\\\"a\\\\\\\"b\\\"}\"} | {\"arguments\":\"{\\\"token\\\":\\\"[REDACTED]\\\"}\"}",
                "{\"a\":1.10,\"b\":12345678901234567890}   | {\"a\":1.10,\"b\":12345678901234567890}"
            })
    void secretsAreTakenOutByKeyAndByShape(String json, String expected) {
        assertThat(redacted(json)).isEqualTo(expected);
    }

    @Test
    void fileContentsBecomeHashAndSize() {
        assertThat(redacted("{\"file_data\":\"aGVsbG8=\",\"image_url\":\"data:image/png;base64,aGVsbG8=\"}"))
                .isEqualTo("{\"file_data\":\"[DATA 5 bytes sha256:"
                        + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824]\","
                        + "\"image_url\":\"[DATA image/png 5 bytes sha256:"
                        + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824]\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"images\":[\"%s\"]}",
                "{\"image\":\"%s\",\"mask\":\"%<s\"}",
                "{\"image\":[\"%s*\"]}",
                "{\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"%s\"}}",
                "{\"source\":{\"data\":\"%s\",\"type\":\"base64\"}}",
                "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"%s\",\"format\":\"wav\"}}",
                "{\"content\":[{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"%s\"}]}",
                "{\"delta\":{\"type\":\"signature_delta\",\"signature\":\"%s\"}}",
                "{\"content\":[{\"type\":\"redacted_thinking\",\"data\":\"%s\"}]}",
                "{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"%s\"}]}",
                "{\"reasoning_details\":[{\"data\":\"%s\"}]}",
                "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"signature\":\"%s\"}]}",
                "{\"text\":\"{\\\"images\\\":[\\\"%s\\\"]}\"}"
            })
    void contentOfEveryDialectBecomesHashAndSize(String json) {
        String content = "aGVsbG8h".repeat(10);

        assertThat(redacted(String.format(json, content)))
                .doesNotContain("aGVsbG8h")
                .contains("[DATA ", " bytes sha256:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"image\":\"registry.example.org/nginx@sha256:0123456789012345678901234567890123456789012345678\"}",
                "{\"images\":[\"https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.png\"]}",
                "{\"mask\":\"fur\",\"images\":[{\"data\":\"x\"}]}",
                "{\"type\":\"text\",\"data\":\"hello\"}",
                "{\"name\":\"f\",\"signature\":\"f(int)\"}",
                "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"\"}"
            })
    void otherTextUnderSuchNamesStays(String json) {
        assertThat(redacted(json)).isEqualTo(json);
    }

    /** A tree as deep as it may be, with a text at its bottom that is such a tree. */
    @Test
    void textsWithinTextsDoNotAddTheirDepthsOnTheStack() {
        String json = "{\"token\":\"a\"}";
        for (int nested = 0; nested < 6; nested++) {
            json = "[".repeat(490) + LogJson.write(text(json)) + "]".repeat(490);
        }
        String deep = json;
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread narrow = new Thread(
                null,
                () -> {
                    try {
                        result.complete(redacted(deep));
                    } catch (StackOverflowError overflow) {
                        result.completeExceptionally(overflow);
                    }
                },
                "narrow",
                STACK_BYTES);
        narrow.start();

        assertThat(result.join()).contains("[REDACTED]").doesNotContain("\"a\\");
    }

    private static Consumer<JsonGenerator> text(String value) {
        return out -> out.writeString(value);
    }

    @Test
    void knownSecretIsTakenOutOfNumbersToo() {
        secrets.add("8675309");

        assertThat(redacted("{\"a\":98675309,\"b\":\"x8675309\",\"8675309\":1}"))
                .isEqualTo("{\"a\":\"[REDACTED]\",\"b\":\"x[REDACTED]\",\"[REDACTED]\":1}");
    }
}
