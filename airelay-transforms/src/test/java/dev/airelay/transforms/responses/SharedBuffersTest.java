package dev.airelay.transforms.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.spi.StreamEncoder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams share the buffers of their thread; none may notice the others. */
class SharedBuffersTest {

    private static final int DELTAS = 20;

    private static StreamEncoder encoder(String name) {
        return new ResponsesReply(new ResponsesReplyOptions(
                        Json.object(), "gpt", name, 42, InstantSource.fixed(Instant.ofEpochSecond(50))))
                .streamEncoders(1)
                .get(0);
    }

    private static List<String> events(String name) {
        List<String> events = new ArrayList<>();
        String item = "{\"id\":\"" + name + "\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[";
        events.add("{\"type\":\"response.created\",\"response\":{\"id\":\"r_" + name + "\",\"instructions\":\""
                + name.repeat(500) + "\"}}");
        events.add("{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":" + item + "]}}");
        for (int i = 0; i < DELTAS; i++) {
            events.add("{\"type\":\"response.output_text.delta\",\"item_id\":\"" + name
                    + "\",\"output_index\":0,\"content_index\":0,\"delta\":\"" + name + i + "\"}");
        }
        events.add(
                "{\"type\":\"response.completed\",\"response\":{\"id\":\"r_" + name + "\",\"status\":\"completed\"}}");
        return events;
    }

    private static void accept(StreamEncoder encoder, String event, ByteSink out) {
        encoder.accept(UpstreamEvent.parse(event.getBytes(UTF_8)).orElseThrow(), out);
    }

    private static ByteSink into(StringBuilder text) {
        return (bytes, offset, length) -> text.append(new String(bytes, offset, length, UTF_8));
    }

    private static String alone(String name) {
        StringBuilder text = new StringBuilder();
        StreamEncoder encoder = encoder(name);
        events(name).forEach(event -> accept(encoder, event, into(text)));
        assertThat(text).contains("response.completed", name + (DELTAS - 1)).endsWith("data: [DONE]\n\n");
        return text.toString();
    }

    @Test
    void alternatingStreamsDoNotMix() {
        StreamEncoder a = encoder("a");
        StreamEncoder b = encoder("b");
        StringBuilder textA = new StringBuilder();
        StringBuilder textB = new StringBuilder();
        for (int i = 0; i < events("a").size(); i++) {
            accept(a, events("a").get(i), into(textA));
            accept(b, events("b").get(i), into(textB));
        }

        assertThat(textA).hasToString(alone("a"));
        assertThat(textB).hasToString(alone("b"));
    }

    /** As for a stream that is made from another one. */
    @Test
    void streamMayBeMadeInTheSinkOfAnother() {
        StreamEncoder outer = encoder("a");
        StreamEncoder inner = encoder("b");
        List<String> left = new ArrayList<>(events("b"));
        StringBuilder textA = new StringBuilder();
        StringBuilder textB = new StringBuilder();
        for (String event : events("a")) {
            accept(outer, event, (bytes, offset, length) -> {
                if (!left.isEmpty()) {
                    accept(inner, left.remove(0), into(textB));
                }
                textA.append(new String(bytes, offset, length, UTF_8));
            });
        }

        assertThat(left).isEmpty();
        assertThat(textA).hasToString(alone("a"));
        assertThat(textB).hasToString(alone("b"));
    }

    @Test
    void streamAfterOneWhoseSinkFailedIsWhole() {
        StreamEncoder broken = encoder("a");
        assertThatThrownBy(() -> accept(broken, events("a").get(0), (bytes, offset, length) -> {
                    throw new IllegalStateException("closed");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(alone("b")).doesNotContain("r_a").startsWith("event: response.created\n");
    }

    @Test
    void streamMayChangeItsThread() throws InterruptedException {
        StreamEncoder moving = encoder("a");
        StringBuffer text = new StringBuffer();
        for (String event : events("a")) {
            Thread thread = new Thread(() -> accept(
                    moving, event, (bytes, offset, length) -> text.append(new String(bytes, offset, length, UTF_8))));
            thread.start();
            thread.join();
        }

        assertThat(text).hasToString(alone("a"));
    }
}
