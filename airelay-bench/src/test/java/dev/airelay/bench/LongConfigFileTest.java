package dev.airelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The work for a configuration file grows with its length, for any content. */
class LongConfigFileTest {
    private static final int LINES = 2_000;

    @TempDir
    Path home;

    /** Content of a file; the number is that of lines, or of ten characters each. */
    enum Full {
        OF_COMMENTS(n -> "# a comment\n".repeat(n)),
        OF_COMMENTS_OF_WINDOWS(n -> "# a comment\r\n".repeat(n)),
        OF_BLANK_LINES(n -> "\n".repeat(n)),
        OF_LINES_OF_BLANKS(n -> "         \n".repeat(n)),
        OF_COMMENTS_IN_A_LIST(n -> "[models]\naliases = [\n" + "# a comment\n".repeat(n) + "]\n"),
        OF_COMMENTS_BETWEEN_ELEMENTS(n -> "[models]\naliases = [\n" + "\"a=b\",\n# a comment\n".repeat(n / 2) + "]\n"),
        OF_KEYS(n -> lines(n, i -> "key" + i + " = " + i)),
        OF_KEYS_AND_COMMENTS(n -> lines(n, i -> i % 2 == 0 ? "key" + i + " = \"x\"" : "# a comment")),
        OF_SECTIONS(n -> lines(n, i -> "[section" + i + "]")),
        OF_ALIASES(n -> "[models.aliases]\n" + lines(n, i -> "alias" + i + " = \"gpt-5.5\"")),
        OF_LISTED_ALIASES(n -> "[models]\naliases = [" + lines(n, i -> "\"alias" + i + "=gpt-5.5\",") + "]\n"),
        OF_TABLES_IN_A_LIST(n -> "[[tables]]\nx = 1\n".repeat(n / 2)),
        OF_TEXTS_OVER_LINES(n -> lines(n / 5, i -> "key" + i + " = \"\"\"\na\nb\nc\n\"\"\"")),
        OF_NONSENSE(n -> "?\n".repeat(n)),
        OF_OPEN_QUOTES(n -> "key = \"\n".repeat(n)),
        OF_ONE_COMMENT(n -> "#" + "0123456789".repeat(n) + "\n"),
        OF_ONE_TEXT(n -> "key = \"" + "0123456789".repeat(n) + "\"\n"),
        OF_ONE_TEXT_OF_ESCAPES(n -> "key = \"" + "\\\\\\\\\\\"\\t\\n".repeat(n) + "\"\n"),
        OF_ONE_LONG_LINE_OVER_LINES(n -> "key = '''\n" + "0123456789".repeat(n) + "'''\n"),
        OF_ONE_NAME(n -> "0123456789".repeat(n) + " = 1\n"),
        OF_ONE_NAME_OF_PARTS(n -> "a.bcdefgh.".repeat(n / 10) + "x = 1\n"),
        OF_ONE_NUMBER(n -> "key = " + "0123456789".repeat(n).substring(1) + "\n"),
        OF_ONE_PATH(n -> "[paths]\ndata_dir = \"" + "/../a/./bb".repeat(n) + "\"\n"),
        OF_ONE_ADDRESS(n -> "[upstream]\nissuer_base_url = \"https://" + "0123456.89".repeat(n) + "\"\n"),
        OF_HOSTS(n -> "[security]\nallowed_hosts = [" + "\"a.b.c\", ".repeat(n) + "]\n"),
        OF_BRACKETS(n -> "key = " + "[".repeat(10 * n) + "\n");

        private final IntFunction<String> toml;

        Full(IntFunction<String> toml) {
            this.toml = toml;
        }

        private static String lines(int n, IntFunction<String> line) {
            return IntStream.range(0, n).mapToObj(line).collect(Collectors.joining("\n"));
        }
    }

    private void read(String toml) {
        Path file = home.resolve("config.toml");
        try {
            Files.writeString(file, toml);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        try {
            ConfigLoader.load(ConfigSources.of(Map.of(), Map.of(ConfigSources.CONFIG_FLAG, file.toString()), home));
        } catch (ConfigException refused) {
            assertThat(refused.getMessage()).contains("config.toml");
        }
    }

    @ParameterizedTest
    @EnumSource
    void workGrowsWithTheFile(Full full) {
        String one = full.toml.apply(LINES);
        String two = full.toml.apply(2 * LINES);
        String four = full.toml.apply(4 * LINES);
        read(one);

        long ofOne = Work.bytesOf(() -> read(one));
        long ofTwo = Work.bytesOf(() -> read(two));
        long ofFour = Work.bytesOf(() -> read(four));

        assertThat(ofTwo).isLessThan(ofOne * 5 / 2);
        assertThat(ofFour).isLessThan(ofTwo * 5 / 2);
    }
}
