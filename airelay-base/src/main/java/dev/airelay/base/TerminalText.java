package dev.airelay.base;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/**
 * Makes untrusted text safe to show on a terminal. Escape sequences, control characters other than line breaks and tabs,
 * characters that change the writing direction, and invisible characters are shown as escapes such as {@code \u001b}. Inside
 * a JSON string this does not change the value.
 */
public final class TerminalText {

    private TerminalText() {}

    /** Returns the text on one line, with its line breaks and tabs as escapes too. */
    public static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (character == '\n' || character == '\r' || character == '\t' || steers(character)) {
                escape(character, line);
            } else {
                line.appendCodePoint(character);
            }
        });
        return line.toString();
    }

    /** Returns whether a character must be escaped before it reaches a terminal; line breaks and tabs need not be. */
    public static boolean steers(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character != '\n' && character != '\t';
            // FORMAT contains the direction marks and the invisible characters.
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static void escape(int character, StringBuilder to) {
        for (char unit : Character.toChars(character)) {
            to.append(String.format("\\u%04x", (int) unit));
        }
    }

    /**
     * Returns a writer that forwards safe text.
     *
     * @param out closed with the returned one
     */
    public static Writer filter(Writer out) {
        return new Filter(out);
    }

    /**
     * Returns a stream that forwards safe text, for output on the process's own streams: loggers, uncaught exceptions.
     *
     * @param out closed with the returned one
     * @param charset of the bytes that are written, and of those that are forwarded
     */
    public static PrintStream filter(PrintStream out, Charset charset) {
        return new PrintStream(
                new FilterStream(new Filter(new OutputStreamWriter(out, charset)), charset), true, charset);
    }

    /** Examines whole characters, even if they arrive in pieces. */
    private static final class Filter extends Writer {
        private final Writer out;
        /** The first half of a character whose second half has not arrived yet. */
        private char half;

        Filter(Writer out) {
            super(out);
            this.out = out;
        }

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            StringBuilder safe = new StringBuilder(length);
            synchronized (lock) {
                for (int at = offset; at < offset + length; at++) {
                    boolean endsLine = text[at] == '\r' && at + 1 < offset + length && text[at + 1] == '\n';
                    if (endsLine) {
                        safe.append('\r');
                    } else {
                        add(text[at], safe);
                    }
                }
                out.append(safe);
            }
        }

        private void add(char unit, StringBuilder safe) {
            char first = half;
            half = 0;
            if (first != 0 && Character.isLowSurrogate(unit)) {
                show(Character.toCodePoint(first, unit), safe);
                return;
            }
            if (first != 0) {
                show(first, safe);
            }
            if (Character.isHighSurrogate(unit)) {
                half = unit;
            } else {
                show(unit, safe);
            }
        }

        private static void show(int character, StringBuilder safe) {
            if (steers(character)) {
                escape(character, safe);
            } else {
                safe.appendCodePoint(character);
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Decodes bytes into characters. */
    private static final class FilterStream extends OutputStream {
        private final Filter out;
        private final CharsetDecoder decoder;
        private final CharBuffer characters = CharBuffer.allocate(1024);
        private ByteBuffer rest = ByteBuffer.allocate(0);

        FilterStream(Filter out, Charset charset) {
            this.out = out;
            decoder = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer in = ByteBuffer.allocate(rest.remaining() + length)
                    .put(rest)
                    .put(bytes, offset, length)
                    .flip();
            boolean more = true;
            while (more) {
                more = decoder.decode(in, characters, false).isOverflow();
                characters.flip();
                out.write(characters.array(), characters.position(), characters.remaining());
                characters.clear();
            }
            rest = in;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
