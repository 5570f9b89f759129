package dev.airelay.transforms.input;

import com.sigpwned.chardet4j.com.ibm.icu.text.CharsetDetector;
import com.sigpwned.chardet4j.com.ibm.icu.text.CharsetMatch;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The characters of a text file. A charset counts only if every byte of the file is valid in it, so that the client's text
 * never gets replacement characters.
 *
 * @param text the file's text without a byte order mark
 * @param charset the charset in which it was decoded
 */
record DecodedText(String text, Charset charset) {

    /** Of 100. Below it the detector's first choice is often wrong, as the texts of {@code DecodedTextTest} show. */
    private static final int MIN_CONFIDENCE = 35;
    /** The detector examines only the first 8,000 bytes, and ASCII does not help it. */
    private static final int ASCII_BEFORE_SAMPLE = 256;

    /** One or two non-ASCII letters are valid letters of some language in every charset. */
    private static final int MIN_TELLING_BYTES = 3;

    private static final byte ESCAPE = 0x1B;
    private static final int SAMPLE_BYTES = 8_000;
    /** XML and HTML name their charset within this many bytes. */
    private static final int PROLOG_BYTES = 1_024;

    /** Longer marks first: that of UTF-32LE begins with that of UTF-16LE. */
    private static final List<Mark> MARKS = List.of(
            new Mark("UTF-32LE", 0xFF, 0xFE, 0, 0),
            new Mark("UTF-32BE", 0, 0, 0xFE, 0xFF),
            new Mark("UTF-8", 0xEF, 0xBB, 0xBF),
            new Mark("UTF-16LE", 0xFF, 0xFE),
            new Mark("UTF-16BE", 0xFE, 0xFF));

    /** The supersets that the WHATWG encoding standard uses for these names, because files with these names contain more. */
    private static final Map<String, String> SUPERSETS = Map.of(
            "ISO-8859-1", "windows-1252",
            "ISO-8859-9", "windows-1254",
            "SHIFT_JIS", "windows-31j",
            "EUC-KR", "x-windows-949",
            "GB2312", "GB18030",
            "GBK", "GB18030",
            "UTF-16", "UTF-16LE");

    private record Mark(Charset charset, byte[] bytes) {
        Mark(String charset, int... bytes) {
            this(Charset.forName(charset), toBytes(bytes));
        }

        private static byte[] toBytes(int[] values) {
            byte[] bytes = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                bytes[i] = (byte) values[i];
            }
            return bytes;
        }

        boolean begins(byte[] content) {
            return content.length >= bytes.length && Arrays.equals(content, 0, bytes.length, bytes, 0, bytes.length);
        }
    }

    /**
     * Returns the text of a file. The charset is determined by its byte order mark, otherwise its media type, otherwise the
     * declaration in XML or HTML; otherwise it is UTF-8, or a charset with escape sequences, or one that is detected with
     * some confidence. The mark takes precedence over a declaration, as in the WHATWG encoding standard, because it is part
     * of the file.
     *
     * @param declaredCharset the charset in the file's media type, if any
     * @return empty when the file is valid in none of them, and when it is not text
     */
    static Optional<DecodedText> of(byte[] content, Optional<String> declaredCharset) {
        return marked(content)
                .or(() -> declaredCharset.flatMap(name -> named(content, name)))
                .or(() -> namedWithin(content).flatMap(name -> named(content, name)))
                .or(() -> switched(content))
                .or(() -> decoded(content, 0, StandardCharsets.UTF_8).filter(DecodedText::hasNoNul))
                .or(() -> detected(content));
    }

    /**
     * Returns whether the content may be text: it has a byte order mark, or no characters that only binary files contain.
     */
    static boolean isLikely(byte[] content) {
        if (mark(content).isPresent()) {
            return true;
        }
        for (byte b : content) {
            if (isBinaryControl(b)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<DecodedText> named(byte[] content, String name) {
        String known = SUPERSETS.getOrDefault(name.strip().toUpperCase(Locale.ROOT), name.strip());
        try {
            return decoded(content, 0, Charset.forName(known)).filter(DecodedText::hasNoControls);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<Mark> mark(byte[] content) {
        return MARKS.stream().filter(mark -> mark.begins(content)).findFirst();
    }

    private static Optional<DecodedText> marked(byte[] content) {
        return mark(content)
                .flatMap(mark -> decoded(content, mark.bytes().length, mark.charset()))
                .filter(DecodedText::hasNoNul);
    }

    /** Returns the charset that {@code <?xml encoding="…"?>} or {@code <meta charset="…">} names. */
    private static Optional<String> namedWithin(byte[] content) {
        String prolog = new String(content, 0, Math.min(content.length, PROLOG_BYTES), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        String key = prolog.startsWith("<?xml") ? "encoding=" : prolog.contains("<meta") ? "charset=" : "";
        int at = key.isEmpty() ? -1 : prolog.indexOf(key);
        if (at < 0) {
            return Optional.empty();
        }
        int start = at + key.length();
        boolean quoted = start < prolog.length() && (prolog.charAt(start) == '"' || prolog.charAt(start) == '\'');
        start += quoted ? 1 : 0;
        int end = start;
        while (end < prolog.length() && isCharsetName(prolog.charAt(end))) {
            end++;
        }
        return end == start ? Optional.empty() : Optional.of(prolog.substring(start, end));
    }

    private static boolean isCharsetName(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == ':' || c == '.' || c == '+';
    }

    /** Reads the charsets of mails from Japan and Korea, which are ASCII with escape sequences. */
    private static Optional<DecodedText> switched(byte[] content) {
        for (int i = 0; i + 2 < content.length; i++) {
            if (content[i] == ESCAPE && content[i + 1] == '$') {
                return switch (content[i + 2]) {
                    case '@', 'B' -> named(content, "ISO-2022-JP");
                    case ')' -> named(content, "ISO-2022-KR");
                    default -> Optional.empty();
                };
            }
        }
        return Optional.empty();
    }

    /**
     * Returns whether the content has too little to distinguish charsets, or whether it is damaged UTF-8, whose bytes are
     * valid in other charsets too but with another meaning. By chance about a third of the bytes of Chinese, Japanese and
     * Korean charsets look like UTF-8, in short texts half of them.
     */
    private static boolean isUndetectable(byte[] content) {
        int telling = 0;
        int ofUtf8 = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] <= 0) {
                telling++;
                int length = Utf8Sequence.lengthAt(content, i);
                if (length > 1) {
                    telling += length - 1;
                    ofUtf8 += length;
                    i += length - 1;
                }
            }
        }
        return telling < MIN_TELLING_BYTES || 4 * ofUtf8 > 3 * telling;
    }

    private static Optional<DecodedText> detected(byte[] content) {
        if (isUndetectable(content)) {
            return Optional.empty();
        }
        int start = Math.max(0, firstBeyondAscii(content) - ASCII_BEFORE_SAMPLE);
        CharsetDetector detector = new CharsetDetector();
        detector.setText(Arrays.copyOfRange(content, start, Math.min(content.length, start + SAMPLE_BYTES)));
        for (CharsetMatch match : detector.detectAll()) {
            if (match.getConfidence() < MIN_CONFIDENCE) {
                break;
            }
            Optional<DecodedText> read = named(content, match.getName());
            if (read.isPresent()) {
                return read;
            }
        }
        return Optional.empty();
    }

    private static int firstBeyondAscii(byte[] content) {
        for (int i = 0; i < content.length; i++) {
            if (content[i] <= 0) {
                return i;
            }
        }
        return 0;
    }

    private static Optional<DecodedText> decoded(byte[] content, int start, Charset charset) {
        try {
            String text = charset.newDecoder()
                    .decode(ByteBuffer.wrap(content, start, content.length - start))
                    .toString();
            return Optional.of(new DecodedText(text, charset));
        } catch (CharacterCodingException otherCharset) {
            return Optional.empty();
        }
    }

    private boolean hasNoNul() {
        return text.indexOf('\0') < 0;
    }

    /** Returns whether the result looks like text: most charsets accept every byte, even of binary files. */
    private boolean hasNoControls() {
        return text.chars().noneMatch(DecodedText::isBinaryControl);
    }

    /**
     * Returns whether the control character does not occur in text: it is not white space, backspace, escape or DOS's end of
     * file.
     */
    private static boolean isBinaryControl(int unit) {
        return unit >= 0 && (unit < 0x08 || (unit > 0x0D && unit < 0x1A) || (unit > 0x1B && unit < 0x20));
    }

    /** Recognizes the sequences of several bytes by which UTF-8 writes one character. */
    private static final class Utf8Sequence {

        private static final int MAX_LENGTH = 4;

        private Utf8Sequence() {}

        /** Returns the length of the character at an index; 0 if no complete multi-byte sequence begins there. */
        static int lengthAt(byte[] content, int index) {
            int lead = content[index] & 0xFF;
            int length = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : MAX_LENGTH;
            if (index + length > content.length) {
                return 0;
            }
            for (int i = index + 1; i < index + length; i++) {
                if ((content[i] & 0xC0) != 0x80) {
                    return 0;
                }
            }
            return length;
        }
    }
}
