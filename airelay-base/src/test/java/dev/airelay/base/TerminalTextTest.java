package dev.airelay.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TerminalTextTest {

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("plain", "Grüße, 日本, 😀", "Grüße, 日本, 😀"),
                Arguments.of("lines and tabs", "a\n\tb\n", "a\n\tb\n"),
                Arguments.of("a color", "\u001b[31mred\u001b[0m", "\\u001b[31mred\\u001b[0m"),
                Arguments.of("a title", "\u001b]0;evil\u0007", "\\u001b]0;evil\\u0007"),
                Arguments.of("eight-bit sequence", "\u009b31m", "\\u009b31m"),
                Arguments.of("back to the line's start", "good\rbad", "good\\u000dbad"),
                Arguments.of("backspace and delete", "a\bb\u007fc", "a\\u0008b\\u007fc"),
                Arguments.of("NUL", "a\0b", "a\\u0000b"),
                Arguments.of("direction", "a\u202eb\u2066c", "a\\u202eb\\u2066c"),
                Arguments.of("invisible", "a\u200bb\ufeffc", "a\\u200bb\\ufeffc"),
                Arguments.of("separators", "a\u2028b\u2029c", "a\\u2028b\\u2029c"),
                Arguments.of("half a character", "a\ud83db\udc00", "a\\ud83db\\udc00"),
                Arguments.of("invisible beyond the first plane", "a\udb40\udc01b", "a\\udb40\\udc01b"),
                Arguments.of("Windows line", "a\r\nb", "a\r\nb"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void writerPassesSafeTextOn(String name, String text, String safe) throws IOException {
        StringWriter whole = new StringWriter();
        try (Writer filter = TerminalText.filter(whole)) {
            filter.write(text);
        }

        assertThat(whole.toString()).isEqualTo(safe);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void streamPassesSafeTextOn(String name, String text, String safe) throws IOException {
        if (text.contains("\ud83db")) {
            // No encoding has half a character.
            return;
        }
        for (Charset charset : new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (PrintStream filter = TerminalText.filter(new PrintStream(bytes, true, charset), charset)) {
                byte[] encoded = text.getBytes(charset);
                filter.write(encoded, 0, encoded.length);
                filter.flush();
            }

            assertThat(bytes.toString(charset)).isEqualTo(safe);
        }
    }

    @Test
    void charactersMayComeInPieces() throws IOException {
        StringWriter written = new StringWriter();
        try (Writer filter = TerminalText.filter(written)) {
            for (char unit : "😀\udb40\udc01x".toCharArray()) {
                filter.write(unit);
            }
        }
        assertThat(written.toString()).isEqualTo("😀\\udb40\\udc01x");

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream filter =
                TerminalText.filter(new PrintStream(bytes, true, StandardCharsets.UTF_8), StandardCharsets.UTF_8)) {
            for (byte one : "ö😀\u009b".getBytes(StandardCharsets.UTF_8)) {
                filter.write(one);
            }
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("ö😀\\u009b");
    }

    @Test
    void longTextComesWhole() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String text = "0123456789ö".repeat(10_000);
        PrintStream filter =
                TerminalText.filter(new PrintStream(bytes, true, StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        filter.println(text);

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(text + System.lineSeparator());
    }

    @Test
    void printWriterKeepsItsLines() {
        StringWriter written = new StringWriter();
        PrintWriter out = new PrintWriter(TerminalText.filter(written), true);

        out.println("a\u001b");

        assertThat(written.toString()).isEqualTo("a\\u001b" + System.lineSeparator());
    }

    @Test
    void oneLineHasNoBreaks() {
        assertThat(TerminalText.oneLine("a\nb\r\nc\td\u001b[0m"))
                .isEqualTo("a\\u000ab\\u000d\\u000ac\\u0009d\\u001b[0m");
        assertThat(TerminalText.oneLine("Grüße 😀")).isEqualTo("Grüße 😀");
    }
}
