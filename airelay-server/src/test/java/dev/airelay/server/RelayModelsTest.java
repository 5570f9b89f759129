package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.RecordedRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The upstream's list of models: kept, shown with what each can do, and used in translations. */
class RelayModelsTest {
    private static final String MODELS = "/v1/models";

    @TempDir
    Path dataDir;

    private RunningRelay relay(String... settings) {
        HashMap<String, String> all = new HashMap<>(Map.of("models.cache_ttl_seconds", "300"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return RunningRelay.start(dataDir, all);
    }

    /** The relay asks when it starts; what comes later finds the answer. */
    private static RunningRelay warm(RunningRelay relay) {
        assertThat(relay.upstreamRequest().path()).endsWith("/models");
        assertThat(relay.get(MODELS).status()).isEqualTo(200);
        return relay;
    }

    private static JsonNode upstreamBody(RunningRelay relay) {
        RecordedRequest request = relay.upstreamRequest();
        assertThat(request.path()).endsWith("/responses");
        return request.body().orElseThrow();
    }

    private static String hello(String model) {
        return "{\"model\": \"" + model + "\", \"input\": \"hello\"}";
    }

    @Test
    void upstreamIsCalledOnceForManyClients() {
        try (RunningRelay relay = warm(relay())) {
            IntStream.range(0, 5).forEach(i -> relay.get(MODELS + "/gpt-5.5"));

            assertThat(relay.emulator().requests("/models")).hasSize(1);
        }
    }

    @Test
    void codexGetsTheUpstreamsDescriptionsToo() throws IOException, InterruptedException {
        try (RunningRelay relay = warm(relay())) {
            // OpenAI's schema does not know the member, so this request is not compared with it.
            HttpRequest request = relay.request("GET", MODELS + "?client_version=0.171.0", "");
            JsonNode list = JsonMapper.shared()
                    .readTree(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .body());

            assertThat(list.path("models").size())
                    .isPositive()
                    .isEqualTo(list.path("data").size());
            assertThat(list.path("models").get(0).path("slug").stringValue())
                    .isEqualTo(list.path("data").get(0).path("id").stringValue());
            assertThat(list.path("models").get(0).has("supported_reasoning_levels"))
                    .isTrue();
            assertThat(relay.get(MODELS).json().has("models")).isFalse();
        }
    }

    @Test
    void statusShowsTheUseOfTheStore() {
        try (RunningRelay relay = warm(relay())) {
            JsonNode kept = relay.get("/v1/relay/status").json().path("models_cache");

            assertThat(kept.path("state").stringValue()).isEqualTo("fresh");
            assertThat(kept.path("count").intValue()).isGreaterThan(5);
            assertThat(kept.path("captured_at").stringValue()).endsWith("Z");
        }
    }

    @Test
    void zeroAsksEachTime() {
        try (RunningRelay relay = relay("models.cache_ttl_seconds", "0")) {
            relay.get(MODELS);
            relay.get(MODELS);

            assertThat(relay.emulator().requests("/models")).hasSize(2);
            assertThat(relay.get("/v1/relay/status")
                            .json()
                            .at("/models_cache/state")
                            .stringValue())
                    .isEqualTo("disabled");
        }
    }

    @Test
    void oldListServesOnWhenTheUpstreamFails() {
        try (RunningRelay relay = warm(relay("models.cache_ttl_seconds", "0.001"))) {
            relay.script("status on=models code=500");

            assertThat(relay.get(MODELS + "/gpt-5.5").status()).isEqualTo(200);
        }
    }

    @Test
    void modelsSayWhatTheyCanDo() {
        try (RunningRelay relay = warm(relay())) {
            JsonNode model = relay.get(MODELS + "/gpt-5.5").json();

            assertThat(model.path("context_length").intValue()).isEqualTo(272_000);
            JsonNode block = model.path("airelay");
            assertThat(block.path("source").stringValue()).isEqualTo("upstream");
            assertThat(block.path("listed").booleanValue()).isTrue();
            assertThat(block.at("/reasoning/efforts"))
                    .extracting(JsonNode::stringValue)
                    .containsExactly("low", "medium", "high", "xhigh");
            assertThat(block.at("/reasoning/default").stringValue()).isEqualTo("medium");
            assertThat(block.path("input_modalities"))
                    .extracting(JsonNode::stringValue)
                    .contains("image");
            assertThat(block.path("parallel_tool_calls").booleanValue()).isTrue();
            assertThat(block.path("priority_tier").booleanValue()).isTrue();
            assertThat(relay.get(MODELS + "/codex-auto-review")
                            .json()
                            .at("/airelay/listed")
                            .booleanValue())
                    .isFalse();
        }
    }

    @Test
    void modelsOfTheOwnerAreListedAndDescribed() {
        try (RunningRelay relay =
                warm(relay("models.extra_models", "gpt-7, gpt-5.5", "models.aliases", "think=gpt-5.5:high"))) {
            List<String> ids = relay.get(MODELS).json().path("data").values().stream()
                    .map(model -> model.path("id").stringValue())
                    .toList();

            assertThat(ids).endsWith("gpt-7", "think").doesNotHaveDuplicates();
            assertThat(relay.get(MODELS + "/gpt-7").json().at("/airelay/source").stringValue())
                    .isEqualTo("configuration");
            assertThat(relay.get(MODELS + "/gpt-8").status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5.5, gpt-5.5, medium",
        "gpt-5.5-high, gpt-5.5, high",
        "think, gpt-5.5, high",
        "openai/gpt-5.4:low, gpt-5.4, low",
        "codex-auto-review, codex-auto-review, medium",
    })
    void translationsKnowTheModels(String asked, String model, String effort) {
        try (RunningRelay relay = warm(relay("models.aliases", "think=gpt-5.5:high"))) {
            assertThat(relay.responses(hello(asked)).status()).isEqualTo(200);

            JsonNode body = upstreamBody(relay);
            assertThat(body.path("model").stringValue()).isEqualTo(model);
            assertThat(body.at("/reasoning/effort").stringValue("none")).isEqualTo(effort);
        }
    }

    @Test
    void unlistedModelIsForTheUpstreamToJudge() {
        try (RunningRelay relay = warm(relay())) {
            WireAnswer answer = relay.responses(hello("gpt-99"));

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.error("code")).isEqualTo("model_not_found");
            assertThat(answer.error("param")).isEqualTo("model");
            assertThat(answer.error("message"))
                    .contains(
                            "'gpt-99' model is not supported",
                            "upstream.client_version",
                            "Available models: ",
                            ", gpt-5.5, ")
                    .doesNotContain("codex-auto-review");
            assertThat(upstreamBody(relay).path("model").stringValue()).isEqualTo("gpt-99");
        }
    }

    @ParameterizedTest
    @EnumSource
    void unknownModelIsNamedWithThoseThereAre(Generation generation) {
        try (RunningRelay relay = warm(relay("models.extra_models", "my-model"))) {
            WireAnswer answer = generation.ask(
                    relay.script("status code=400 body={\"detail\": \"The 'gpt-5.3-codex' model is not supported when"
                            + " using Codex with a ChatGPT account.\"}"),
                    "hello");

            assertThat(answer.status()).isEqualTo(404);
            generation.assertErrorCode(answer, "model_not_found");
            assertThat(generation.errorMessage(answer)).contains("Available models: ", ", gpt-5.5, ", ", my-model.");
        }
    }

    @Test
    void modelForNewerClientsNamesTheSetting() {
        try (RunningRelay relay = warm(relay())) {
            relay.script("status code=400 body={\"detail\": \"The 'gpt-7' model requires a newer version of Codex."
                    + " Please upgrade to the latest app or CLI and try again.\"}");

            assertThat(relay.responses(hello("gpt-5.5")).error("message"))
                    .startsWith("The 'gpt-7' model requires a newer version of Codex than AIRelay reports."
                            + " Set upstream.client_version")
                    .doesNotContain("Please upgrade");
        }
    }

    @Test
    void refusedListLeavesTheLoginAlone() {
        try (RunningRelay relay = relay("models.cache_ttl_seconds", "0")) {
            relay.script("unauthorized on=models code=token_expired");

            WireAnswer list = relay.get(MODELS);
            assertThat(list.status()).isEqualTo(503);
            assertThat(list.error("message"))
                    .contains("refused the stored session", "the list of models", "Generation requests may still work");
            assertThat(relay.responses(hello("gpt-5.5")).status()).isEqualTo(200);
            assertThat(relay.get("/readyz").status()).isEqualTo(200);
        }
    }

    @Test
    void changedListIsRequestedAgain() {
        try (RunningRelay relay = warm(relay())) {
            relay.script("header name=x-models-etag value=other");
            relay.responses(hello("gpt-5.5"));
            upstreamBody(relay);

            relay.responses(hello("gpt-5.5"));

            List<String> paths = List.of(
                    relay.upstreamRequest().path(), relay.upstreamRequest().path());
            assertThat(paths).anyMatch(path -> path.endsWith("/models")).anyMatch(path -> path.endsWith("/responses"));
        }
    }

    @Test
    void generationsNeverWaitForTheList() {
        try (RunningRelay relay = RunningRelay.start(
                dataDir,
                Map.of("models.cache_ttl_seconds", "300"),
                EmulatorOptions.defaults().withScript("silence at=headers on=models"))) {
            assertThat(relay.responses(hello("gpt-5.5")).status()).isEqualTo(200);
        }
    }
}
