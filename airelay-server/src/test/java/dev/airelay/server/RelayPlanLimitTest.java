package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A plan that is used up: the upstream hears of it once, and clients learn when it resets. */
class RelayPlanLimitTest {
    private static final String HEADER = "x-airelay-cached-limit";
    /** Where the emulator sets the reset. */
    private static final long RESET_SECONDS = 602_705;

    @TempDir
    Path dataDir;

    private RunningRelay remembering() {
        return RunningRelay.start(dataDir, Map.of("upstream.limit_cache_seconds", "300"));
    }

    private static void assertIsTheLimit(WireAnswer answer) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.error("code")).isEqualTo("usage_limit_reached");
        assertThat(answer.json().at("/error/resets_in_seconds").asLong(0)).isBetween(1L, RESET_SECONDS);
        assertThat(Long.parseLong(answer.header("retry-after").orElseThrow())).isBetween(1L, RESET_SECONDS);
        assertThat(answer.header("x-should-retry")).hasValue("false");
    }

    private static long generations(RunningRelay relay) {
        return relay.emulator().requests().stream()
                .filter(request -> request.target().contains("/responses"))
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void repetitionsAreAnsweredByTheRelay(Generation generation) {
        try (RunningRelay relay = remembering()) {
            relay.script("usage_limit_reached at=http");
            WireAnswer first = generation.ask(relay, "first");

            WireAnswer second = generation.ask(relay, "second");
            List<WireAnswer> repetitions = List.of(
                    Generation.CHAT.ask(relay, "third"),
                    relay.responses("{\"model\": \"gpt-5.5\", \"input\": \"hi\", \"background\": false}"),
                    relay.post("/v1/responses/compact", "{\"model\": \"gpt-5.5\", \"input\": \"hi\"}"));

            for (WireAnswer answer : List.of(first, second)) {
                assertThat(answer.status()).isEqualTo(429);
                generation.assertCode(answer, "usage_limit_reached");
            }
            assertThat(first.header(HEADER)).isEmpty();
            assertThat(second.header(HEADER).orElse("")).matches("age=\\d+; next-try=\\d+");
            assertThat(repetitions).allSatisfy(answer -> {
                assertIsTheLimit(answer);
                assertThat(answer.error("message"))
                        .startsWith("The usage limit has been reached. The limit resets in 6 d ");
                assertThat(answer.header(HEADER).orElse("")).matches("age=\\d+; next-try=\\d+");
            });
            assertThat(generations(relay)).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            429 | {"error":{"type":"usage_limit_reached","message":"m","resets_in_seconds":77}}
            429 | {"error":{"type":"usage_limit_reached","message":"m","resets_in_seconds":"77"}}
            429 | {"error":{"type":"usage_limit_reached","message":"m","resets_in_seconds":76.5,"resets_at":1}}
            429 | {"detail":{"type":"usage_limit_reached","message":"m","resets_in_seconds":77}}
            404 | {"error":{"type":"usage_limit_reached","message":"m","resets_in_seconds":77}}
            429 | {"error":{"type":"rate_limit_error","code":"rate_limit_exceeded","message":"m","resets_in_seconds":77}}
            """)
    void resetsInSecondsBecomesRetryAfter(int status, String body) {
        try (RunningRelay relay = RunningRelay.start(dataDir)) {
            for (Generation generation : Generation.values()) {
                relay.script("status code=" + status + " body=" + body);

                WireAnswer answer = generation.ask(relay, "hi");

                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.header("retry-after")).hasValue("77");
                assertThat(answer.header("x-should-retry")).hasValue("false");
            }
        }
    }

    @Test
    void limitWithoutKnownEndIsWorthTryingWhenTheRelayAsksAgain() {
        try (RunningRelay relay = remembering()) {
            relay.script("usage_limit_reached at=http resets=none, header name=x-codex-primary-used-percent");
            assertThat(Generation.CHAT.ask(relay, "first").status()).isEqualTo(429);

            WireAnswer repeated = Generation.CHAT.ask(relay, "second");

            assertThat(repeated.header(HEADER)).isPresent();
            assertThat(Integer.parseInt(repeated.header("retry-after").orElseThrow()))
                    .isBetween(1, 300);
            assertThat(repeated.error("message")).doesNotContain("resets in 5 min");
        }
    }

    @Test
    void compactionThatFindsTheLimitCountsForGenerations() {
        try (RunningRelay relay = remembering()) {
            relay.script("usage_limit_reached at=http on=compact");
            WireAnswer first = relay.post("/v1/responses/compact", "{\"model\": \"gpt-5.5\", \"input\": \"hi\"}");

            WireAnswer second = Generation.RESPONSE.ask(relay, "second");

            assertIsTheLimit(first);
            assertIsTheLimit(second);
            assertThat(second.header(HEADER)).isPresent();
            assertThat(generations(relay)).isEqualTo(1);
        }
    }

    @Test
    void anotherModelIsServed() {
        try (RunningRelay relay = remembering()) {
            relay.script("usage_limit_reached at=http");
            assertIsTheLimit(Generation.CHAT.ask(relay, "first"));

            WireAnswer other = relay.chat(Generation.CHAT.body("second").replace("gpt-5.5", "gpt-5.4"));

            assertThat(other.status()).isEqualTo(200);
            assertThat(Generation.CHAT.ask(relay, "third").status())
                    .as("a success under the same limit ends it")
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "usage_limit_reached at=first, 1",
        "insufficient_quota at=http, 1",
        "rate_limit_exceeded at=http delay=20s, 2"
    })
    void limitsOfThePlanAreRememberedInEveryFormAndThoseOfTheRateAreNot(String script, int asked) {
        try (RunningRelay relay = remembering()) {
            relay.script(script).script(script);

            WireAnswer first = Generation.RESPONSE_STREAM.ask(relay, "first");
            WireAnswer second = Generation.RESPONSE_STREAM.ask(relay, "second");

            assertThat(first.status()).isEqualTo(429);
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.header("retry-after")).isPresent();
            assertThat(generations(relay)).isEqualTo(asked);
        }
    }

    @Test
    void responseInTheBackgroundFailsWithTheLimit() {
        try (RunningRelay relay = remembering()) {
            relay.script("usage_limit_reached at=http");
            assertIsTheLimit(Generation.RESPONSE.ask(relay, "first"));

            WireAnswer begun = relay.responses("{\"model\": \"gpt-5.5\", \"input\": \"hi\", \"background\": true}");
            String id = begun.json().path("id").stringValue();
            WireAnswer events = relay.get("/v1/responses/" + id + "?stream=true");

            assertThat(events.text()).contains("response.failed").contains("usage_limit_reached");
            assertThat(generations(relay)).isEqualTo(1);
        }
    }

    @Test
    void zeroAsksTheUpstreamEachTime() {
        try (RunningRelay relay = RunningRelay.start(dataDir, Map.of("upstream.limit_cache_seconds", "0"))) {
            relay.script("usage_limit_reached at=http");
            assertIsTheLimit(Generation.CHAT.ask(relay, "first"));

            assertThat(Generation.CHAT.ask(relay, "second").status()).isEqualTo(200);
        }
    }
}
