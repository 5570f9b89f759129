package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Conversations that the upstream compacts, over real sockets. */
class RelayCompactionTest {

    private static final String COMPACT = "/v1/responses/compact";
    private static final String BODY = """
            {"model": "gpt-5.5", "input": [
              {"role": "user", "content": "one"}, {"role": "assistant", "content": "two"}]}""";

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(
                dataDir, Map.of("upstream.retry_attempts", "1", "upstream.retry_delay_seconds", "0.001"));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private int requests() {
        return relay.emulator().requests("/responses/compact").size();
    }

    @Test
    void compactedConversationContinues() {
        WireAnswer compacted = relay.post(COMPACT, BODY);

        assertThat(compacted.status()).as(compacted.text()).isEqualTo(200);
        assertThat(compacted.json().path("object").stringValue()).isEqualTo("response.compaction");
        RecordedRequest request = relay.upstreamRequest();
        assertThat(request.path()).isEqualTo("/backend-api/codex/responses/compact");
        assertThat(request.body().orElseThrow().propertyNames())
                .doesNotContain("store", "stream", "include", "tool_choice");

        JsonNode output = compacted.json().path("output");
        assertThat(output.path(output.size() - 1).path("type").stringValue()).isEqualTo("compaction");
        WireAnswer next = relay.responses("{\"model\": \"gpt-5.5\", \"input\": " + output + "}");
        assertThat(next.status()).as(next.text()).isEqualTo(200);
        assertThat(relay.upstreamRequest().body().orElseThrow().at("/input/1/encrypted_content"))
                .isEqualTo(output.at("/1/encrypted_content"));
    }

    @Test
    void keptResponseIsCompacted() {
        String kept = Generation.RESPONSE.ask(relay, "hello").json().path("id").stringValue();

        WireAnswer compacted = relay.post(COMPACT, """
                {"model": "gpt-5.5", "previous_response_id": "%s"}""".formatted(kept));

        assertThat(compacted.json().at("/output/0/content/0/text").stringValue())
                .isEqualTo("hello");
        assertThat(compacted.header("x-airelay-emulated")).contains("previous_response_id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server_is_overloaded on=compact | 503 | 2",
                "cut at=headers on=compact | 502 | 2",
                "usage_limit_reached on=compact | 429 | 1",
                "context_length_exceeded on=compact | 400 | 1",
                "html on=compact | 502 | 1",
                "unauthorized code=plain on=compact | 503 | 1",
            })
    void failureIsAnsweredLikeAnyOther(String script, int status, int requests) {
        relay.script(script).script(script);

        WireAnswer answer = relay.post(COMPACT, BODY);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.error("message")).isNotBlank();
        assertThat(requests()).isEqualTo(requests);
    }

    @Test
    void failureThatPassesIsNotSeenByTheClient() {
        relay.script("server_is_overloaded on=compact");

        assertThat(relay.post(COMPACT, BODY).status()).isEqualTo(200);
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void reasoningThatCannotBeReadIsLeftOut() {
        WireAnswer answer = relay.post(COMPACT, """
                {"model": "gpt-5.5", "input": [{"role": "user", "content": "one"},
                  {"type": "reasoning", "summary": [], "encrypted_content": "gAAAAAnobody"}]}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-airelay-emulated")).contains("reasoning.encrypted_content");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/responses/compact | {\"input\": \"hi\"} | model",
                "/v1/responses/compact | {\"model\": \"gpt-5.5\"} | input",
                "/no-tools/v1/responses/compact"
                        + " | {\"model\": \"gpt-5.5\", \"input\": \"hi\", \"tools\": [{\"type\": \"web_search\"}]} | tools",
            })
    void invalidRequestIsRefusedByName(String path, String body, String param) {
        WireAnswer answer = relay.post(path, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("param")).startsWith(param);
        assertThat(requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 501})
    void missingRouteIsReplacedByATriggerAndRemembered(int status) {
        relay.script("status code=" + status + " on=compact");

        WireAnswer first = relay.post(COMPACT, BODY);
        WireAnswer second = relay.post(COMPACT, BODY);

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.json().path("object").stringValue()).isEqualTo("response.compaction");
        assertThat(first.json().path("output")).hasSize(1);
        assertThat(first.json().at("/output/0/type").stringValue()).isEqualTo("compaction");
        assertThat(first.json().at("/usage/input_tokens").intValue()).isPositive();
        assertThat(second.status()).isEqualTo(200);
        assertThat(requests()).isEqualTo(1);
        List<RecordedRequest> triggered = relay.emulator().requests("/codex/responses");
        assertThat(triggered).hasSize(2);
        assertThat(triggered.get(0).body().orElseThrow().at("/input/2").toString())
                .isEqualTo("{\"type\":\"compaction_trigger\"}");
        WireAnswer next = relay.responses(
                "{\"model\": \"gpt-5.5\", \"input\": " + first.json().path("output") + "}");
        assertThat(next.status()).as(next.text()).isEqualTo(200);
    }

    @Test
    void missingModelIsNotAMissingRoute() {
        relay.script("status code=404 on=compact body={\"error\":{\"code\":\"model_not_found\",\"message\":\"m\"}}");

        WireAnswer answer = relay.post(COMPACT, BODY);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error("code")).isEqualTo("model_not_found");
        assertThat(relay.emulator().requests("/codex/responses")).isEmpty();
    }

    @Test
    void failureOfTheTriggeredRequestIsAnsweredLikeAnyOther() {
        relay.script("status code=404 on=compact").script("context_length_exceeded at=first");

        WireAnswer answer = relay.post(COMPACT, BODY);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.error("code")).isEqualTo("context_length_exceeded");
        // The route is tried again.
        assertThat(relay.post(COMPACT, BODY).status()).isEqualTo(200);
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void itNeedsTheRelayToken() {
        assertThat(relay.post(COMPACT, BODY, "authorization", "Bearer nope").status())
                .isEqualTo(401);
    }

    @Test
    void clientThatGoesEndsTheUpstreamsWork() {
        relay.script("silence at=headers on=compact");
        RawClient client = RawClient.of(relay).write(RawClient.post(COMPACT, BODY));
        RecordedRequest request = relay.upstreamRequest();

        client.close();

        assertThat(request.awaitEnding(RunningRelay.LIMIT)).isEqualTo(RecordedRequest.Ending.CLIENT_GONE);
        assertThat(requests()).isEqualTo(1);
    }
}
