package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Estimates of what requests would cost, over real sockets. */
@Relay
class RelayInputTokensTest {

    private static final String INPUT_TOKENS = "/v1/responses/input_tokens";

    private final RunningRelay relay;

    RelayInputTokensTest(RunningRelay relay) {
        this.relay = relay;
    }

    private long tokens(String body) {
        WireAnswer answer = relay.post(INPUT_TOKENS, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("object").stringValue()).isEqualTo("response.input_tokens");
        return answer.json().path("input_tokens").longValue();
    }

    @Test
    void estimateIsDisclosedAndTheUpstreamNotCalled() {
        WireAnswer answer = relay.post(INPUT_TOKENS, """
                {"model": "gpt-5.5", "input": "hello", "max_output_tokens": 20}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-airelay-emulated")).contains("input_tokens");
        assertThat(answer.header("x-airelay-ignored-parameters")).contains("max_output_tokens");
        assertThat(relay.emulator().requests()).isEmpty();
    }

    @Test
    void earlierTurnsCount() {
        String kept = Generation.RESPONSE.ask(relay, "hello").json().path("id").stringValue();

        long alone = tokens("{\"model\": \"gpt-5.5\", \"input\": \"more\"}");
        long following = tokens("""
                {"model": "gpt-5.5", "input": "more", "previous_response_id": "%s"}""".formatted(kept));

        assertThat(following).isGreaterThan(alone);
    }

    @Test
    void requestWithoutInputCounts() {
        long nothing = tokens("{}");

        assertThat(tokens("{\"model\": \"gpt-5.5\"}")).isEqualTo(nothing);
        assertThat(tokens("{\"instructions\": \"Be brief.\"}")).isGreaterThan(nothing);
        assertThat(tokens("{\"tools\": [{\"type\": \"function\", \"name\": \"f\", \"parameters\": {}}]}"))
                .isGreaterThan(nothing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/responses/input_tokens | {\"input\": 1} | input",
                "/no-tools/v1/responses/input_tokens"
                        + " | {\"input\": \"hi\", \"tools\": [{\"type\": \"web_search\"}]} | tools",
            })
    void invalidRequestIsRefusedByName(String path, String body, String param) {
        WireAnswer answer = relay.post(path, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("param")).startsWith(param);
    }
}
