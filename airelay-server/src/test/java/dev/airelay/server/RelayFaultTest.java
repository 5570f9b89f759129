package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Every failure of the upstream in every dialect: a true status before the stream, an error in it, never a success. */
class RelayFaultTest {
    /** The upstream tells this one by its type alone, which a flat event has no room for. */
    private static final String TOLD_BY_TYPE = "invalid_request_error";

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
    @CsvSource({
        "context_length_exceeded, 400",
        "insufficient_quota, 429",
        "usage_limit_reached, 429",
        "usage_not_included, 403",
        "rate_limit_exceeded, 429",
        "server_is_overloaded, 503",
        "slow_down, 503",
        "at_capacity, 503",
        "cyber_policy, 400",
        "bio_policy, 400",
        "invalid_prompt, 400",
        "invalid_encrypted_content, 400",
        "invalid_request_error, 400",
        "server_error, 502",
        "internal_server_error, 502",
        "emulated_unknown_error, 502",
    })
    void failureHasItsStatusBeforeTheStreamAndItsErrorInIt(String failure, int status) {
        for (Generation generation : Generation.values()) {
            assertStatus(failure + " at=http", generation, status);
            for (String form : List.of("failed", "error", "flat")) {
                if (failure.equals(TOLD_BY_TYPE) && form.equals("flat")) {
                    continue;
                }
                WireAnswer first = assertStatus(failure + " at=first form=" + form, generation, status);
                String middle = failure + " at=middle form=" + form;
                if (generation.stream()) {
                    JsonNode error = generation.inBandError(ask(middle, generation));
                    assertThat(error.path("message").stringValue())
                            .as(middle)
                            .isNotBlank()
                            .isEqualTo(first.error("message"));
                    assertThat(error.path("type").stringValue()).as(middle).isEqualTo(first.error("type"));
                } else {
                    assertStatus(middle, generation, status);
                }
            }
        }
    }

    private WireAnswer assertStatus(String script, Generation generation, int status) {
        WireAnswer answer = ask(script, generation);
        assertThat(answer.status())
                .as("%s %s: %s", script, generation, answer.text())
                .isEqualTo(status);
        assertThat(answer.error("message")).isNotBlank();
        assertThat(answer.error("type")).isNotBlank();
        return answer;
    }

    private WireAnswer ask(String script, Generation generation) {
        return generation.ask(relay.script(script), "hello");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unauthorized | 503 | upstream_auth_rejected",
                "unauthorized code=token_revoked | 503 | upstream_auth_rejected",
                "unauthorized code=plain | 503 | upstream_auth_rejected",
                "payment-required | 402 | deactivated_workspace",
                "cloudflare | 502 | upstream_challenge",
                "html | 502 | unexpected_response",
                "html status=404 | 404 | ''",
                "html status=503 | 503 | upstream_error",
                "not-found | 404 | ''",
                "validation-list | 422 | missing",
                "redirect | 502 | unexpected_response",
                "redirect status=302 | 502 | unexpected_response",
                "status code=500 | 502 | upstream_error",
                "status code=503 | 503 | upstream_error",
                "status code=429 body=x type=text/plain | 429 | rate_limit_exceeded",
                "status code=200 | 502 | unexpected_response",
                "status code=204 body=\"\" | 502 | unexpected_response",
                "cut at=headers | 502 | ''",
                "cut at=headers kind=rst | 502 | ''",
                "cut after=0 | 502 | incomplete_stream",
                "cut after=0 at=event | 502 | incomplete_stream",
                "cut after=0 kind=rst | 502 | ''",
            })
    void answerThatIsNoStreamIsToldByItsStatus(String script, int status, String code) {
        for (Generation generation : Generation.values()) {
            WireAnswer answer = assertStatus(script, generation, status);
            if (!code.isEmpty()) {
                assertThat(answer.error("code")).as(script).isEqualTo(code);
            }
            assertThat(answer.text()).doesNotContain("<html", "<h1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cut after=2",
        "cut after=2 at=event",
        "cut after=2 kind=rst",
        "no-terminal",
    })
    void streamThatBreaksOffIsNeverASuccess(String script) {
        for (Generation generation : Generation.values()) {
            if (generation.stream()) {
                WireAnswer answer = ask(script, generation);
                assertThat(generation.inBandError(answer).path("message").stringValue())
                        .isNotBlank();
                assertThat(generation == Generation.CHAT_STREAM ? answer.deltas("reasoning_content") : answer.deltas())
                        .as("what came before the break")
                        .isNotEmpty();
            } else {
                assertStatus(script, generation, 502);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void silenceBeforeTheFirstContentIsATimeout(Generation generation, @TempDir Path other) {
        Map<String, String> impatient =
                Map.of("upstream.idle_timeout_seconds", "0.2", "upstream.request_timeout_seconds", "0.2");
        try (RunningRelay waiting = RunningRelay.start(other, impatient)) {
            for (String script : List.of("silence at=headers", "silence after=0")) {
                WireAnswer answer = generation.ask(waiting.script(script), "hello");

                assertThat(answer.status()).as(script).isEqualTo(504);
                assertThat(answer.error("message")).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void silenceInTheStreamEndsIt(Generation generation, @TempDir Path other) {
        Map<String, String> impatient = Map.of("upstream.idle_timeout_seconds", "0.5");
        try (RunningRelay waiting = RunningRelay.start(other, impatient)) {
            WireAnswer answer = generation.ask(waiting.script("silence after=1"), "hello");

            if (generation.stream()) {
                assertThat(generation.inBandError(answer).path("message").stringValue())
                        .isNotBlank();
            } else {
                assertThat(answer.status()).isEqualTo(504);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "usage_limit_reached at=http | false | 602705",
                "usage_limit_reached at=http resets=none | false | ''",
                "rate_limit_exceeded at=http delay=1.3s | '' | 2",
                "status code=429 body=x type=text/plain | '' | ''",
                "insufficient_quota at=first | false | ''",
                "rate_limit_exceeded at=first delay=90s | false | 90",
                "context_length_exceeded at=http | false | ''",
                "server_is_overloaded at=http | '' | ''",
                "server_error at=first | '' | ''",
                "status code=500 | '' | ''",
                "status code=503 retry-after=7 | '' | 7",
                "unauthorized | false | ''",
            })
    void retriesOfSdksAreSteered(String script, String shouldRetry, String retryAfter) {
        WireAnswer answer = ask(script, Generation.CHAT);

        assertThat(answer.header("x-should-retry").orElse("")).isEqualTo(shouldRetry);
        if (retryAfter.equals("602705")) {
            assertThat(Integer.parseInt(answer.header("retry-after").orElseThrow()))
                    .isBetween(602_000, 602_705);
        } else {
            assertThat(answer.header("retry-after").orElse("")).isEqualTo(retryAfter);
        }
    }

    @ParameterizedTest
    @CsvSource({"unauthorized on=models, 503", "cloudflare on=models, 502", "status on=models code=500, 502"})
    void catalogueThatFailsIsToldByItsStatus(String script, int status) {
        WireAnswer answer = relay.script(script).get("/v1/models");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error("message")).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void bytesThatAreNoTextBecomeReplacementCharacters(Generation generation) {
        String text = generation.text(ask("invalid-utf8", generation));

        // A whole answer is taken from the finished item, whose text the upstream sends intact.
        assertThat(text.contains("\uFFFD")).as(text).isEqualTo(generation.stream());
    }

    @Test
    void failureLeavesNothingBehindForTheNextRequest() {
        for (Generation generation : Generation.values()) {
            ask("cut after=2", generation);
            assertThat(generation.text(generation.ask(relay, "hello"))).isEqualTo("[emulator] You said: \"hello\"");
        }
        // The last bytes reach the relay before the emulator counts the stream as ended.
        relay.emulator().requests("/responses").forEach(request -> request.awaitEnding(RunningRelay.LIMIT));
        assertThat(relay.emulator().openStreams()).isZero();
    }
}
