package dev.airelay.transforms.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.failure.RequestRejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Every text of every valid request, made long: content may be, nothing else. */
class ShortTextTest {

    private static final String LONG = "x".repeat(Checks.MAX_ID_CHARS + 1);
    private static final int MAX_MESSAGE_CHARS = 1_000;

    /** Members that are content, and those that are neither read nor passed on, with all that they hold. */
    private static final Set<String> CONTENT = Set.of(
            "arguments",
            "action",
            "code",
            "context",
            "data",
            "description",
            "definition",
            "encrypted_content",
            "fingerprint",
            "format",
            "input_schema",
            "instructions",
            "operation",
            "output",
            "parameters",
            "signature",
            "prompt",
            "queries",
            "reasoning_content",
            "refusal",
            "result",
            "schema",
            "summary",
            "system",
            "text",
            "thinking",
            "transcript",
            // What clients echo or mark.
            "reasoning_details",
            "annotations",
            "cache_control",
            "context_management",
            "prompt_cache_breakpoint");

    /** Members that are content as a text, and hold more than that as an object or a list. */
    private static final Set<String> CONTENT_AS_TEXT = Set.of("content", "input", "reasoning", "source");

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.airelay.transforms.request.GoldenCase#accepted")
    void whatIsNotContentIsRefusedByName(GoldenCase golden) {
        List<String> accepted = new ArrayList<>();
        for (JsonPointer place : texts(golden.request(), JsonPointer.empty())) {
            ObjectNode request = golden.request();
            WrongTypeTest.replace(request, place, StringNode.valueOf(LONG));
            try {
                golden.dialect().translate(request, golden.context());
                accepted.add(place.toString());
            } catch (RequestRejected rejected) {
                assertThat(rejected.error().param()).isNotBlank();
                assertThat(rejected.error().message()).hasSizeLessThan(MAX_MESSAGE_CHARS);
            }
        }

        assertThat(accepted).isEmpty();
    }

    private static List<JsonPointer> texts(JsonNode node, JsonPointer at) {
        List<JsonPointer> texts = new ArrayList<>();
        if (node.isString()) {
            texts.add(at);
        }
        node.properties().stream()
                .filter(member -> !CONTENT.contains(member.getKey()))
                .filter(member -> !(member.getKey().equals("input")
                        && node.path("type").stringValue("").equals("tool_use")))
                .filter(member -> !(CONTENT_AS_TEXT.contains(member.getKey())
                        && member.getValue().isString()))
                .forEach(member -> texts.addAll(texts(member.getValue(), at.appendProperty(member.getKey()))));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            texts.addAll(texts(node.get(i), at.appendIndex(i)));
        }
        return texts;
    }
}
