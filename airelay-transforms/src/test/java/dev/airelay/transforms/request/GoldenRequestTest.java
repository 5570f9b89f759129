package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.OllamaSchemas;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.spi.Translation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whole requests, each with the exact upstream body or error. */
class GoldenRequestTest {

    private static final List<String> ALLOWED =
            Arrays.stream(UpstreamMember.values()).map(UpstreamMember::wireName).toList();

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.airelay.transforms.request.GoldenCase#all")
    void requestBecomesWhatTheFolderSays(GoldenCase golden) {
        String outcome;
        List<String> ignored = List.of();
        List<String> emulated = List.of();
        try {
            Translation translation = golden.dialect().translate(golden.request(), golden.context());
            ignored = translation.ignoredParameters();
            emulated = translation.emulatedParameters();
            outcome = translation.request().body().toString();
        } catch (RequestRejected rejected) {
            outcome = rejected.error().toNode().toString();
        }

        assertThat(outcome).isEqualTo(golden.compact(golden.has("error.json") ? "error.json" : "upstream.json"));
        assertThat(ignored).isEqualTo(golden.disclosed());
        assertThat(emulated).isEqualTo(golden.emulated());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.airelay.transforms.request.GoldenCase#accepted")
    void upstreamBodyHasWhatIsDemandedAndNothingThatIsNotAllowed(GoldenCase golden) {
        ObjectNode body = golden.dialect()
                .translate(golden.request(), golden.context())
                .request()
                .body();

        assertThat(ALLOWED).containsAll(body.propertyNames());
        assertThat(body.get("store").booleanValue()).isFalse();
        assertThat(body.get("stream").booleanValue()).isTrue();
        assertThat(body.get("instructions").stringValue()).isNotEmpty();
        assertThat(body.get("input").isArray()).isTrue();
        assertThat(body.get("include").get(0).stringValue()).isEqualTo("reasoning.encrypted_content");
        assertThat(body.findValues("prompt_cache_breakpoint")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.airelay.transforms.request.GoldenCase#accepted")
    void requestOfTheClientIsNeitherChangedNorSharedWithTheUpstreamBody(GoldenCase golden) {
        ObjectNode request = golden.request();
        Translation first = golden.dialect().translate(request, golden.context());
        byte[] sent = first.request().toBytes();

        assertThat(request).isEqualTo(golden.request());
        request.properties().forEach(member -> clear(member.getValue()));
        assertThat(first.request().toBytes()).isEqualTo(sent);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.airelay.transforms.request.GoldenCase#accepted")
    void orderOfTheClientsMembersMakesNoDifference(GoldenCase golden) {
        ObjectNode reversed = JsonMapper.shared().createObjectNode();
        List<String> names = List.copyOf(golden.request().propertyNames());
        for (int i = names.size() - 1; i >= 0; i--) {
            reversed.set(names.get(i), golden.request().get(names.get(i)));
        }

        Translation translation = golden.dialect().translate(reversed, golden.context());

        assertThat(translation.request().body().toString()).isEqualTo(golden.compact("upstream.json"));
        assertThat(translation.ignoredParameters()).containsExactlyInAnyOrderElementsOf(golden.disclosed());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.airelay.transforms.request.GoldenCase#standard")
    void standardRequestIsOneThatItsApiAccepts(GoldenCase golden) {
        String request = golden.text("request.json");
        List<String> violations = switch (golden.dialect().name()) {
            case "chat" -> OpenAiSchemas.violations("CreateChatCompletionRequest", request);
            case "completions" -> OpenAiSchemas.violations("CreateCompletionRequest", request);
            case "responses" -> OpenAiSchemas.violations("CreateResponse", request);
            case "messages" -> AnthropicSchemas.violations("CreateMessageRequest", request);
            case "ollama-chat" -> OllamaSchemas.violations("ChatRequest", request);
            case "ollama-generate" -> OllamaSchemas.violations("GenerateRequest", request);
            default -> throw new IllegalArgumentException(golden.dialect().name());
        };

        assertThat(violations).isEmpty();
    }

    private static void clear(JsonNode node) {
        node.forEach(GoldenRequestTest::clear);
        if (node instanceof ObjectNode object) {
            object.removeAll();
        } else if (node instanceof ArrayNode array) {
            array.removeAll();
        }
    }
}
