package dev.airelay.transforms.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.spi.StreamEncoder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A delta that looks like the one before is still forwarded with its own members. */
class RepeatedDeltasTest {

    private static final List<String> VALUES = List.of(
            "12",
            "2",
            "-1",
            "1",
            "\"a\\\"b\"",
            "\"b\"",
            "\"\"",
            "null",
            "[]",
            "[{\"token\":\"t\"}]",
            "{\"a\":[1]}",
            "true");

    private final List<JsonNode> sent = new ArrayList<>();
    private final StreamEncoder encoder = new ResponsesReply(new ResponsesReplyOptions(
                    Streams.JSON.createObjectNode(), "gpt", "tok", 42, InstantSource.fixed(Instant.ofEpochSecond(50))))
            .streamEncoders(1)
            .get(0);

    private void accept(String json) {
        sent.clear();
        // Borrowed, as the relay passes deltas.
        byte[] text = json.getBytes(UTF_8);
        UpstreamEvent event = new UpstreamEvent();
        assertThat(event.read(text, 0, text.length)).isTrue();
        encoder.accept(event.type().delta() ? event : event.kept(), (bytes, offset, length) -> {
            String frame = new String(bytes, offset, length, UTF_8);
            byte[] data = frame.substring(frame.indexOf("data: ") + 6).strip().getBytes(UTF_8);
            sent.add(Json.read(data, 0, data.length));
        });
    }

    @Test
    void anyMembersInAnyOrder() {
        accept("{\"type\":\"response.created\",\"response\":{\"id\":\"r\"}}");
        Random random = new Random(11);
        long number = -1;
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            String piece = random.nextBoolean() ? "a" : "b\\\"" + i;
            String logprobs = VALUES.get(random.nextInt(7, 10));
            String other = VALUES.get(random.nextInt(VALUES.size()));
            int output = random.nextInt(20) == 0 ? 1 : 0;
            String event = "{\"type\":\"response.output_text.delta\",\"sequence_number\":" + i + ",\"item_id\":\"m"
                    + output + "\",\"output_index\":" + output + ",\"content_index\":0,\"delta\":\"" + piece
                    + "\",\"logprobs\":" + logprobs + ",\"x\":" + other
                    + (random.nextInt(4) == 0 ? ",\"obfuscation\":\"o\"}" : "}");
            accept(event);

            JsonNode last = sent.get(sent.size() - 1);
            JsonNode asked = Json.read(event.getBytes(UTF_8), 0, event.getBytes(UTF_8).length);
            assertThat(last.path("delta")).as(event).isEqualTo(asked.path("delta"));
            assertThat(last.path("x")).as(event).isEqualTo(asked.path("x"));
            assertThat(last.path("logprobs").isArray()).as(event).isTrue();
            if (asked.path("logprobs").isArray()) {
                assertThat(last.path("logprobs")).as(event).isEqualTo(asked.path("logprobs"));
            } else {
                assertThat(last.path("logprobs")).as(event).isEmpty();
            }
            assertThat(last.has("obfuscation")).isFalse();
            assertThat(last.path("item_id").stringValue("")).isEqualTo("m" + output);
            assertThat(last.path("output_index").asLong(-1)).isNotNegative();
            assertThat(last.path("sequence_number").asLong(-1)).isGreaterThan(number);
            number = last.path("sequence_number").asLong(-1);
            if (output == 0) {
                said.append(asked.path("delta").stringValue(""));
            }
        }
        accept("{\"type\":\"response.output_text.done\",\"item_id\":\"m0\",\"output_index\":0,\"content_index\":0}");

        assertThat(sent.get(sent.size() - 1).path("text").stringValue("")).isEqualTo(said.toString());
    }
}
