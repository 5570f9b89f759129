package dev.airelay.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

final class TextEditTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static String json(String text, Setting... settings) {
        return edited(FileFormat.JSON, text, settings);
    }

    private static String edited(FileFormat format, String text, Setting... settings) {
        TextEdit edit = new TextEdit(format, text);
        for (Setting setting : settings) {
            edit.set(setting);
        }
        return edit.text();
    }

    private static String without(FileFormat format, String text, String... path) {
        return new TextEdit(format, text).remove(List.of(path)).text();
    }

    private static ObjectNode provider() {
        ObjectNode provider = NODES.objectNode().put("base_url", "http://127.0.0.1:8080/v1");
        provider.putObject("auth").put("command", "cat").putArray("args").add("a b");
        return provider;
    }

    @Test
    void emptyJsonFileBecomesAnObject() {
        assertThat(json("", Setting.of("x", "env", "URL"))).isEqualTo("""
                {
                  "env": {
                    "URL": "x"
                  }
                }
                """);
    }

    @Test
    void jsonKeepsCommentsOrderAndIndentation() {
        assertThat(json("""
                        // head
                        {
                            "a": 1, // one
                            /* two */ "b": {"c": 2} // last
                        }
                        """, Setting.of("new", "d"), Setting.of("deep", "b", "e"), Setting.of("changed", "a")))
                .isEqualTo("""
                        // head
                        {
                            "a": "changed", // one
                            /* two */ "b": {"c": 2, "e": "deep"}, // last
                            "d": "new"
                        }
                        """);
    }

    @Test
    void jsonKeepsTrailingComma() {
        assertThat(json("{\n\t\"a\": [1, 2],\n}\n", Setting.of("x", "b")))
                .isEqualTo("{\n\t\"a\": [1, 2],\n\t\"b\": \"x\",\n}\n");
    }

    @Test
    void jsonKeepsLineBreaksOfWindowsAndByteOrderMark() {
        assertThat(json("\uFEFF{\r\n  \"a\": 1\r\n}\r\n", Setting.of("x", "b")))
                .isEqualTo("\uFEFF{\r\n  \"a\": 1,\r\n  \"b\": \"x\"\r\n}\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n  \"a\": 1\n}\n",
                "{\n  \"a\": 1, // x\n  \"b\": {\"c\": \"}\\\"{\"} /* , */\n}\n",
                "{\n  \"a\": 1,\n}\n",
                "{\"a\":1}",
                "{}\n",
                "{\n  // only a comment\n}\n"
            })
    void removalUndoesAnAdditionToJson(String text) {
        String with = json(text, Setting.of(provider(), "n"));

        assertThat(new TextEdit(FileFormat.JSON, with).values())
                .isNotEqualTo(new TextEdit(FileFormat.JSON, text).values());
        assertThat(new TextEdit(FileFormat.JSON, without(FileFormat.JSON, with, "n")).values())
                .isEqualTo(new TextEdit(FileFormat.JSON, text).values());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JSON | {\"a\" 1} | it is not valid JSON (line 1); correct it first",
                "JSON | [1] | it must contain a JSON object",
                "JSON | {\"a\": 1, \"a\": 2} | it is not valid JSON (line 1); correct it first",
                "TOML | a = | it is not valid TOML (line 1); correct it first",
                "YAML | a: [1 | it is not valid YAML (line 1); correct it first",
                "YAML | - 1 | it must contain names with values"
            })
    void brokenFileIsRefused(FileFormat format, String text, String message) {
        assertThatThrownBy(() -> new TextEdit(format, text))
                .isInstanceOf(UneditableException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"JSON,{\"env\": 1}", "TOML,env = 1", "YAML,env: 1"})
    void conflictingValueIsRefused(FileFormat format, String text) {
        assertThatThrownBy(() -> edited(format, text, Setting.of("x", "env", "URL")))
                .isInstanceOf(UneditableException.class)
                .hasMessage("env has a value of another kind than expected; change it by hand");
    }

    @Test
    void tomlGetsRootKeysBeforeTables() {
        assertThat(edited(
                        FileFormat.TOML,
                        """
                        # mine
                        model = "m" # good
                        text = \"""
                        [not.a.table]
                        \"""

                        [a."b.c"]
                        x = [1, # one
                          2]
                        """,
                        Setting.of("airelay", "model_provider"),
                        Setting.of("n", "model"),
                        Setting.of(provider(), "model_providers", "airelay")))
                .isEqualTo("""
                        # mine
                        model = "n" # good
                        text = \"""
                        [not.a.table]
                        \"""
                        model_provider = "airelay"

                        [a."b.c"]
                        x = [1, # one
                          2]

                        [model_providers.airelay]
                        base_url = "http://127.0.0.1:8080/v1"

                        [model_providers.airelay.auth]
                        command = "cat"
                        args = ["a b"]
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a = 1",
                "[model_providers.other]\nbase_url = 'x'\n",
                "[[list]]\nx = 1\n[[list]]\nx = 2\n\n# end\n",
                "a.b = { c = 1 }\r\n\r\n[t]\r\n"
            })
    void removalUndoesAnAdditionToToml(String text) {
        Setting setting = Setting.of(provider(), "model_providers", "airelay");
        String twice = edited(FileFormat.TOML, edited(FileFormat.TOML, text, setting), setting);

        assertThat(twice).isEqualTo(edited(FileFormat.TOML, text, setting));
        assertThat(without(FileFormat.TOML, twice, "model_providers", "airelay").stripTrailing())
                .isEqualTo(text.stripTrailing());
    }

    @Test
    void inlineTableOfTomlIsRefusedUnchanged() {
        assertThatThrownBy(() -> edited(
                        FileFormat.TOML,
                        "model_providers = { x = { y = 1 } }\n",
                        Setting.of("z", "model_providers", "airelay", "k")))
                .isInstanceOf(UneditableException.class)
                .hasMessageContaining("enter the values by hand");
    }

    @Test
    void yamlItemIsAddedReplacedAndRemoved() {
        String text = """
                name: Mine # keep
                models:
                  - name: Other
                    roles:
                      - chat
                  # after the list
                rules: [a]
                """;
        Setting first =
                Setting.of(NODES.objectNode().put("name", "AIRelay").put("model", "m"), "models", "name=AIRelay");
        Setting second =
                Setting.of(NODES.objectNode().put("name", "AIRelay").put("model", "n: #"), "models", "name=AIRelay");

        String added = edited(FileFormat.YAML, text, first);

        assertThat(added)
                .contains("      - chat\n  - name: \"AIRelay\"\n    model: \"m\"\n", "# keep", "# after the list");
        assertThat(edited(FileFormat.YAML, added, second)).isEqualTo(added.replace("\"m\"", "\"n: #\""));
        assertThat(without(FileFormat.YAML, added, "models", "name=AIRelay")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a: 1\n",
                "a: 1",
                "---\n# x\na: |\n  text\n\n",
                "a:\n- 1\n- 2\n",
                "grün: \"\uD83D\uDE00\" # x\nb: 2\n"
            })
    void removalUndoesAnAdditionToYaml(String text) {
        String with = edited(FileFormat.YAML, text, Setting.of("x", "key"));

        assertThat(with).contains("key: \"x\"\n");
        assertThat(without(FileFormat.YAML, with, "key").stripTrailing()).isEqualTo(text.stripTrailing());
    }

    @Test
    void yamlOnOneLineIsRefused() {
        assertThatThrownBy(() -> edited(FileFormat.YAML, "{a: 1}\n", Setting.of("x", "b")))
                .isInstanceOf(UneditableException.class)
                .hasMessage("it is not written as a block with one entry per line; enter the values by hand");
    }

    @Test
    void variableIsReplacedAddedAndRemoved() {
        String text = "# x\nexport A=1\nB='2'\n";

        assertThat(edited(FileFormat.DOTENV, text, Setting.of("3", "A"), Setting.of("4", "C")))
                .isEqualTo("# x\nA=3\nB='2'\nC=4\n");
        assertThat(without(FileFormat.DOTENV, text, "B")).isEqualTo("# x\nexport A=1\n");
    }

    @Test
    void createdObjectsAreNoted() {
        TextEdit edit = new TextEdit(FileFormat.JSON, "{\"a\": {}}").set(Setting.of("x", "a", "b", "c"));

        assertThat(edit.created()).containsExactly(List.of("a", "b"));
    }
}
