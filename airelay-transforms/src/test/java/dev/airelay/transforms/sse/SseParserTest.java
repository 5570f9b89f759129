package dev.airelay.transforms.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {

    /** Notes events as {@code name|data} and comments as {@code :}. */
    private static final class Notes implements SseListener {
        private final List<String> found = new ArrayList<>();

        @Override
        public void onEvent(String name, byte[] bytes, int from, int to) {
            found.add(name + "|" + new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void onComment() {
            found.add(":");
        }
    }

    private static List<String> parse(String stream, int pieceLength) {
        Notes notes = new Notes();
        SseParser parser = new SseParser(1000, notes);
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += pieceLength) {
            parser.feed(bytes, at, Math.min(pieceLength, bytes.length - at));
        }
        parser.finish();
        return notes.found;
    }

    static List<Arguments> streams() {
        return List.of(
                Arguments.of("one event", "event: a\ndata: 1\n\n", List.of("a|1")),
                Arguments.of("two events", "event: a\ndata: 1\n\nevent: b\ndata: 2\n\n", List.of("a|1", "b|2")),
                Arguments.of("no event line", "data: 1\n\n", List.of("|1")),
                Arguments.of("name is not kept", "event: a\ndata: 1\n\ndata: 2\n\n", List.of("a|1", "|2")),
                Arguments.of("name without data", "event: a\n\ndata: 2\n\n", List.of("|2")),
                Arguments.of("last name wins", "event: a\nevent: b\ndata: 1\n\n", List.of("b|1")),
                Arguments.of("several data lines", "data: 1\ndata: 2\ndata:\n\n", List.of("|1\n2\n")),
                Arguments.of("data without colon", "data\n\n", List.of("|")),
                Arguments.of("empty data", "data:\n\n", List.of("|")),
                Arguments.of("no space behind the colon", "data:1\n\n", List.of("|1")),
                Arguments.of("only one space is left out", "data:  1 \n\n", List.of("| 1 ")),
                Arguments.of("colons in the value", "data: a: b\n\n", List.of("|a: b")),
                Arguments.of("comments", ": hi\n:\ndata: 1\n: mid\n\n", List.of(":", ":", ":", "|1")),
                Arguments.of("other fields", "id: 7\nretry: 10\nfoo: bar\ndatax: 9\ndata: 1\n\n", List.of("|1")),
                Arguments.of("blank lines", "\n\n\ndata: 1\n\n\n\n", List.of("|1")),
                Arguments.of("no closing blank line", "data: 1\n", List.of("|1")),
                Arguments.of("no line end at all", "event: a\ndata: 1", List.of("a|1")),
                Arguments.of("byte order mark", "\uFEFFdata: 1\n\n", List.of("|1")),
                Arguments.of("byte order mark in the middle", "data: 1\n\n\uFEFFdata: 2\n\n", List.of("|1")),
                Arguments.of("byte order mark alone", "\uFEFF", List.of()),
                Arguments.of("nothing", "", List.of()),
                Arguments.of(
                        "many-byte characters", "event: é\ndata: 😀 \u2028 \u0085\n\n", List.of("é|😀 \u2028 \u0085")),
                Arguments.of("done marker", "data: [DONE]\n\n", List.of("|[DONE]")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void lineEndsAndPiecesDoNotMatter(String name, String stream, List<String> expected) {
        for (String lineEnd : List.of("\n", "\r", "\r\n")) {
            String withLineEnd = stream.replace("\n", lineEnd);
            for (int pieceLength : new int[] {1, 2, 3, 7, 1000}) {
                assertThat(parse(withLineEnd, pieceLength))
                        .as("%s bytes at a time, lines end with %s", pieceLength, lineEnd.length())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void mixedLineEndsAreTakenOneByOne() {
        assertThat(parse("data: 1\r\ndata: 2\rdata: 3\n\r\ndata: 4\n\r", 1)).containsExactly("|1\n2\n3", "|4");
    }

    @Test
    void invalidUtf8ReachesTheListenerUnchanged() {
        List<byte[]> found = new ArrayList<>();
        SseParser parser =
                new SseParser(100, (name, bytes, from, to) -> found.add(Arrays.copyOfRange(bytes, from, to)));

        parser.feed(new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xFF, (byte) 0xC3, '\n', '\n'}, 0, 9);

        assertThat(found).singleElement().isEqualTo(new byte[] {(byte) 0xFF, (byte) 0xC3});
    }

    @Test
    void onlyTheGivenPieceOfTheArrayIsRead() {
        Notes notes = new Notes();
        SseParser parser = new SseParser(100, notes);

        parser.feed("xxdata: 1\n\nyy".getBytes(StandardCharsets.UTF_8), 2, 9);
        parser.finish();

        assertThat(notes.found).containsExactly("|1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: 123456789012345\n", "data: 1234567\ndata: 8901234\n", "foo: 123456789012345"})
    void eventThatIsTooLargeStopsTheParser(String stream) {
        SseParser parser = new SseParser(14, new Notes());
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> {
                    parser.feed(bytes, 0, 10);
                    parser.feed(bytes, 10, bytes.length - 10);
                })
                .isInstanceOf(SseLimitExceededException.class)
                .hasMessageContaining("14 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void lineThatIsTooLongIsRefusedInPiecesOfAnySize(int piece) {
        SseParser parser = new SseParser(14, new Notes());
        byte[] bytes = ": a long comment\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> {
                    for (int at = 0; at < bytes.length; at += piece) {
                        parser.feed(bytes, at, Math.min(piece, bytes.length - at));
                    }
                })
                .isInstanceOf(SseLimitExceededException.class);
    }

    @Test
    void limitIsPerEvent() {
        Notes notes = new Notes();
        SseParser parser = new SseParser(14, notes);
        byte[] bytes = "data: 12345678\n\n".getBytes(StandardCharsets.UTF_8);

        for (int i = 0; i < 3; i++) {
            parser.feed(bytes, 0, bytes.length);
        }

        assertThat(notes.found).containsExactly("|12345678", "|12345678", "|12345678");
    }

    @Test
    void reportsMemoryOfAnUnfinishedEvent() {
        SseParser parser = new SseParser(1 << 20, new Notes());
        byte[] data = ("data: " + "x".repeat(200_000)).getBytes(StandardCharsets.UTF_8);
        assertThat(parser.heldBytes()).isZero();

        parser.feed(data, 0, data.length);
        assertThat(parser.heldBytes()).as("half a line").isGreaterThanOrEqualTo(200_000);
        parser.feed(new byte[] {'\n'}, 0, 1);
        assertThat(parser.heldBytes()).as("half an event").isBetween(200_000L, 210_000L);
        parser.feed(data, 0, data.length);
        parser.feed(new byte[] {'\n'}, 0, 1);
        assertThat(parser.heldBytes()).as("two lines").isGreaterThanOrEqualTo(400_000);
        parser.feed(new byte[] {'\n'}, 0, 1);

        assertThat(parser.heldBytes()).as("the whole event").isZero();
    }

    @Test
    void lineOfFortyMegabytesComesWhole() {
        int length = 40 * 1024 * 1024;
        byte[] piece = "x".repeat(8192).getBytes(StandardCharsets.UTF_8);
        List<Integer> lengths = new ArrayList<>();
        SseParser parser = new SseParser(64 * 1024 * 1024, (name, bytes, from, to) -> lengths.add(to - from));

        parser.feed("data: ".getBytes(StandardCharsets.UTF_8), 0, 6);
        for (int at = 0; at < length; at += piece.length) {
            parser.feed(piece, 0, piece.length);
        }
        parser.feed("\n\n".getBytes(StandardCharsets.UTF_8), 0, 2);

        assertThat(lengths).containsExactly(length);
    }

    /** Notes all that a parser finds, with the bytes of each event, and skips events that are too large. */
    private static final class EverythingNoted implements SseListener {
        private final List<String> found = new ArrayList<>();
        private final SseParser parser = new SseParser(20, this);

        @Override
        public void onEvent(String name, byte[] bytes, int from, int to) {
            found.add(name + "|" + new String(bytes, from, to - from, StandardCharsets.UTF_8) + "|"
                    + parser.eventBytes());
        }

        @Override
        public void onEmptyEvent(String name) {
            found.add(name + "||" + parser.eventBytes());
        }

        @Override
        public void onUnknownLine(byte[] line) {
            found.add("?" + new String(line, StandardCharsets.UTF_8));
        }

        @Override
        public boolean onTooLarge() {
            found.add("too large");
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void largeEventsAreSkippedWhenTheListenerWants(int pieceLength) {
        EverythingNoted notes = new EverythingNoted();
        String stream = "event: a\ndata: 1\n\n"
                + "event: big\ndata: " + "x".repeat(100) + "\ndata: 2\n: c\n\n"
                + "event: sum\ndata: 1234567890\ndata: 1234567890\n\n"
                + "event: empty\n\n"
                + "<html>\nid: 1\nretry: 2\n\n"
                + "data: b\n\n";
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);

        for (int at = 0; at < bytes.length; at += pieceLength) {
            notes.parser.feed(bytes, at, Math.min(pieceLength, bytes.length - at));
        }
        notes.parser.finish();

        assertThat(notes.found)
                .containsExactly(
                        "a|1|15",
                        "too large",
                        "big||126",
                        "too large",
                        "sum||42",
                        "empty||12",
                        "?<html>",
                        "||19",
                        "|b|7",
                        "||0");
    }

    @Test
    void endOfTheStreamEndsWhatIsSkipped() {
        EverythingNoted notes = new EverythingNoted();
        byte[] bytes = ("data: " + "x".repeat(30)).getBytes(StandardCharsets.UTF_8);

        notes.parser.feed(bytes, 0, bytes.length);
        notes.parser.finish();

        assertThat(notes.found).containsExactly("too large", "||36");
    }
}
