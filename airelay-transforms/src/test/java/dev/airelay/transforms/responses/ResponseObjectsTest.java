package dev.airelay.transforms.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.spi.StreamEncoder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The object at the end of a stream is the same whether or not the stream had one like it before. */
class ResponseObjectsTest {

    private static final List<String> VALUES = List.of(
            "1",
            "2.50",
            "\"a\"",
            "\"b\\n\"",
            "null",
            "true",
            "[]",
            "[{\"type\":\"function\",\"name\":\"f\"}]",
            "{\"a\":{}}");

    private static final List<String> ENDS = List.of("response.completed", "response.incomplete", "response.failed");

    /** At random, with a fixed seed: each known member, and unknown ones. */
    @Test
    void repeatedMembersAreThoseOfTheNewObject() {
        Random random = new Random(5);
        for (int i = 0; i < 3_000; i++) {
            ObjectNode first = object(random, Json.object());
            ObjectNode second = object(random, first.deepCopy());
            ObjectNode merged = first.deepCopy();
            second.properties().forEach(member -> {
                if (!member.getValue().isNull() || !merged.has(member.getKey())) {
                    merged.set(member.getKey(), member.getValue());
                }
            });

            String end = ENDS.get(random.nextInt(ENDS.size()));

            String afterAnother = last(event("response.created", first), event(end, second));
            String atOnce = last(event(end, merged));

            assertThat(afterAnother).as("%s then %s", first, second).isEqualTo(atOnce);
        }
    }

    private static ObjectNode object(Random random, ObjectNode object) {
        for (ResponseMember member : ResponseMember.ALL) {
            boolean ofText =
                    List.of("id", "status", "model", "output", "created_at").contains(member.name());
            if (!ofText && random.nextInt(6) == 0) {
                byte[] value = VALUES.get(random.nextInt(VALUES.size())).getBytes(UTF_8);
                object.set(member.name(), Json.read(value, 0, value.length));
            }
        }
        if (random.nextInt(6) == 0) {
            object.put("model", "model-" + random.nextInt(2));
        }
        if (random.nextInt(6) == 0) {
            object.put("created_at", random.nextInt(100));
        }
        if (random.nextInt(6) == 0) {
            object.put("unknown" + random.nextInt(3), random.nextInt(3));
        }
        return object;
    }

    private static String event(String type, ObjectNode response) {
        return Json.object().put("type", type).set("response", response).toString();
    }

    /** Returns the last numbered event of a stream of these events. */
    private static String last(String... events) {
        StreamEncoder encoder = new ResponsesReply(new ResponsesReplyOptions(
                        Json.object()
                                .put("store", true)
                                .set("metadata", Json.object().put("k", "v")),
                        Json.object().put("instructions", "Be brief.").put("temperature", 0.5),
                        true,
                        "gpt",
                        "tok",
                        42,
                        InstantSource.fixed(Instant.ofEpochSecond(50))))
                .streamEncoders(1)
                .get(0);
        StringBuilder sent = new StringBuilder();
        for (String event : events) {
            encoder.accept(
                    UpstreamEvent.parse(event.getBytes(UTF_8)).orElseThrow(),
                    (bytes, offset, length) -> sent.append(new String(bytes, offset, length, UTF_8)));
        }
        List<String> data = sent.toString()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .toList();
        return data.get(data.size() - 1);
    }
}
