package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** However the upstream cuts and frames its bytes, the client gets the same answer. */
@Relay
class RelaySplitTest {
    /** Text, reasoning, calls and letters of more than one byte: everything that could be cut in a wrong place. */
    private static final String CONTENT =
            "reasoning parts=2, text value=\"añ 漢字 🎉 \\\\ zwei\", call args={\"city\":\"Zürich 🎉\"} count=2";

    private static final Pattern PASSING =
            Pattern.compile("(?<prefix>\\b(?:resp|msg|rs|fc|call|chatcmpl)[_-])[0-9A-Za-z_-]+");
    private static final Pattern CLOCK = Pattern.compile(
            "\"(created|created_at|completed_at)\":[0-9.]+|\"(?:encrypted_content|signature)\":\"[^\"]*\"");

    private static final List<String> FRAMINGS = List.of(
            "split bytes=1",
            "split bytes=7",
            "crlf",
            "comments",
            "no-event-lines",
            "multiline-data",
            "crlf, multiline-data, split bytes=1",
            "crlf, comments, no-event-lines, multiline-data, split bytes=3");

    private final RunningRelay relay;

    RelaySplitTest(RunningRelay relay) {
        this.relay = relay;
    }

    static Stream<String> framings() {
        return FRAMINGS.stream();
    }

    @ParameterizedTest
    @MethodSource("framings")
    void framingDoesNotChangeAnAnswer(String framing) {
        for (Generation generation : Generation.values()) {
            if (generation.path().equals(RunningRelay.COMPLETIONS) || generation.ofOllama()) {
                // The one knows no tools, the others measure times; nothing in them is cut in other places than in a
                // chat.
                continue;
            }
            // The first turn of a conversation fills the upstream's prompt cache, which shows in the usage of the next.
            answer(generation, CONTENT);
            String plain = answer(generation, CONTENT);

            assertThat(answer(generation, CONTENT + ", " + framing))
                    .as("%s %s", generation, framing)
                    .isEqualTo(plain);
            assertThat(plain).contains("Emulating", "weather");
            if (!generation.stream()) {
                assertThat(plain).contains("Zürich 🎉");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("framings")
    void framingDoesNotChangeAText(String framing) {
        String value = "añ 漢字 🎉 zwei";
        for (Generation generation : Generation.values()) {
            relay.script("text value=\"" + value + "\", " + framing);

            assertThat(generation.text(generation.ask(relay, "hello"))).isEqualTo("[emulator] " + value);
        }
    }

    private String answer(Generation generation, String script) {
        WireAnswer answer = relay.script(script).post(generation.path(), withTool(generation));
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        // White space between the members is the upstream's own and may differ.
        String json = generation.stream()
                ? (generation.isAnthropic() ? answer.messageEvents() : answer.events())
                        .stream().map(JsonNode::toString).collect(Collectors.joining("\n"))
                : answer.json().toString();
        return normal(json);
    }

    private static String withTool(Generation generation) {
        String parameters = """
                "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
                 "additionalProperties": false}""";
        if (generation.isAnthropic()) {
            String tool = "{\"name\": \"weather\", " + parameters.replace("parameters", "input_schema") + "}";
            return generation
                    .body("hello")
                    .replaceFirst("\\}$", ", \"thinking\": {\"type\": \"adaptive\"}, \"tools\": [" + tool + "]}");
        }
        String tool = generation.path().equals(RunningRelay.CHAT)
                ? "{\"type\": \"function\", \"function\": {\"name\": \"weather\", " + parameters + "}}"
                : "{\"type\": \"function\", \"name\": \"weather\", " + parameters + "}";
        return generation.body("hello").replaceFirst("\\}$", ", \"tools\": [" + tool + "]}");
    }

    /** The text with ids numbered in order of appearance and without times. */
    private static String normal(String text) {
        Map<String, String> numbers = new HashMap<>();
        Matcher ids = PASSING.matcher(CLOCK.matcher(text).replaceAll("\"$1\""));
        return ids.replaceAll(id ->
                numbers.computeIfAbsent(id.group(), added -> Matcher.quoteReplacement(id.group(1) + numbers.size())));
    }
}
