package dev.airelay.transforms.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.failure.UpstreamFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FailureTranslatorTest {

    private static final Instant NOW = Instant.parse("2026-11-28T15:17:30Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private static FailureTranslator translator(List<String> models) {
        ModelDirectory directory = new ModelDirectory() {
            @Override
            public Optional<ModelTraits> find(String name) {
                return Optional.empty();
            }

            @Override
            public List<String> names() {
                return models;
            }

            @Override
            public Optional<VersionGap> versionGap(String name) {
                return name.equals("gpt-9") ? Optional.of(new VersionGap("0.175.0", "0.171.0")) : Optional.empty();
            }
        };
        Map<String, String> names = Map.of("text.format", "response_format", "input", "messages");
        return new FailureTranslator(path -> names.getOrDefault(path, path), directory, CLOCK);
    }

    private static UpstreamFailure limit(String code, Optional<Duration> wait) {
        return new UpstreamFailure(
                Kind.LIMIT, 429, new ApiError("The usage limit has been reached", code, null, code), wait);
    }

    private static String message(UpstreamFailure failure) {
        return translator(List.of()).translated(failure).error().message();
    }

    @ParameterizedTest
    @CsvSource({
        "11520, '3 h 12 min, at 2026-11-28 18:30 UTC'",
        "11491, '3 h 12 min, at 2026-11-28 18:30 UTC'",
        "7200, '2 h, at 2026-11-28 17:18 UTC'",
        "60, '1 min, at 2026-11-28 15:19 UTC'",
        "3541, '1 h, at 2026-11-28 16:17 UTC'",
        "187200, '2 d 4 h, at 2026-11-30 19:18 UTC'",
        "86400, '1 d, at 2026-11-29 15:18 UTC'",
    })
    void saysWhenLimitResets(long seconds, String end) {
        assertThat(message(limit("usage_limit_reached", Optional.of(Duration.ofSeconds(seconds)))))
                .isEqualTo("The usage limit has been reached. The limit resets in " + end + ".");
    }

    @Test
    void saysNothingOfShortOrUnknownWaits() {
        assertThat(message(limit("rate_limit_exceeded", Optional.of(Duration.ofSeconds(59)))))
                .isEqualTo("The usage limit has been reached");
        assertThat(message(limit("usage_limit_reached", Optional.empty())))
                .isEqualTo("The usage limit has been reached");
    }

    @Test
    void takesEndOfLimitFromWhatIsKnownOtherwise() {
        FailureTranslator knowing = translator(List.of()).withLimits(error -> Optional.of(NOW.plusSeconds(7200)));

        UpstreamFailure failure = knowing.translated(limit("usage_limit_reached", Optional.empty()));

        assertThat(failure.retryAfter()).contains(Duration.ofHours(2));
        assertThat(failure.error().message()).endsWith("The limit resets in 2 h, at 2026-11-28 17:18 UTC.");
        assertThat(knowing.translated(UpstreamFailure.incompleteStream()))
                .isEqualTo(UpstreamFailure.incompleteStream());
    }

    @Test
    void listsModelsWhereOneIsMissing() {
        UpstreamFailure missing = new UpstreamFailure(
                Kind.CLIENT,
                404,
                ApiError.invalid("model", "model_not_found", "There is no such model."),
                Optional.empty());

        assertThat(translator(List.of("gpt-5.5", "gpt-6"))
                        .translated(missing)
                        .error()
                        .message())
                .isEqualTo("There is no such model. Available models: gpt-5.5, gpt-6.");
        assertThat(translator(List.of()).translated(missing).error().message())
                .isEqualTo("There is no such model. GET /v1/models lists the available models.");
        assertThat(translator(Collections.nCopies(31, "m"))
                        .translated(missing)
                        .error()
                        .message())
                .endsWith("m, ....");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt-9 | The model needs Codex 0.175.0 or newer, and AIRelay reports 0.171.0. Set upstream.client_version",
                "gpt-5.5 | The upstream lists this model, but does not serve it to this account now.",
                "gpt-5.3-codex | It is not in the upstream's list: it has been retired, or it is newer than the version in"
                        + " upstream.client_version.",
            })
    void saysWhyModelIsMissing(String model, String why) {
        UpstreamFailure refused = FailureClassifier.ofHttp(
                400,
                name -> Optional.empty(),
                "{\"detail\":\"The model is not supported when using Codex with a ChatGPT account.\"}"
                        .getBytes(StandardCharsets.UTF_8),
                0);

        String message = translator(List.of("gpt-5.5"))
                .about(model)
                .translated(refused)
                .error()
                .message();

        assertThat(message)
                .startsWith("The model is not supported when using Codex with a ChatGPT account. " + why)
                .endsWith("Available models: gpt-5.5.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text.format | Invalid 'text.format': no schema. | response_format | Invalid 'response_format': no schema.",
                "input | No tool output found. | messages | No tool output found.",
                "input | Unsupported parameter: input | messages | Unsupported parameter: messages",
                "temperature | Unsupported parameter: temperature | temperature | Unsupported parameter: temperature",
            })
    void namesMembersAsTheClientDoes(String param, String message, String name, String renamed) {
        UpstreamFailure failure = new UpstreamFailure(
                Kind.CLIENT, 400, ApiError.invalid(param, "invalid_value", message), Optional.empty());

        ApiError error = translator(List.of()).translated(failure).error();

        assertThat(error.param()).isEqualTo(name);
        assertThat(error.message()).isEqualTo(renamed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"error","error":{"code":"c","message":"Invalid 'input'.","param":"input"}}                           | /error
            {"type":"error","code":"c","message":"Invalid 'input'.","param":"input"}                                     | ``
            {"type":"response.failed","response":{"id":"r","error":{"message":"Invalid 'input'.","param":"input"}}}      | /response/error
            """)
    void namesMembersInEventsToo(String json, String place) {
        UpstreamEvent event = event(json);

        UpstreamEvent translated = translator(List.of()).translated(event);

        assertThat(translated.type()).isEqualTo(event.type());
        JsonNode error = JsonMapper.shared().readTree(translated.json()).at(place);
        assertThat(error.path("param").stringValue()).isEqualTo("messages");
        assertThat(error.path("message").stringValue()).isEqualTo("Invalid 'messages'.");
    }

    @Test
    void leavesOtherEventsAlone() {
        UpstreamEvent text = event("{\"type\":\"response.output_text.delta\",\"delta\":\"x\"}");
        UpstreamEvent failure = event("{\"type\":\"error\",\"error\":{\"message\":\"m\"}}");

        assertThat(translator(List.of()).translated(text)).isSameAs(text);
        assertThat(translator(List.of()).translated(failure)).isSameAs(failure);
    }

    private static UpstreamEvent event(String json) {
        return UpstreamEvent.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
