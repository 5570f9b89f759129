package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.ollama.OllamaChatDialect;
import dev.airelay.transforms.ollama.OllamaGenerateDialect;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import dev.airelay.transforms.sse.SseLimitExceededException;
import dev.airelay.transforms.sse.SseParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Any bytes as the upstream's event stream: every dialect makes whole events of JSON with one end, and one object. */
class ReplyFuzzTest {
    private static final int MAX_EVENT_BYTES = 10_000;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ObjectNode CHAT = (ObjectNode) JSON.readTree("""
            {"model": "m", "messages": [{"role": "user", "content": "hi"}], "stop": ["END"],
             "stream_options": {"include_usage": true}}""");
    private static final ObjectNode OLLAMA_CHAT = (ObjectNode) JSON.readTree("""
            {"model": "m", "messages": [{"role": "user", "content": "hi"}], "options": {"stop": ["END"]}}""");
    private static final ObjectNode RESPONSES = (ObjectNode) JSON.readTree("""
            {"model": "m", "input": "hi"}""");
    private static final ObjectNode COMPLETIONS = (ObjectNode) JSON.readTree("""
            {"model": "m", "prompt": "hi"}""");

    @FuzzTest(maxDuration = "5m")
    void upstreamIsEncodedWhateverItSends(byte[] stream) {
        List<UpstreamEvent> events = events(stream);
        check(events, new ChatDialect(), CHAT);
        check(events, new ResponsesDialect(), RESPONSES);
        check(events, new CompletionsDialect(), COMPLETIONS);
        check(events, new OllamaChatDialect(), OLLAMA_CHAT);
        check(events, new OllamaGenerateDialect(), COMPLETIONS);
    }

    private static List<UpstreamEvent> events(byte[] stream) {
        List<UpstreamEvent> events = new ArrayList<>();
        SseParser parser = new SseParser(
                MAX_EVENT_BYTES,
                (name, bytes, from, to) ->
                        UpstreamEvent.parse(Arrays.copyOfRange(bytes, from, to)).ifPresent(events::add));
        try {
            parser.feed(stream, 0, stream.length);
            parser.finish();
        } catch (SseLimitExceededException tooLong) {
            assertThat(stream.length).isGreaterThan(MAX_EVENT_BYTES);
        }
        return events;
    }

    private static void check(List<UpstreamEvent> events, Dialect dialect, ObjectNode request) {
        Reply reply = dialect.translate(request, TranslationFuzzTest.context()).reply();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        StreamEncoder encoder = reply.streamEncoder();
        events.forEach(event -> encoder.accept(event, written::write));
        encoder.fail(
                new UpstreamFailure(
                        UpstreamFailure.Kind.SERVER,
                        502,
                        new ApiError("The upstream broke off.", ApiError.SERVER_ERROR, null, null),
                        Optional.empty()),
                written::write);
        assertThat(encoder.ended()).isTrue();
        boolean lines = dialect.framing() == Dialect.Framing.NDJSON;
        if (lines) {
            assertLines(written.toString(StandardCharsets.UTF_8));
        } else {
            assertWhole(written.toString(StandardCharsets.UTF_8));
        }

        ObjectEncoder whole = reply.objectEncoder();
        for (UpstreamEvent event : events) {
            if (!whole.ended()) {
                whole.accept(event);
            }
        }
        if (whole.finish() instanceof ObjectEncoder.Outcome.Finished finished) {
            assertThat(JSON.readTree(finished.json())
                            .path(lines ? "done_reason" : "object")
                            .isString())
                    .isTrue();
        }
    }

    private static void assertLines(String stream) {
        assertThat(stream).endsWith("\n");
        List<JsonNode> lines = stream.lines().map(JSON::readTree).toList();
        assertThat(lines.stream()
                        .filter(line -> line.has("error") || line.path("done").booleanValue(false)))
                .hasSize(1);
        JsonNode last = lines.get(lines.size() - 1);
        assertThat(last.has("error") || last.path("done").booleanValue(false)).isTrue();
    }

    private static void assertWhole(String stream) {
        assertThat(stream).endsWith("data: [DONE]\n\n");
        for (String frame : stream.split("\n\n", -1)) {
            String data = frame.substring(frame.indexOf("data: ") + 1 + "data:".length() * (frame.isEmpty() ? 0 : 1));
            if (!frame.isEmpty() && !data.strip().equals("[DONE]")) {
                assertThat(JSON.readTree(data).isObject()).as(frame).isTrue();
            }
        }
        assertThat(stream.indexOf("[DONE]")).isPositive();
    }
}
