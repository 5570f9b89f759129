package dev.airelay.transforms.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMembersTest {

    private static final JsonName NAME = new JsonName("a");

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonMembers scanned(String json) {
        JsonMembers members = new JsonMembers();
        assertThat(members.scan(bytes(json))).as(json).isTrue();
        return members;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { } ",
                "{\"a\":1}",
                "{\"a\" : -0.5e+10 , \"b\":[true,false,null,{}],\"c\":{\"d\":[[]]}}",
                "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"}",
                "{\"é\":\"😀\"}",
                "{\"a\":0,\"b\":10,\"c\":0.0,\"d\":1E5}"
            })
    void jsonObjectsAreAccepted(String json) {
        assertThat(new JsonMembers().scan(bytes(json))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "[]",
                "\"a\"",
                "{",
                "}",
                "{}}",
                "{} x",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":-}",
                "{\"a\":1e}",
                "{\"a\":+1}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":nulll}",
                "{\"a\":\"x}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":[}",
                "{\"a\":{\"b\"}}",
                "{\"a\":\"\\"
            })
    void everythingElseIsRefused(String json) {
        JsonMembers members = new JsonMembers();

        assertThat(members.scan(bytes(json))).isFalse();
        assertThat(members.count()).isZero();
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(new JsonMembers().scan(bytes("{\"a\":" + "[".repeat(400) + "]".repeat(400) + "}")))
                .isTrue();
        assertThat(new JsonMembers().scan(bytes("{\"a\":" + "[".repeat(600) + "]".repeat(600) + "}")))
                .isFalse();
        assertThat(new JsonMembers().scan(bytes("{\"a\":" + "[".repeat(1_000_000))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":12}           | 12
            {"a":-7}           | -7
            {"a":3.9}          | 3
            {"a":null}         | 99
            {"a":"1"}          | 99
            {"a":1e3}          | 99
            {"b":1}            | 99
            {"a":123456789012345678901} | 99
            """)
    void integersAreReadWhereTheyFit(String json, long expected) {
        assertThat(scanned(json).integer(NAME, 99)).isEqualTo(expected);
    }

    @Test
    void stringsAreReturnedUnchanged() {
        JsonMembers members = scanned("{\"b\":1, \"a\" : \"x\\n\\u00e9\" }");

        assertThat(members.text(NAME)).isEqualTo(new JsonText(bytes("x\\n\\u00e9"), 0, 9, true));
        assertThat(members.string(NAME)).isEqualTo("x\né");
        assertThat(members.text(new JsonName("b"))).isNull();
        assertThat(members.value(new JsonName("c"))).isNull();
    }

    @Test
    void membersAreCopiedUnchanged() {
        JsonMembers members = scanned("{\"a\" : [1, 2], \"b\":{\"x\" :1.50}}");
        JsonBuffer copy = new JsonBuffer();

        members.copy(0, copy);
        members.copy(1, copy.raw(','));

        assertThat(copy.toArray()).asString(StandardCharsets.UTF_8).isEqualTo("\"a\":[1, 2],\"b\":{\"x\" :1.50}");
    }

    @Test
    void manyMembersAreFound() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 100; i++) {
            json.append("\"m").append(i).append("\":").append(i).append(',');
        }

        JsonMembers members = scanned(json.append("\"a\":5}").toString());

        assertThat(members.count()).isEqualTo(101);
        assertThat(members.integer(new JsonName("m77"), -1)).isEqualTo(77);
        assertThat(members.integer(NAME, -1)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":"\\ud83d\\ude00"} | false
            {"a":"\\ud83d"}        | true
            {"a":"\\ude00"}        | true
            {"a":"\\ud83dx"}       | true
            {"a":"\\ud83d\\n"}     | true
            {"a":"\\ud83d\\ud83d"} | true
            {"a":"\\\\ud83d"}      | false
            {"\\ud83d":1}          | true
            {"a":[{"b":"\\ud83d"}]} | true
            """)
    void unpairedSurrogatesAreNoticed(String json, boolean unpaired) {
        assertThat(scanned(json).unpairedSurrogates()).isEqualTo(unpaired);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `{"a": "x\\n"}`      | false
            `{"a":\t1 , "b":2}`  | false
            """)
    void oneLineIsOneLine(String json, boolean lineBreaks) {
        assertThat(scanned(json).lineBreaks()).isEqualTo(lineBreaks);
    }

    @Test
    void lineBreaksBetweenTokensAreNoticedAndRemoved() {
        String json = "{\n\"a\": [\r\n1,\r2 ],\"b\":\"x\\n\"}";
        JsonMembers members = scanned(json);

        assertThat(members.lineBreaks()).isTrue();
        assertThat(JsonRepair.onOneLine(bytes(json)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"a\": [1,2 ],\"b\":\"x\\n\"}");
    }
}
