package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;

class TomlSourceTest {
    private static final String SHOWN = "config.toml";

    /** Pieces of which any order may be TOML or not. */
    private static final List<String> PIECES = List.of(
            "\n",
            "\n\n\n",
            "\r\n",
            "  \t\n",
            "# a comment\n",
            "  # \"\"\" '''\n",
            "# a bell \u0007\n",
            "[a]\n",
            "[[b]]\n",
            "k = 1 # with a comment\n",
            "k = 1\n",
            "l = \"#\"\n",
            "m = \"\\\"# \\\\\"\n",
            "n = '#\"'\n",
            "o = \"\"\"\n# text\n\n  # more\\\n\n end\"\"\"\n",
            "p = '''\n#\n\n'''\n",
            "q = \"\"\"\"\"two quotes\"\"\"\"\"\n",
            "r = [\n# one\n\n1,\n\n# two\n2\n]\n",
            "s = [\"\"\"\n\n#\"\"\", '#']\n",
            "t = {u = \"\"\"\n\n\"\"\"}\n",
            "\"\"\"\n",
            "'\n",
            "\"v#\" = 2\n",
            "w = [\n",
            "]\n",
            "x = \"\"\"\n",
            "\"\"\"\"\"\"\n",
            "y = \\\n",
            "\r",
            "=",
            "# last");

    @Test
    void parserReportsTheSameWithAndWithoutTheLinesLeftOut() {
        Random random = new Random(27);
        for (int i = 0; i < 20_000; i++) {
            String file = random.ints(1 + random.nextInt(9), 0, PIECES.size())
                    .mapToObj(PIECES::get)
                    .collect(Collectors.joining());
            TomlSource source = TomlSource.of(SHOWN, file);

            assertThat(report(Toml.parse(source.text()), source)).as(file).isEqualTo(report(Toml.parse(file), null));
        }
    }

    /** The parser's report on a text, in the file's lines; of errors the first, which the others may follow from. */
    private static String report(TomlParseResult toml, @Nullable TomlSource source) {
        if (!toml.hasErrors()) {
            return values(toml, source);
        }
        return toml.errors().stream()
                .limit(1)
                .map(error -> line(error.position().line(), source) + ":"
                        + error.position().column() + " "
                        + (source == null ? error.getMessage() : source.message(String.valueOf(error.getMessage()))))
                .collect(Collectors.joining("\n"));
    }

    private static String values(TomlParseResult toml, @Nullable TomlSource source) {
        return toml.keyPathSet(true).stream()
                .map(path -> path + " = " + value(toml, path) + " @"
                        + line(toml.inputPositionOf(path).line(), source))
                .collect(Collectors.joining("\n"));
    }

    private static String value(TomlParseResult toml, List<String> path) {
        Object value = toml.get(path);
        return value instanceof TomlArray array ? array.toJson() : String.valueOf(value instanceof String ? value : "");
    }

    private static int line(int parsed, @Nullable TomlSource source) {
        return source == null ? parsed : source.line(parsed);
    }

    @Test
    void everyErrorHasItsLineInTheFile() {
        String file = "# one\n\na = 1\n# two\n\n\na = 2\n\nb = ?\n\n\n[c\n";
        TomlSource source = TomlSource.of(SHOWN, file);

        assertThat(Toml.parse(source.text()).errors())
                .extracting(error -> source.line(error.position().line()) + ": " + source.message(error.getMessage()))
                .containsExactly(
                        "9: Unexpected '?', expected a value",
                        "12: Unexpected end of line, expected ]",
                        "7: a previously defined at line 3, column 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "# a comment\n", "\r\n", "  \t# \"\"\"\r\n"})
    void parserGetsNoLineThatSaysNothing(String line) {
        TomlSource source =
                TomlSource.of(SHOWN, line.repeat(4_000) + "[server]\nport = 1" + ("\n" + line).repeat(4_000));

        assertThat(source.text()
                        .lines()
                        .filter(kept -> !kept.isBlank() && !kept.strip().startsWith("#")))
                .containsExactly("[server]", "port = 1");
        assertThat(source.text().lines().count()).isLessThan(5);
        assertThat(source.line(2)).isEqualTo(4_002);
    }

    @Test
    void textOfTooManyLinesIsRefusedWhereItBegins() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TomlSource.of(SHOWN, "# one\nhost = \"\"\"" + "\n".repeat(200)))
                .withMessage(
                        "config.toml:2: contains a string of more than 100 lines, which no setting needs; check its"
                                + " closing quotes");
    }

    @Test
    void fileOfTooManyLinesIsRefused() {
        String most = IntStream.range(0, 20_000).mapToObj(i -> "#\n").collect(Collectors.joining());

        assertThat(TomlSource.of(SHOWN, most).text()).isEmpty();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TomlSource.of(SHOWN, most + "#"))
                .withMessage(
                        "config.toml:20001: the file has more than 20000 lines; remove those that are not settings of"
                                + " AIRelay");
    }
}
