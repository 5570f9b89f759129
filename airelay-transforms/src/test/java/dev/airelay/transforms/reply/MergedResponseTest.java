package dev.airelay.transforms.reply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonSlice;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Later members win, null replaces nothing, and members keep their places. */
final class MergedResponseTest {

    private final MergedResponse merged = new MergedResponse();

    private static JsonMembers scanned(ObjectNode object) {
        JsonMembers members = new JsonMembers();
        assertThat(members.scan(Json.write(object))).isTrue();
        return members;
    }

    /** At random, with fixed seeds: a few members, and more than a response object has. */
    @ParameterizedTest
    @ValueSource(ints = {2, 30, 63, 64, 65, 300})
    void mergesAsATreeDoes(int names) {
        Random random = new Random(names);
        ObjectNode expected = Json.object();
        for (int i = 0; i < 60; i++) {
            ObjectNode next = Json.object();
            for (int member = random.nextInt(names); member >= 0; member--) {
                String name = "member" + random.nextInt(names);
                if (random.nextInt(4) == 0) {
                    next.putNull(name);
                } else {
                    next.put(name, random.nextInt(3));
                }
            }
            int changes = merged.changes();
            ObjectNode before = expected.deepCopy();
            next.properties().forEach(member -> {
                if (!member.getValue().isNull() || !expected.has(member.getKey())) {
                    expected.set(member.getKey(), member.getValue());
                }
            });

            merged.learn(scanned(next));

            assertThat(merged.members()).isEqualTo(expected);
            assertThat(merged.members().propertyNames()).containsExactlyElementsOf(expected.propertyNames());
            assertThat(merged.count()).isEqualTo(expected.size());
            if (!before.equals(expected)) {
                assertThat(merged.changes()).isNotEqualTo(changes);
            }
            expected.properties()
                    .forEach(member -> assertThat(value(member.getKey()))
                            .as(member.getKey())
                            .isEqualTo(member.getValue().isNull() ? null : member.getValue()));
        }
        assertThat(merged.value("absent")).isNull();
    }

    private JsonNode value(String name) {
        JsonSlice value = merged.value(name);
        return value == null ? null : value.toNode();
    }

    @Test
    void memberThatStandsTwiceHasItsLastValue() {
        JsonMembers members = new JsonMembers();
        assertThat(members.scan("{\"a\":1,\"b\":2,\"a\":3}".getBytes(UTF_8))).isTrue();

        merged.learn(members);
        merged.end(EventType.COMPLETED, scanned(Json.object().put("status", "failed")), false);

        assertThat(merged.members()).hasToString("{\"a\":3,\"b\":2,\"status\":\"failed\"}");
        assertThat(merged.failed()).isTrue();
    }

    /** So that what was written for a value can be written again. */
    @Test
    void valueIsTheSameObjectUntilAnotherTextComes() {
        merged.learn(scanned(Json.object().put("a", 1).put("b", 2)));
        JsonSlice a = merged.value(0);
        JsonSlice b = merged.value(1);

        merged.learn(scanned(Json.object().put("a", 1).put("b", 3)));

        assertThat(merged.value(0)).isSameAs(a);
        assertThat(merged.value(1)).isNotSameAs(b);
        assertThat(merged.name(1)).isEqualTo("b");
    }
}
