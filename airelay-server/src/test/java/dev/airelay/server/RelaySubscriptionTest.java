package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How much of the plan is used up, asked for and heard in passing. */
class RelaySubscriptionTest {
    private static final String STATUS = "/v1/subscription/status";

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {STATUS, "/v1/account/rate_limits", "/account/rate_limits"})
    void planAndWindowsAreReported(String path) {
        JsonNode status = relay.get(path).json();

        assertThat(status.path("object").stringValue()).isEqualTo("subscription_status");
        assertThat(status.path("captured_at").stringValue()).endsWith("Z");
        assertThat(status.at("/source/stale").booleanValue()).isFalse();
        assertThat(status.at("/account/plan_type").stringValue()).isEqualTo("plus");
        assertThat(status.at("/rate_limits/default/primary_window/window_label").stringValue())
                .isEqualTo("5h");
        assertThat(status.at("/rate_limits/default/secondary_window/window_label")
                        .stringValue())
                .isEqualTo("weekly");
        assertThat(status.at("/rate_limits/additional/0/metered_feature").stringValue())
                .isEqualTo("codex_bengalfox");
        assertThat(status.has("raw")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"?raw=true, true", "?raw=1, true", "?raw=YES, true", "?raw=false, false", "?x=1, false"})
    void upstreamsOwnWordsAreAddedOnRequest(String query, boolean raw) {
        JsonNode status = relay.get(STATUS + query).json();

        assertThat(status.at("/raw/rate_limit").isObject()).isEqualTo(raw);
    }

    @ParameterizedTest
    @CsvSource({"?raw=maybe, raw", "?raw=%zz, ''"})
    void queryThatCannotBeReadIsRefused(String query, String param) {
        RawAnswer answer;
        try (RawClient client = RawClient.of(relay)) {
            answer = client.write(RawClient.head("GET " + STATUS + query + " HTTP/1.1"))
                    .answer();
        }

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains(param.isEmpty() ? "\"param\":null" : "\"param\":\"" + param + "\"");
    }

    @Test
    void upstreamIsCalledOnceForManyClients() {
        List<CompletableFuture<Integer>> asked = IntStream.range(0, 8)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> relay.get(STATUS).status()))
                .toList();

        assertThat(asked.stream().map(CompletableFuture::join)).containsOnly(200);
        assertThat(relay.emulator().requests("/wham/usage")).hasSize(1);
    }

    @Test
    void windowsFollowWhatGenerationsHear() {
        relay.get(STATUS);
        relay.script("server_error at=http, header name=x-codex-primary-used-percent value=88.5");
        Generation.CHAT.ask(relay, "hello");

        JsonNode status = relay.get(STATUS).json();

        assertThat(status.at("/rate_limits/default/primary_window/used_percent").doubleValue())
                .isEqualTo(88.5);
        assertThat(status.at("/rate_limits/default/primary_window/remaining_percent")
                        .doubleValue())
                .isEqualTo(11.5);
        assertThat(relay.emulator().requests("/wham/usage")).hasSize(1);
    }

    @Test
    void eventInTheStreamIsUsedAndNewerThanTheHead() {
        relay.get(STATUS);
        relay.script("header name=x-codex-primary-used-percent value=99, extensions");
        Generation.CHAT_STREAM.ask(relay, "hello");

        // The event comes after the head and says what the emulator's account has.
        assertThat(relay.get(STATUS)
                        .json()
                        .at("/rate_limits/default/primary_window/used_percent")
                        .doubleValue())
                .isEqualTo(37.0);
    }

    @ParameterizedTest
    @CsvSource({"unauthorized on=usage, 503", "cloudflare on=usage, 502", "status on=usage code=500, 502"})
    void failureIsRecognizedByItsStatus(String script, int status) {
        WireAnswer answer = relay.script(script).get(STATUS);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error("message")).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("dev.airelay.server.Generation#ofOpenAi")
    void planThatIsUsedUpSaysHowItStands(Generation generation) {
        relay.script("usage_limit_reached at=http, header name=x-codex-primary-used-percent value=100");

        WireAnswer answer = generation.ask(relay, "hello");

        assertThat(answer.status()).isEqualTo(429);
        JsonNode error = answer.json().path("error");
        assertThat(error.path("code").stringValue()).isEqualTo("usage_limit_reached");
        assertThat(error.path("plan_type").stringValue()).isEqualTo("plus");
        assertThat(error.path("resets_in_seconds").longValue()).isBetween(602_000L, 602_705L);
        assertThat(Long.parseLong(answer.header("retry-after").orElseThrow()))
                .isEqualTo(error.path("resets_in_seconds").longValue());
        assertThat(error.path("windows"))
                .extracting(window -> window.path("window").stringValue())
                .containsExactly("5h", "weekly");
        assertThat(error.at("/windows/0/used_percent").doubleValue()).isEqualTo(100.0);
    }

    @Test
    void limitOfTheRateSaysNothingOfThePlan() {
        relay.script("rate_limit_exceeded at=http delay=90s");

        WireAnswer answer = Generation.CHAT.ask(relay, "hello");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().path("error").propertyNames())
                .containsExactlyInAnyOrder("message", "type", "param", "code");
    }
}
