package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages in browsers: those of listed origins may call the relay, no others. */
class RelayCorsTest {
    private static final String ALLOWED = "https://chat.example";
    private static final String ALLOW_ORIGIN = "access-control-allow-origin";
    private static final String STAINLESS = "authorization, content-type, x-stainless-lang, x-stainless-retry-count";

    @TempDir
    Path dataDir;

    private RunningRelay relay;
    private RawClient client;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir, Map.of("security.allowed_origins", ALLOWED + ",http://localhost:3000"));
        client = RawClient.of(relay);
    }

    @AfterEach
    void stop() {
        client.close();
        relay.close();
    }

    private static String preflight(String origin) {
        return RawClient.head(
                        "OPTIONS /v1/chat/completions HTTP/1.1",
                        "origin: " + origin,
                        "access-control-request-method: POST",
                        "access-control-request-headers: " + STAINLESS)
                .replaceFirst("authorization: Bearer [^\r]*\r\n", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {ALLOWED, "http://localhost:3000"})
    void preflightOfAListedOriginNeedsNoToken(String origin) {
        RawAnswer answer = client.write(preflight(origin)).answerWithoutBody();

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header(ALLOW_ORIGIN)).hasValue(origin);
        assertThat(answer.header("access-control-allow-headers")).hasValue(STAINLESS);
        assertThat(answer.header("access-control-allow-methods").orElse("")).contains("POST", "GET", "DELETE");
        assertThat(answer.header("access-control-max-age")).isPresent();
        assertThat(answer.header("vary").orElse("")).startsWith("origin, access-control-request-method");
        assertThat(answer.header("access-control-allow-private-network")).isEmpty();
        assertThat(answer.header("x-request-id")).isPresent();
        assertThat(client.write(RawClient.head("GET /healthz HTTP/1.1"))
                        .answer()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void privateNetworkIsAllowedIfRequested() {
        String asking =
                preflight(ALLOWED).replace("origin:", "access-control-request-private-network: true\r\norigin:");

        assertThat(client.write(asking).answerWithoutBody().header("access-control-allow-private-network"))
                .hasValue("true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://chat.example.evil",
                "https://chat.example:8443",
                "http://chat.example",
                "null"
            })
    void preflightOfAnyOtherOriginIsRefused(String origin) {
        RawAnswer answer = client.write(preflight(origin)).answer();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header(ALLOW_ORIGIN)).isEmpty();
        assertThat(answer.header("access-control-allow-headers")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200, gpt-5.5", "404, no-such-model"})
    void everyAnswerToAListedOriginIsMarked(int status, String model) {
        for (String stream : new String[] {"true", "false"}) {
            WireAnswer answer = relay.post(
                    RunningRelay.RESPONSES,
                    "{\"model\": \"" + model + "\", \"input\": \"hi\", \"stream\": " + stream + "}",
                    "origin",
                    ALLOWED);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header(ALLOW_ORIGIN)).hasValue(ALLOWED);
            assertThat(answer.header("access-control-expose-headers").orElse(""))
                    .contains("x-request-id", "retry-after");
        }
        assertThat(relay.send("GET", "/v1/models", "", "origin", ALLOWED, "authorization", "")
                        .header(ALLOW_ORIGIN))
                .as("a page may read why it is refused")
                .hasValue(ALLOWED);
    }

    @Test
    void answersToOthersAreNot() {
        assertThat(relay.send("GET", "/v1/models", "", "origin", "https://evil.example")
                        .header(ALLOW_ORIGIN))
                .isEmpty();
        assertThat(relay.send("GET", "/v1/models", "", "origin", "null").header(ALLOW_ORIGIN))
                .isEmpty();
        assertThat(relay.get("/v1/models").header(ALLOW_ORIGIN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "file://", "app://obsidian.md", "vscode-webview://0c4t1v2ho9bq", "tauri://localhost"})
    void pagesOfDesktopAppsAreServedOnceTheAdviceIsFollowed(String origin, @TempDir Path other) {
        String body = "{\"model\": \"gpt-5.5\", \"input\": \"hi\"}";
        WireAnswer refused = relay.post(RunningRelay.RESPONSES, body, "origin", origin);
        Matcher advised = Pattern.compile("add \"([^\"]+)\" to security\\.allowed_origins")
                .matcher(refused.error("message"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(advised.find()).as(refused.error("message")).isTrue();
        try (RunningRelay obeying = RunningRelay.start(other, Map.of("security.allowed_origins", advised.group(1)));
                RawClient page = RawClient.of(obeying)) {
            RawAnswer preflight = page.write(preflight(origin)).answerWithoutBody();
            WireAnswer answer = obeying.post(RunningRelay.RESPONSES, body, "origin", origin);

            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.header(ALLOW_ORIGIN)).hasValue(origin);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header(ALLOW_ORIGIN)).hasValue(origin);
        }
    }

    @Test
    void whatIsNotAnOriginGetsNoAdviceToListIt() {
        WireAnswer refused = relay.post(RunningRelay.RESPONSES, "{}", "origin", "evil.example");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.error("message"))
                .isEqualTo("The Origin header must contain one origin such as https://chat.example,"
                        + " but is 'evil.example'.");
    }

    @Test
    void nothingIsSaidWithoutAList(@TempDir Path other) {
        try (RunningRelay off = RunningRelay.start(other);
                RawClient page = RawClient.of(off)) {
            RawAnswer preflight = page.write(preflight(ALLOWED)).answer();
            WireAnswer answer = off.send("GET", "/v1/models", "", "origin", ALLOWED);

            assertThat(preflight.status()).isEqualTo(403);
            assertThat(preflight.header(ALLOW_ORIGIN)).isEmpty();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header(ALLOW_ORIGIN)).isEmpty();
            assertThat(answer.header("vary")).isEmpty();
        }
    }
}
