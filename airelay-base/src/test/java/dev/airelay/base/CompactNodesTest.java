package dev.airelay.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Objects of all sizes behave as Jackson's own. */
final class CompactNodesTest {

    /** At random, with fixed seeds: around the size from which an object has a hash table. */
    @ParameterizedTest
    @ValueSource(ints = {3, 7, 8, 9, 10, 30})
    void changesAreThoseOfAnotherObject(int names) {
        Random random = new Random(names);
        ObjectNode compact = JsonTrees.nodes().objectNode();
        ObjectNode usual = JsonNodeFactory.instance.objectNode();
        for (int step = 0; step < 2_000; step++) {
            String name = "name" + random.nextInt(names);
            int value = random.nextInt();
            switch (random.nextInt(9)) {
                case 0, 1, 2, 3 ->
                    assertThat(compact.replace(name, compact.numberNode(value)))
                            .isEqualTo(usual.replace(name, usual.numberNode(value)));
                case 4 -> assertThat(compact.remove(name)).isEqualTo(usual.remove(name));
                case 5 ->
                    assertThat(compact.putIfAbsent(name, compact.numberNode(value)))
                            .isEqualTo(usual.putIfAbsent(name, usual.numberNode(value)));
                case 6 -> assertThat(compact.get(name)).isEqualTo(usual.get(name));
                case 7 -> {
                    compact.removeIf(node -> node.intValue() % 16 == 0);
                    usual.removeIf(node -> node.intValue() % 16 == 0);
                }
                default -> {
                    if (random.nextInt(20) == 0) {
                        compact.removeAll();
                        usual.removeAll();
                    }
                }
            }
            assertSame(compact, usual);
        }
    }

    private static void assertSame(ObjectNode compact, ObjectNode usual) {
        assertThat(compact.size()).isEqualTo(usual.size());
        assertThat(compact.isEmpty()).isEqualTo(usual.isEmpty());
        assertThat(compact).isEqualTo(usual).hasSameHashCodeAs(usual);
        assertThat(usual).isEqualTo(compact);
        assertThat(List.copyOf(compact.propertyNames())).isEqualTo(List.copyOf(usual.propertyNames()));
        assertThat(new ArrayList<>(compact.values())).isEqualTo(new ArrayList<>(usual.values()));
        assertThat(JsonTrees.usual().write(compact)).isEqualTo(JsonTrees.usual().write(usual));
        assertThat(compact.deepCopy()).isEqualTo(usual);
    }

    @Test
    void objectsInObjectsAreCompactToo() {
        ObjectNode object = JsonTrees.nodes().objectNode();

        object.putObject("inner").put("a", 1);
        object.putArray("list").addObject().put("b", 2);

        assertThat(JsonTrees.usual().write(object)).asString().isEqualTo("{\"inner\":{\"a\":1},\"list\":[{\"b\":2}]}");
        for (JsonNode inner :
                List.of(object, object.get("inner"), object.get("list").get(0), object.deepCopy())) {
            assertThat(inner.properties().getClass().getName()).contains("CompactNodes");
        }
    }

    @Test
    void viewShowsMembersThatAreAddedLater() {
        ObjectNode object = JsonTrees.nodes().objectNode();
        Set<Map.Entry<String, JsonNode>> members = object.properties();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            names.add("name" + i);
            object.put("name" + i, i);

            assertThat(members).extracting(Map.Entry::getKey).isEqualTo(names);
            assertThat(members).hasSameSizeAs(names);
        }
    }

    @Test
    void membersAreRemovedWhileTheyAreIterated() {
        ObjectNode object =
                JsonTrees.nodes().objectNode().put("a", 1).put("b", 2).put("c", 3);
        Iterator<Map.Entry<String, JsonNode>> members = object.properties().iterator();

        assertThatThrownBy(members::remove).isInstanceOf(IllegalStateException.class);
        members.next();
        members.next();
        members.remove();
        assertThatThrownBy(members::remove).isInstanceOf(IllegalStateException.class);

        assertThat(members.next().getKey()).isEqualTo("c");
        assertThat(members.hasNext()).isFalse();
        assertThatThrownBy(members::next).isInstanceOf(NoSuchElementException.class);
        assertThat(object.propertyNames()).containsExactly("a", "c");
    }
}
