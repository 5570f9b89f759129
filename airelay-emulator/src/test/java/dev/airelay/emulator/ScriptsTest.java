package dev.airelay.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.WireClient;
import dev.airelay.emulator.script.ScriptSources;
import dev.airelay.emulator.turn.HostedTools;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Scripts that answer with a status, change events or change what a turn answers, seen from the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptsTest {
    private static final String TWO_CALLS = "call name=f args={\"a\":\"long enough for two deltas\"} count=2";

    private Emulator emulator;
    private WireClient client;

    @BeforeAll
    void start() {
        // A second that passes between two answers would move the times at which limits reset.
        emulator = Emulator.start(EmulatorOptions.defaults().withClock(InstantSource.fixed(Instant.now())));
        client = new WireClient(emulator);
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "unauthorized | 401 | token_expired | x-openai-authorization-error | token_expired",
                "unauthorized code=token_revoked | 401 | token_revoked | content-type | application/json",
                "unauthorized code=plain | 401 | {\"detail\":\"Unauthorized\"} | content-type | application/json",
                "payment-required | 402 | {\"detail\":{\"code\":\"deactivated_workspace\"}} | content-type | application/json",
                "cloudflare | 403 | Just a moment | cf-mitigated | challenge",
                "html | 200 | <!DOCTYPE html> | content-type | text/html; charset=UTF-8",
                "not-found | 404 | Not Found | content-type | application/json",
                "validation-list | 422 | \"loc\":[\"body\",\"input\"] | content-type | application/json",
                "redirect | 307 | '' | location | https://emulator.invalid/elsewhere",
                "status code=503 retry-after=7 | 503 | Internal Server Error | retry-after | 7",
                "status code=200 type=text/plain body=hello | 200 | hello | content-type | text/plain",
                "header name=x-codex-primary-used-percent value=NaN | 200 | completed | x-codex-primary-used-percent | NaN",
            })
    void statusScriptAnswersInstead(String script, int status, String part, String header, String value) {
        WireClient.Answer answer = client.turn(WireClient.body("hi"), ScriptSources.HEADER, script);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(part);
        assertThat(answer.header(header)).hasValue(value);
    }

    @Test
    void headerCanBeTakenAway() {
        assertThat(client.turn(WireClient.body("hi")).header("x-models-etag")).isPresent();

        assertThat(client.turn(WireClient.body("hi"), ScriptSources.HEADER, "header name=x-models-etag")
                        .header("x-models-etag"))
                .isEmpty();
    }

    @Test
    void timesLimitsAScriptToTheFirstRequestsOfAPrompt() {
        ObjectNode body = WireClient.body("only once [[emulate: unauthorized times=2]]");

        assertThat(client.turn(body).status()).isEqualTo(401);
        assertThat(client.turn(body).status()).isEqualTo(401);
        assertThat(client.turn(body).status()).isEqualTo(200);
        assertThat(client.turn(WireClient.body("another [[emulate: unauthorized times=2]]"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void timesCountsOnAfterTheOutputOfATool() {
        ObjectNode body = WireClient.body("look thrice [[emulate: call name=f times=3]]");
        body.putArray("tools")
                .addObject()
                .put("type", "function")
                .put("name", "f")
                .put("strict", false);
        ArrayNode input = (ArrayNode) body.path("input");
        for (int i = 0; i < 3; i++) {
            JsonNode call = WireClient.items(client.turn(body).events()).get(0);
            assertThat(Json.string(call, "type")).isEqualTo("function_call");
            input.add(call);
            input.addObject()
                    .put("type", "function_call_output")
                    .put("call_id", Json.string(call, "call_id"))
                    .put("output", "seen");
        }

        assertThat(WireClient.items(client.turn(body).events()))
                .extracting(item -> Json.string(item, "type"))
                .containsExactly("message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"at=http", "at=first", "at=middle"})
    void limitsSayThatThePlanIsUsedUp(String when) {
        WireClient.Answer refused =
                client.turn(WireClient.body("hi"), ScriptSources.HEADER, "usage_limit_reached " + when);

        assertThat(refused.header("x-codex-secondary-used-percent")).hasValue("100.0");
        JsonNode limits = client.get("/backend-api/wham/usage").json().path("rate_limit");
        assertThat(limits.path("allowed").booleanValue()).isFalse();
        assertThat(limits.path("limit_reached").booleanValue()).isTrue();
        assertThat(limits.at("/secondary_window/used_percent").doubleValue()).isEqualTo(100);
        assertThat(refused.header("x-codex-secondary-reset-at"))
                .hasValue(Long.toString(limits.at("/secondary_window/reset_at").longValue()));
        if (when.equals("at=middle")) {
            assertThat(WireClient.ofType(refused.events(), "codex.rate_limits"))
                    .allSatisfy(event -> assertThat(event.at("/rate_limits/secondary/used_percent")
                                    .doubleValue())
                            .isEqualTo(100));
        }

        assertThat(client.turn(WireClient.body("hi")).header("x-codex-secondary-used-percent"))
                .hasValue("12.0");
        assertThat(client.get("/backend-api/wham/usage")
                        .json()
                        .at("/rate_limit/allowed")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void limitsHaveNoResetTimeUnlessRequested() {
        WireClient.Answer refused =
                client.turn(WireClient.body("hi"), ScriptSources.HEADER, "usage_limit_reached at=http resets=none");

        assertThat(refused.header("x-codex-secondary-used-percent")).hasValue("100.0");
        assertThat(refused.header("x-codex-secondary-reset-at")).isEmpty();
    }

    @Test
    void incompleteKeepsItsUsage() {
        List<JsonNode> events = client.events("hi there", "incomplete reason=content_filter after=1");

        JsonNode response = events.get(events.size() - 1).path("response");
        assertThat(Json.string(response, "status")).isEqualTo("incomplete");
        assertThat(Json.string(response.path("incomplete_details"), "reason")).isEqualTo("content_filter");
        assertThat(response.path("usage").path("total_tokens").intValue(0)).isPositive();
        assertThat(WireClient.ofType(events, "response.output_text.delta")).hasSize(1);
    }

    @Test
    void endlessAnswersContinueUntilTheClientLeaves() {
        List<JsonNode> text = client.firstEvents("hi", "endless bytes=10", 1_000_000);
        assertThat(WireClient.ofType(text, "response.output_text.delta"))
                .hasSizeGreaterThan(1000)
                .allSatisfy(event -> assertThat(Json.string(event, "delta")).isEqualTo("A".repeat(10)));
        assertThat(text)
                .filteredOn(event -> event.has("sequence_number"))
                .extracting(event -> event.path("sequence_number").intValue())
                .isSorted()
                .doesNotHaveDuplicates();

        List<JsonNode> parts = client.firstEvents("hi", "endless what=parts", 1_000_000);
        assertThat(WireClient.ofType(parts, "response.output_text.delta"))
                .extracting(event -> event.path("content_index").intValue())
                .hasSizeGreaterThan(100)
                .doesNotHaveDuplicates();

        List<JsonNode> calls = client.firstEvents("hi", "endless what=calls bytes=5", 1_000_000);
        assertThat(WireClient.ofType(calls, "response.output_item.done"))
                .hasSizeGreaterThan(100)
                .extracting(event -> Json.string(event.path("item"), "id"))
                .doesNotHaveDuplicates();
    }

    @Test
    void eventScriptsLeaveOutWhatTheyName() {
        assertThat(last(client.events("hi", "null-usage"))
                        .path("response")
                        .path("usage")
                        .isNull())
                .isTrue();
        assertThat(client.events("hi", "no-ids"))
                .noneMatch(event -> event.has("item_id") || event.path("item").has("id"));
        assertThat(WireClient.types(client.events("hi", "no-item-done"))).doesNotContain("response.output_item.done");
        assertThat(WireClient.types(client.events("hi", "no-created")))
                .doesNotContain("response.created", "response.in_progress");
        assertThat(WireClient.types(client.events("hi", "no-terminal"))).doesNotContain("response.completed");
        assertThat(WireClient.types(client.events("hi", "done-alias"))).endsWith("response.done");
    }

    @Test
    void argumentsComeOnlyInDeltasOrOnlyWhenDone() {
        List<JsonNode> done = calls("arguments-only-done");
        assertThat(WireClient.types(done)).doesNotContain("response.function_call_arguments.delta");
        assertThat(WireClient.ofType(done, "response.function_call_arguments.done"))
                .hasSize(2);

        List<JsonNode> deltas = calls("arguments-only-deltas");
        assertThat(WireClient.types(deltas)).doesNotContain("response.function_call_arguments.done");
        assertThat(WireClient.items(deltas))
                .allSatisfy(item ->
                        assertThat(Json.string(item, "arguments", "absent")).isEmpty());
        assertThat(WireClient.joined(deltas, "response.function_call_arguments.delta"))
                .isEqualTo("{\"a\":\"long enough for two deltas\"}".repeat(2));
    }

    @Test
    void doneItemsComeInReverseOrder() {
        assertThat(WireClient.ofType(calls("shuffled-done"), "response.output_item.done"))
                .extracting(event -> event.path("output_index").intValue())
                .containsExactly(1, 0);
    }

    @Test
    void deltasOfCallsAlternate() {
        assertThat(WireClient.ofType(calls("interleaved-calls"), "response.function_call_arguments.delta"))
                .extracting(event -> event.path("output_index").intValue())
                .startsWith(0, 1, 0, 1);
    }

    @Test
    void extensionsAreAdded() {
        assertThat(WireClient.types(client.events("hi", "extensions")))
                .contains(
                        "response.metadata",
                        "codex.response.metadata",
                        "responsesapi.websocket_timing",
                        "emulator.unknown_event",
                        "keepalive");
    }

    @Test
    void turnScriptsChooseTheAnswer() {
        assertThat(text("text value=\"exactly this\"")).isEqualTo("[emulator] exactly this");
        assertThat(text("text words=3")).endsWith(" word1 word2 word3");
        assertThat(client.events("hi", "refusal value=\"No.\"").toString()).contains("[emulator] No.");
        assertThat(WireClient.items(client.events("hi", "phases")))
                .extracting(item -> Json.string(item, "phase"))
                .containsExactly("commentary", "final_answer");
        assertThat(WireClient.items(client.events("hi", "image"))
                        .get(0)
                        .path("result")
                        .stringValue())
                .isEqualTo(HostedTools.PNG);
        assertThat(WireClient.items(client.events("hi", "reasoning parts=2 raw=true"))
                        .get(0)
                        .path("summary"))
                .hasSize(2);
        assertThat(last(client.events("hi", "filled-output")).path("response").path("output"))
                .hasSize(1);
        assertThat(last(client.events("hi", "")).path("response").path("output"))
                .isEmpty();
    }

    @Test
    void searchCitesTheCharactersItQuotes() {
        JsonNode message =
                WireClient.items(client.events("hi", "search query=q")).get(1);

        JsonNode part = message.path("content").path(0);
        JsonNode citation = part.path("annotations").path(0);
        assertThat(part.path("text")
                        .stringValue()
                        .substring(
                                citation.path("start_index").intValue(),
                                citation.path("end_index").intValue()))
                .isEqualTo("according to a page that the emulator made up");
    }

    @Test
    void giantEventHasItsSize() {
        WireClient.Answer answer = client.turn(WireClient.body("hi"), ScriptSources.HEADER, "giant mb=40");

        assertThat(WireClient.items(answer.events()).get(0).path("result").stringValue())
                .hasSize(40_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-such-script | unknown script 'no-such-script'",
                "cut color=red | the script cut has no key 'color'",
                "cut kind=bent | cut: kind must be one of [fin, rst], was bent",
                "pace millis=soon | pace: millis must be a whole number, was soon",
                "call name=absent | call: the request offers no tool named 'absent'",
            })
    void scriptThatCannotBePlayedIsRefused(String script, String message) {
        WireClient.Answer answer = client.turn(WireClient.body("hi"), ScriptSources.HEADER, script);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(Json.string(answer.json(), "detail")).startsWith("Emulator script: " + message);
    }

    private List<JsonNode> calls(String script) {
        ObjectNode body = WireClient.body("hi");
        body.putArray("tools")
                .addObject()
                .put("type", "function")
                .put("name", "f")
                .put("strict", false);
        return client.turn(body, ScriptSources.HEADER, TWO_CALLS + ", " + script)
                .events();
    }

    private String text(String script) {
        return WireClient.joined(client.events("hi", script), "response.output_text.delta");
    }

    private static JsonNode last(List<JsonNode> events) {
        return events.get(events.size() - 1);
    }
}
