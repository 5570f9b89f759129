package dev.airelay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps turns of phrase out that a native speaker would not write, in the shipped sources and the pages for users. Old ones
 * are counted in {@code src/test/resources/voice.txt}, for each module and phrase; a number there may only fall. {@code
 * -Dairelay.voice=write} lowers them.
 */
final class VoiceTest {
    private static final Path ROOT = Path.of("..");
    private static final Path COUNTS = Path.of("src", "test", "resources", "voice.txt");
    private static final boolean WRITE = System.getProperty("airelay.voice", "").equals("write");
    private static final String COMMAND = "mvn test -pl airelay-cli -am -Dtest=VoiceTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dairelay.voice=write";

    private static final Pattern READ = Pattern.compile(
            ".*\\.(java|md|js|html|css|sh|cmd|xml|yml|service|conf)|airelay|run|weekly|release|Containerfile");
    private static final Pattern OF_OTHERS = Pattern.compile(
            "/(target|node_modules|[.]git|LICENSE|CODE_OF_CONDUCT[.]md|src/test/resources|examples/[^/]+/target)(/|$)");
    /** A space, or the end of a line and the start of the next one of a comment. */
    private static final String SPACE = "\\s+(?:(?:\\*|//) *)?";

    private static final Pattern OPENING_WHAT =
            Pattern.compile("/\\*\\*\\s+(?:\\* +)?what\\b|\\* @(?:param \\S+|return) what\\b");

    /** The phrase, what to write instead, and its whole words; a space matches a line break in a comment too. */
    enum Phrase {
        TOLD("is notified, receives, reports, logs, records: say which", "tells|told"),
        IS_NO(
                "is not a; \"there is no\" and \"is no longer\" are fine",
                "(?<!there[\\s*]{1,30})is no(?![\\s*]{1,30}longer)"),
        CAME_ABOUT("was established, happens", "(come|comes|came) about"),
        WHOEVER("the caller, any value: name the thing", "whoever|whatever"),
        OPENS_WITH_WHAT("a noun or a verb as the first word of a description", OPENING_WHAT),
        GOES_ON("continues, resumes", "(go|goes|going|went) on"),
        ANEW("again", "anew"),
        AS_IT_STANDS("unchanged", "as it stands"),
        ALL_THE_SAME("anyway, still", "all the same"),
        IF_IT_STAYS_SO("if the problem persists", "if it stays so"),
        ITS_END("deletes, has finished", "its end|is over"),
        LIES_BEYOND("exceeds the limit", "lies beyond|lie beyond"),
        KEPT_RESPONSE("stored response", "kept (response|responses|item|items)|keeps (the )?(response|responses)"),
        WAY_OUT("outbound connection", "way out"),
        ASKS_THE_UPSTREAM("calls the upstream, sends a request upstream", "(ask|asks|asked) the upstream"),
        MEND("repair, fix", "mend|mends|mended|mending"),
        SCENE("the plain thing", "in earnest|out of order|without hope");

        private final String instead;
        private final Pattern pattern;

        Phrase(String instead, String words) {
            this(instead, Pattern.compile("\\b(?:" + words.replace(" ", SPACE) + ")\\b"));
        }

        Phrase(String instead, Pattern pattern) {
            this.instead = instead;
            this.pattern = pattern;
        }

        Stream<String> places(Path file, String text) {
            List<String> places = new ArrayList<>();
            Matcher matcher = pattern.matcher(text.toLowerCase(Locale.ROOT));
            while (matcher.find()) {
                int start = text.lastIndexOf('\n', matcher.start()) + 1;
                int end = text.indexOf('\n', matcher.start());
                long line = text.substring(0, start).lines().count() + 1;
                places.add(ROOT.relativize(file) + ":" + line + ": "
                        + text.substring(start, end < 0 ? text.length() : end).strip());
            }
            return places.stream();
        }
    }

    @Test
    void phrasesOnlyBecomeFewer() throws IOException {
        Map<String, List<String>> found = found();
        Map<String, Integer> committed = committed();

        List<String> more = found.entrySet().stream()
                .filter(entry -> entry.getValue().size() > committed.getOrDefault(entry.getKey(), 0))
                .map(entry -> report(entry.getKey(), entry.getValue(), committed.getOrDefault(entry.getKey(), 0)))
                .toList();
        assertThat(more).as("phrases to replace").isEmpty();

        if (WRITE) {
            Files.write(
                    COUNTS,
                    found.entrySet().stream()
                            .map(entry ->
                                    entry.getKey() + " " + entry.getValue().size())
                            .toList(),
                    UTF_8);
        }
        List<String> fewer = committed().entrySet().stream()
                .filter(entry -> size(found, entry.getKey()) < entry.getValue())
                .map(entry -> entry.getKey() + ": " + size(found, entry.getKey()) + " instead of " + entry.getValue())
                .toList();
        assertThat(fewer)
                .as("fewer than committed; lower the numbers: %s", COMMAND)
                .isEmpty();
    }

    private static int size(Map<String, List<String>> found, String key) {
        return found.getOrDefault(key, List.of()).size();
    }

    @Test
    void findsPhraseAcrossLinesButNoPartOfAWord() {
        Path file = ROOT.resolve("A.java");

        assertThat(Phrase.ALL_THE_SAME.places(file, "a\n * logged all\n * the same.\n"))
                .containsExactly("A.java:2: * logged all");
        assertThat(Phrase.IS_NO.places(file, "There is no file. It is no longer open. It is not."))
                .isEmpty();
        assertThat(Phrase.IS_NO.places(file, "That is no file.")).hasSize(1);
        assertThat(Phrase.MEND.places(file, "amend, recommends")).isEmpty();
        assertThat(Phrase.OPENS_WITH_WHAT.places(file, "/** What it is. */\n/**\n * What\n * @param a what b"))
                .hasSize(3);
    }

    private static String report(String key, List<String> places, int committed) {
        String phrase = key.substring(key.indexOf(' ') + 1);
        return key + ": " + places.size() + " instead of " + committed + "; write " + Phrase.valueOf(phrase).instead
                + "\n  " + String.join("\n  ", places) + "\n";
    }

    private static Map<String, Integer> committed() throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String line : Files.readAllLines(COUNTS, UTF_8)) {
            int last = line.lastIndexOf(' ');
            counts.put(line.substring(0, last), Integer.valueOf(line.substring(last + 1)));
        }
        return counts;
    }

    /** The places by module and phrase. */
    private static Map<String, List<String>> found() throws IOException {
        Map<String, List<String>> found = new TreeMap<>();
        for (Path file : files()) {
            String text = Files.readString(file);
            String area = ROOT.relativize(file).getName(0).toString();
            for (Phrase phrase : Phrase.values()) {
                List<String> places = phrase.places(file, text).toList();
                if (!places.isEmpty()) {
                    found.computeIfAbsent(area + " " + phrase, key -> new ArrayList<>())
                            .addAll(places);
                }
            }
        }
        return found;
    }

    /** All text that people read, but for this list of phrases, names in tables of tests, and the texts of others. */
    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> below = Files.walk(ROOT)) {
            below.filter(VoiceTest::isRead).forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThan(1_000);
        return files.stream().sorted().toList();
    }

    private static boolean isRead(Path file) {
        String path = ROOT.relativize(file).toString().replace('\\', '/');
        String name = file.getFileName().toString();
        return READ.matcher(name).matches()
                && !OF_OTHERS.matcher("/" + path).find()
                && !name.equals("VoiceTest.java")
                && Files.isRegularFile(file);
    }
}
