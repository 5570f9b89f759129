package dev.airelay.transforms.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A scanner of many texts finds in each what a new scanner finds. */
class RepeatedMembersTest {

    private static final List<String> SEEDS = List.of(
            "{\"type\":\"d\",\"n\":1,\"delta\":\"a\"}",
            "{\"type\":\"d\",\"n\":22,\"delta\":\"\\u00e9\\n\",\"o\":\"x\"}",
            "{\"type\":\"d\",\"n\":22,\"delta\":null,\"o\":\"x\"}",
            "{\"type\":\"i\",\"item\":{\"id\":\"m\",\"list\":[1,{\"a\":2}]}}",
            "{\"type\":\"i\",\"item\":{\"id\":\"\",\"other\":true},\"n\":-3}",
            "{ \"type\" : \"d\" , \"n\":1 }",
            "{\"type\":\"d\",\n\"n\":1}",
            "{\"n\":1,\"n\":null,\"n\":2}",
            "{\"a\":\"\\ud800\"}",
            "{}",
            "{\"type\":\"d\",\"n\":1,\"delta\":\"a\"}x");

    private static final List<JsonName> NAMES = List.of(
            new JsonName("type"), new JsonName("n"), new JsonName("delta"), new JsonName("item"), new JsonName("o"));

    @Test
    void inAnyOrderAndWithAnyChange() {
        Random random = new Random(11);
        JsonMembers inner = new JsonMembers();
        JsonMembers reused = new JsonMembers(inner);
        for (int i = 0; i < 200_000; i++) {
            byte[] text = ("--" + SEEDS.get(random.nextInt(SEEDS.size())) + "--").getBytes(UTF_8);
            if (random.nextInt(3) == 0) {
                text[2 + random.nextInt(text.length - 4)] = (byte) "{}[]\":,\\ 1an\n".charAt(random.nextInt(13));
            }
            JsonMembers fresh = new JsonMembers();
            boolean whole = fresh.scan(text, 2, text.length - 2);

            assertThat(reused.scan(text, 2, text.length - 2))
                    .as(new String(text, UTF_8))
                    .isEqualTo(whole);
            assertThat(found(reused)).as(new String(text, UTF_8)).isEqualTo(found(fresh));
            sameInside(reused, inner, fresh);
        }
    }

    private static void sameInside(JsonMembers reused, JsonMembers inner, JsonMembers fresh) {
        JsonSlice item = reused.value(NAMES.get(3));
        if (item != null && inner.of(item)) {
            JsonSlice same = fresh.value(NAMES.get(3));
            assertThat(found(inner)).isEqualTo(found(same == null ? new JsonMembers() : same.members()));
            assertThat(found(inner.kept())).isEqualTo(found(inner));
        }
    }

    private static List<Object> found(JsonMembers members) {
        List<Object> found = new ArrayList<>();
        for (int i = 0; i < members.count(); i++) {
            JsonSlice value = members.value(i);
            found.add(
                    members.name(i) + "=" + new String(value.bytes(), value.from(), value.to() - value.from(), UTF_8));
        }
        for (JsonName name : NAMES) {
            found.add(members.string(name));
            found.add(members.integer(name, -9));
            found.add(members.has(name));
        }
        if (members.count() > 0) {
            found.add(members.unpairedSurrogates());
        }
        return found;
    }

    @Test
    void differentMembersHaveDifferentLayouts() {
        JsonMembers members = new JsonMembers();
        List<Integer> layouts = new ArrayList<>();
        for (String text : List.of(
                "{\"a\":1}",
                "{\"a\":1}",
                "{\"a\":22}",
                "{\"b\":1}",
                "{\"b\":true}",
                "{\"a\":1}",
                "{\"a\": 1}",
                "{\"a\":1}")) {
            members.scan(text.getBytes(UTF_8));
            layouts.add(members.layout());
        }

        assertThat(layouts.get(1)).isEqualTo(layouts.get(2)).isNotZero();
        assertThat(layouts.get(3)).isEqualTo(layouts.get(4)).isNotIn(0, layouts.get(2));
        assertThat(layouts.get(5)).isNotIn(0, layouts.get(2), layouts.get(4));
        assertThat(layouts.get(0)).isZero();
        assertThat(layouts.get(6)).isZero();
    }
}
