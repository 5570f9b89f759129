package dev.airelay.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.airelay.emulator.api.CheckOptions;
import dev.airelay.emulator.api.RecordedHeader;
import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.WireClient;
import dev.airelay.emulator.issuer.BearerToken;
import dev.airelay.emulator.turn.TurnRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Credentials, recording, queues, the other paths: the emulator as its users see it. */
class EmulatorTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private Emulator emulator;
    private WireClient client;

    @BeforeEach
    void start() {
        emulator = Emulator.start(EmulatorOptions.defaults().withClock(InstantSource.fixed(NOW)));
        client = new WireClient(emulator);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no token, authorization, '', 401",
        "other scheme, authorization, Basic abc, 401",
        "malformed token, authorization, Bearer a b, 401",
        "opaque token, authorization, Bearer abc, 200",
        "token of three parts, authorization, Bearer FAKE.JWT.TOKEN, 200",
        "no account, chatgpt-account-id, '', 401",
        "account of another token, chatgpt-account-id, acct-other, 401",
    })
    void statusForCredentials(String name, String header, String value, int status) {
        WireClient.Answer answer = client.turn(WireClient.body("hi"), header, value);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 401) {
            assertThat(answer.json()).isEqualTo(Json.object().put("detail", "Unauthorized"));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 401", "-1, 401", "1, 200"})
    void tokenExpiresOnTheInjectedClock(int secondsLeft, int status) {
        String token = BearerToken.unsigned(Emulator.accountId(), NOW.plusSeconds(secondsLeft))
                .text();

        WireClient.Answer answer = client.turn(WireClient.body("hi"), "authorization", "Bearer " + token);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 401) {
            assertThat(Json.string(answer.json().path("error"), "code")).isEqualTo("token_expired");
            assertThat(answer.header("x-openai-authorization-error")).hasValue("token_expired");
            assertThat(answer.header("x-error-json")).isPresent();
        }
    }

    @Test
    void onlyNamedCredentialsAreAcceptedWhenNamed() {
        CheckOptions checks = CheckOptions.defaults().withAccessTokens("right").withAccountIds("mine");

        try (Emulator strict = Emulator.start(EmulatorOptions.defaults().withChecks(checks))) {
            WireClient to = new WireClient(strict);
            ObjectNode body = WireClient.body("hi");
            assertThat(to.turn(body, "authorization", "Bearer right", "chatgpt-account-id", "mine")
                            .status())
                    .isEqualTo(200);
            assertThat(to.turn(body, "authorization", "Bearer right", "chatgpt-account-id", "other")
                            .status())
                    .isEqualTo(401);
            assertThat(to.turn(body, "authorization", "Bearer wrong", "chatgpt-account-id", "mine")
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void requestIsRecordedWithoutItsToken() {
        client.turn(WireClient.body("hi"), "session-id", "s1", "X-Mixed-Case", "kept");

        RecordedRequest request = emulator.awaitRequest(LIMIT);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/backend-api/codex/responses");
        assertThat(request.body().orElseThrow().path("store").booleanValue(true))
                .isFalse();
        assertThat(request.header("SESSION-ID")).hasValue("s1");
        assertThat(request.headers()).contains(new RecordedHeader("X-Mixed-Case", "kept"));
        assertThat(request.header("authorization").orElseThrow())
                .matches("Bearer sha256:[0-9a-f]{16} shape=jwt length=\\d+")
                .doesNotContain(Emulator.accessToken());
        assertThat(request.awaitEnding(LIMIT)).isEqualTo(RecordedRequest.Ending.COMPLETE);
    }

    @Test
    void recordingIsBounded() {
        try (Emulator small = Emulator.start(EmulatorOptions.defaults().withRecordedRequests(2))) {
            WireClient to = new WireClient(small);
            List.of("a", "b", "c").forEach(text -> to.turn(WireClient.body(text)));

            assertThat(small.requests())
                    .extracting(request -> TurnRequest.text(
                            request.body().orElseThrow().path("input").path(0).path("content")))
                    .containsExactly("b", "c");
        }
    }

    @Test
    void awaitingARequestThatNeverComesSaysSo() {
        assertThatThrownBy(() -> emulator.awaitRequest(Duration.ofMillis(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no request arrived");
    }

    @Test
    void queuedScriptsArePlayedOnceEachInOrder() {
        emulator.script("unauthorized");
        emulator.script("status code=418 on=models");
        emulator.script("slow_down at=http");

        assertThat(client.turn(WireClient.body("hi")).status()).isEqualTo(401);
        assertThat(client.turn(WireClient.body("hi")).status()).isEqualTo(503);
        assertThat(client.turn(WireClient.body("hi")).status()).isEqualTo(200);
        assertThat(client.get("/models?client_version=0.160.0").status()).isEqualTo(418);
        assertThat(client.get("/models?client_version=0.160.0").status()).isEqualTo(200);
    }

    @Test
    void unknownScriptCannotBeQueued() {
        assertThatThrownBy(() -> emulator.script("no-such"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such");
    }

    @Test
    void scriptOfTheOptionsIsPlayedAlways() {
        try (Emulator failing = Emulator.start(EmulatorOptions.defaults().withScript("server_error at=http"))) {
            WireClient to = new WireClient(failing);

            assertThat(to.turn(WireClient.body("hi")).status()).isEqualTo(500);
            assertThat(to.turn(WireClient.body("hi")).status()).isEqualTo(500);
            assertThat(to.get("/models?client_version=0.160.0").status()).isEqualTo(200);
        }
    }

    @Test
    void controlPathsQueueListAndForget() {
        WireClient.Answer queued = client.send(
                client.request("/__emulator/scripts").POST(BodyPublishers.ofString("unauthorized\ncloudflare\n")));
        assertThat(queued.json().path("queued").intValue()).isEqualTo(2);
        assertThat(client.turn(WireClient.body("hi")).status()).isEqualTo(401);
        assertThat(client.turn(WireClient.body("hi")).status()).isEqualTo(403);

        JsonNode recorded = client.get("/__emulator/requests").json().path("requests");
        assertThat(recorded).hasSize(2);
        assertThat(recorded.toString()).doesNotContain(Emulator.accessToken());
        client.send(client.request("/__emulator/requests").DELETE());
        assertThat(emulator.requests()).isEmpty();
        assertThat(client.get("/__emulator/scripts").json().path("scripts"))
                .hasSize(Emulator.scripts().size());
        assertThat(client.send(client.request("/__emulator/scripts").POST(BodyPublishers.ofString("nonsense")))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void cachedTokensNeedAStableSession() {
        ObjectNode body = WireClient.body("hi").put("prompt_cache_key", "k");

        assertThat(cachedTokens(body, "session-id", "k")).isZero();
        assertThat(cachedTokens(body, "session-id", "k")).isPositive();
        assertThat(cachedTokens(body, "session-id", "other")).isZero();
        assertThat(cachedTokens(body)).isZero();
    }

    @Test
    void encryptedReasoningIsAcceptedBackUnchangedOnly() {
        ObjectNode body = WireClient.body("hi");
        body.putArray("include").add("reasoning.encrypted_content");
        ObjectNode reasoning =
                (ObjectNode) WireClient.items(client.turn(body).events()).get(0);
        ((ArrayNode) body.path("input")).add(reasoning);

        assertThat(client.turn(body).status()).isEqualTo(200);
        assertThat(client.turn(body, "authorization", "Bearer x", "chatgpt-account-id", "acct-other")
                        .status())
                .isEqualTo(400);
        reasoning.put(
                "encrypted_content", Json.string(reasoning, "encrypted_content").replace('A', 'B'));
        assertThat(Json.string(client.turn(body).json().path("error"), "code")).isEqualTo("invalid_encrypted_content");
    }

    @ParameterizedTest
    @CsvSource({
        "0.134.0, gpt-5.5, gpt-5.6-sol",
        "0.144.0, gpt-5.6-sol, gpt-6-sol",
        "0.165.9, gpt-6.1-sol, gpt-6.2-sol",
        "0.166.0, gpt-6.2-sol, gpt-image-2"
    })
    void modelsDependOnTheClientVersion(String version, String listed, String absent) {
        WireClient.Answer answer = client.get("/models?client_version=" + version);

        List<String> slugs = TurnRequest.elements(answer.json().path("models")).stream()
                .map(model -> Json.string(model, "slug"))
                .toList();
        assertThat(slugs).contains(listed).doesNotContain(absent);
        assertThat(answer.header("etag"))
                .isPresent()
                .isEqualTo(client.turn(WireClient.body("hi")).header("x-models-etag"));
    }

    @Test
    void usageHasBothWindowsAndItsResetOnTheClock() {
        JsonNode usage = client.get("/backend-api/wham/usage").json();

        JsonNode primary = usage.path("rate_limit").path("primary_window");
        assertThat(primary.path("limit_window_seconds").intValue()).isEqualTo(18_000);
        assertThat(primary.path("reset_at").longValue())
                .isEqualTo(NOW.getEpochSecond()
                        + primary.path("reset_after_seconds").intValue());
        assertThat(usage.path("rate_limit")
                        .path("secondary_window")
                        .path("limit_window_seconds")
                        .intValue())
                .isEqualTo(604_800);
        assertThat(usage.path("account_id").stringValue()).isEqualTo(Emulator.accountId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/backend-api/wham/settings/user",
                "/backend-api/ps/plugins/installed?limit=200",
                "/backend-api/ps/mcp",
                "/nothing"
            })
    void otherPathsAnswerNotFoundAsJson(String path) {
        WireClient.Answer answer = client.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json()).isEqualTo(Json.object().put("detail", "Not Found"));
    }

    @Test
    void getWithoutUpgradeIsDeclined() {
        assertThat(client.get("/responses").status()).isEqualTo(426);
    }

    @Test
    void gzippedBodyIsRead() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(Json.bytes(WireClient.body("zipped")));
        }

        WireClient.Answer answer = client.send(client.request("/responses", "content-encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(zipped.toByteArray())));

        assertThat(WireClient.joined(answer.events(), "response.output_text.delta"))
                .contains("\"zipped\"");
        assertThat(emulator.awaitRequest(LIMIT).body()).contains(WireClient.body("zipped"));
    }

    @Test
    void zstdBodyIsRead() {
        WireClient.Answer answer = client.send(client.request("/responses", "content-encoding", "zstd")
                .POST(BodyPublishers.ofByteArray(Zstd.compress(Json.bytes(WireClient.body("zipped"))))));

        assertThat(WireClient.joined(answer.events(), "response.output_text.delta"))
                .contains("\"zipped\"");
        assertThat(emulator.awaitRequest(LIMIT).body()).contains(WireClient.body("zipped"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.165.9 | The 'gpt-6.2-sol' model requires a newer version of Codex. Please upgrade to the latest app or CLI and try"
                        + " again.",
                "0.166.0 | ''",
            })
    void modelNeedsItsVersion(String version, String detail) {
        WireClient.Answer answer = client.turn(
                WireClient.body("hi").put("model", "gpt-6.2-sol"), "version", version, "user-agent", "codex/0.1.0");

        assertThat(answer.status()).isEqualTo(detail.isEmpty() ? 200 : 400);
        if (!detail.isEmpty()) {
            assertThat(answer.json()).isEqualTo(Json.object().put("detail", detail));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"br, 415, cannot decode content-encoding br", "zstd, 400, not valid zstd", "gzip, 400, not valid gzip"})
    void bodyThatCannotBeDecodedIsRefused(String encoding, int status, String text) {
        WireClient.Answer answer = client.send(client.request("/responses", "content-encoding", encoding)
                .POST(BodyPublishers.ofByteArray("neither".getBytes(UTF_8))));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(Json.string(answer.json(), "detail")).contains(text);
    }

    @Test
    void takenPortIsNamed() {
        assertThatThrownBy(() -> Emulator.start(EmulatorOptions.defaults().withPort(emulator.port())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:" + emulator.port());
    }

    private int cachedTokens(ObjectNode body, String... headers) {
        List<JsonNode> events = client.turn(body, headers).events();
        return events.get(events.size() - 1)
                .path("response")
                .path("usage")
                .path("input_tokens_details")
                .path("cached_tokens")
                .intValue(-1);
    }
}
