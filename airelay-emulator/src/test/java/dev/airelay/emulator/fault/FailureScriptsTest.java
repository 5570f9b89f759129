package dev.airelay.emulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.WireClient;
import dev.airelay.emulator.script.ScriptSources;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Every failure of the backend, in each of the three places. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailureScriptsTest {
    private Emulator emulator;
    private WireClient client;

    @BeforeAll
    void start() {
        emulator = Emulator.start(EmulatorOptions.defaults());
        client = new WireClient(emulator);
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "context_length_exceeded, 400, context_length_exceeded, invalid_request_error",
        "insufficient_quota, 429, insufficient_quota, insufficient_quota",
        "usage_limit_reached, 429, usage_limit_reached, usage_limit_reached",
        "usage_not_included, 429, usage_not_included, usage_not_included",
        "rate_limit_exceeded, 429, rate_limit_exceeded, rate_limit_error",
        "server_is_overloaded, 503, server_is_overloaded, service_unavailable_error",
        "slow_down, 503, slow_down, service_unavailable_error",
        "at_capacity, 503, server_error, server_error",
        "cyber_policy, 400, cyber_policy, invalid_request_error",
        "bio_policy, 400, bio_policy, invalid_request_error",
        "invalid_prompt, 400, invalid_prompt, invalid_request_error",
        "invalid_encrypted_content, 400, invalid_encrypted_content, invalid_request_error",
        "invalid_request_error, 400, invalid_request_error, invalid_request_error",
        "server_error, 500, server_error, server_error",
        "internal_server_error, 500, internal_server_error, server_error",
        "emulated_unknown_error, 500, emulated_unknown_error, emulated_unknown_error",
    })
    void failureComesBeforeFirstOrInTheMiddle(String script, int status, String code, String type) {
        WireClient.Answer before = client.turn(WireClient.body("hi"), ScriptSources.HEADER, script + "; at=http");
        assertThat(before.status()).isEqualTo(status);
        assertThat(Json.string(before.json().path("error"), "type")).isEqualTo(type);

        List<JsonNode> first = client.events("hi", script);
        assertThat(WireClient.types(first)).containsExactly("response.failed");
        assertThat(errorCode(first.get(0))).isEqualTo(code);

        List<JsonNode> middle = client.events("a b c d e", script + "; at=middle; after=3");
        assertThat(WireClient.ofType(middle, "response.output_text.delta")).hasSize(3);
        assertThat(WireClient.types(middle)).endsWith("response.output_text.delta", "response.failed");
        assertThat(errorCode(middle.get(middle.size() - 1))).isEqualTo(code);
    }

    @Test
    void everyFailureIsInTheTableAbove() {
        assertThat(FailureScripts.all()).hasSize(16);
    }

    @Test
    void failureCanBeABareErrorEventNestedOrFlat() {
        JsonNode nested = client.events("hi", "slow_down form=error").get(0);
        assertThat(Json.string(nested.path("error"), "code")).isEqualTo("slow_down");
        assertThat(nested.path("sequence_number").intValue(-1)).isZero();

        JsonNode flat = client.events("hi", "slow_down form=flat").get(0);
        assertThat(Json.string(flat, "code")).isEqualTo("slow_down");
        assertThat(flat.has("error")).isFalse();
        assertThat(flat.path("param").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"both, true, true", "at, true, false", "in, false, true", "none, false, false"})
    void usageLimitHasItsResetInEachForm(String resets, boolean at, boolean in) {
        JsonNode error = client.turn(
                        WireClient.body("hi"),
                        ScriptSources.HEADER,
                        "usage_limit_reached at=http status=404 resets=" + resets)
                .json()
                .path("error");

        assertThat(Json.string(error, "message")).isEqualTo("The usage limit has been reached");
        assertThat(Json.string(error, "plan_type")).isEqualTo("plus");
        assertThat(error.has("code")).isFalse();
        assertThat(error.has("resets_at")).isEqualTo(at);
        assertThat(error.has("resets_in_seconds")).isEqualTo(in);
    }

    @Test
    void statusBeforeTheStreamCanBeChosen() {
        WireClient.Answer answer =
                client.turn(WireClient.body("hi"), ScriptSources.HEADER, "usage_limit_reached at=http status=404");

        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void rateLimitNamesItsDelay() {
        JsonNode failed =
                client.events("hi", "rate_limit_exceeded delay=\"35 seconds\"").get(0);

        assertThat(Json.string(failed.path("response").path("error"), "message"))
                .endsWith("Please try again in 35 seconds.");
    }

    private static String errorCode(JsonNode failed) {
        return Json.string(failed.path("response").path("error"), "code");
    }
}
