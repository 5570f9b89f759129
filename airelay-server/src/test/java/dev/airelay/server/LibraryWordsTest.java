package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** No error names a class, a setting or a form of a library: its reader knows the relay and its request. */
class LibraryWordsTest {
    private static final Pattern LIBRARY = Pattern.compile(
            "java\\.|javax|jdk\\.|sun\\.|jackson|netty|exception|throwable|`|\\bPT-?[0-9]|[A-Z][a-z]+Feature|Constraints|@[0-9a-f]{5}|922337203685477",
            Pattern.CASE_INSENSITIVE);

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir, Map.of("server.max_body_bytes", "100000"));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private static void assertPlain(WireAnswer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(400, 599);
        JsonNode error = answer.json().path("error");
        String message = error.isString() ? error.stringValue() : answer.error("message");
        assertThat(message).isNotBlank().doesNotContainPattern(LIBRARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1]",
                "{\"model\": NaN}",
                "{\"model\": -Infinity}",
                "{\"model\": 0x1}",
                "{\"model\": 'a'}",
                "{\"model\": \"\u0001\"}",
                "{\"model\": 1e999999999999}",
                "{\"model\": \"gpt-5.5\", \"model\": \"gpt-5.5\"}",
                "{\"model\": \"gpt-5.5\", \"messages\": \"x\"}",
                "{\"model\": \"gpt-5.5\", \"messages\": [{\"role\": \"user\", \"content\": {}}], \"input\": 1}",
                "{\"model\": \"gpt-5.5\", \"input\": [{\"type\": \"message\", \"role\": 7, \"content\": 1e400}]}",
                "{\"model\": \"gpt-5.5\", \"input\": \"a\", \"max_output_tokens\": 1e400, \"temperature\": \"hot\"}",
                "{\"model\": \"gpt-5.5\", \"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_file\","
                        + " \"file_data\": \"data:;base64,%\"}]}]}",
            })
    void brokenBodies(String body) {
        for (String route :
                new String[] {"/v1/responses", "/v1/chat/completions", "/v1/completions", "/v1/conversations/x"}) {
            WireAnswer answer = relay.post(route, body);
            if (answer.status() >= 400) {
                assertPlain(answer);
            }
        }
    }

    @Test
    void deepAndLongBodies() {
        assertPlain(relay.post("/v1/responses", "{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}"));
        assertPlain(relay.post("/v1/responses", "{\"a\":" + "1".repeat(5_000) + "}"));
        assertPlain(relay.post("/v1/responses", "{\"" + "n".repeat(60_000) + "\":1}"));
        assertPlain(relay.post("/v1/responses", "x".repeat(200_000)));
        assertPlain(relay.post("/v1/responses", "{}", "content-type", "a/b/c"));
        assertPlain(relay.post("/v1/responses", "no gzip", "content-encoding", "gzip"));
        assertPlain(relay.post("/v1/responses", "no zstd", "content-encoding", "zstd"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/files?limit=1e5",
        "GET, /v1/files?limit=99999999999999999999",
        "GET, /v1/files?after=%00",
        "GET, /v1/responses/x?starting_after=-5&stream=true",
        "GET, /v1/subscription/status?raw=perhaps",
        "GET, /v1/models/a%2Fb",
        "DELETE, /v1/conversations/%F0%9F%98%80",
        "POST, /v1/uploads/none/complete",
        "GET, /v1/none",
    })
    void brokenAddresses(String method, String path) {
        assertPlain(relay.send(method, path, method.equals("POST") ? "{}" : ""));
    }

    @Test
    void brokenForms() {
        assertPlain(relay.upload("/v1/files", new FormBody().field("purpose", "user_data")));
        assertPlain(relay.upload(
                "/v1/files",
                new FormBody().field("expires_after[seconds]", "PT1H").file("file", "a", "b", "c".getBytes(UTF_8))));
        assertPlain(relay.post("/v1/files", "x", "content-type", FormBody.CONTENT_TYPE));
        assertPlain(relay.post("/v1/files", "x", "content-type", "multipart/form-data; boundary=\u00fc"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cut at=headers kind=rst",
                "cut after=0 kind=rst",
                "html",
                "html status=503",
                "cloudflare",
                "redirect",
                "status code=500 body=x type=text/plain",
                "status code=200 body=[1]",
                "split",
                "invalid_request_error at=http",
            })
    void failuresOfTheUpstream(String script) {
        for (Generation generation : Generation.values()) {
            WireAnswer answer = generation.ask(relay.script(script), "hello");
            if (answer.status() >= 400) {
                assertPlain(answer);
            }
        }
    }
}
