package dev.airelay.emulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.common.Json;
import java.io.ByteArrayOutputStream;

/**
 * How events are written as server-sent events. The default is what the backend does: an {@code event:} line, one
 * {@code data:} line, LF line ends.
 *
 * @param crlf whether lines end in CR LF
 * @param eventLine whether there is an {@code event:} line
 * @param comments whether a comment precedes each event
 * @param manyDataLines whether the JSON is spread over several {@code data:} lines
 * @param invalidUtf8 whether text deltas contain a byte sequence that is not UTF-8
 */
public record SseFormat(boolean crlf, boolean eventLine, boolean comments, boolean manyDataLines, boolean invalidUtf8) {
    public static final SseFormat PLAIN = new SseFormat(false, true, false, false, false);
    private static final byte[] BROKEN_CHARACTER = {(byte) 0xC3, 0x28};
    private static final String COMMENT = ": emulator comment";

    /** The same format with lines that end in CR LF. */
    public SseFormat withCrlf() {
        return new SseFormat(true, eventLine, comments, manyDataLines, invalidUtf8);
    }

    /** The same format without {@code event:} lines. */
    public SseFormat withoutEventLine() {
        return new SseFormat(crlf, false, comments, manyDataLines, invalidUtf8);
    }

    /** The same format with a comment before every event. */
    public SseFormat withComments() {
        return new SseFormat(crlf, eventLine, true, manyDataLines, invalidUtf8);
    }

    /** The same format with the JSON split over several {@code data:} lines. */
    public SseFormat withManyDataLines() {
        return new SseFormat(crlf, eventLine, comments, true, invalidUtf8);
    }

    /** The same format with bytes that are not UTF-8 in text deltas. */
    public SseFormat withInvalidUtf8() {
        return new SseFormat(crlf, eventLine, comments, manyDataLines, true);
    }

    /** The JSON alone, as a WebSocket carries it. */
    byte[] encodeJson(StreamEvent event) {
        byte[] json = manyDataLines ? Json.indented(event.json()).getBytes(UTF_8) : Json.bytes(event.json());
        return invalidUtf8 && event.isDelta() ? breakCharacter(json) : json;
    }

    byte[] encode(StreamEvent event) {
        byte[] json = encodeJson(event);
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 128);
        if (comments) {
            line(out, COMMENT);
            endLine(out);
        }
        if (eventLine) {
            line(out, "event: " + event.type());
        }
        dataLines(out, json);
        endLine(out);
        return out.toByteArray();
    }

    byte[] encodeComment() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        line(out, COMMENT);
        endLine(out);
        return out.toByteArray();
    }

    private void dataLines(ByteArrayOutputStream out, byte[] json) {
        int start = 0;
        while (start < json.length) {
            int end = lineEnd(json, start);
            out.writeBytes("data: ".getBytes(UTF_8));
            out.write(json, start, end - start);
            endLine(out);
            start = end + 1;
        }
    }

    private static int lineEnd(byte[] json, int start) {
        for (int i = start; i < json.length; i++) {
            if (json[i] == '\n') {
                return i;
            }
        }
        return json.length;
    }

    private static byte[] breakCharacter(byte[] json) {
        int delta = new String(json, UTF_8).indexOf("\"" + StreamEvent.DELTA + "\"");
        int quote = delta < 0 ? -1 : indexOf(json, '"', delta + StreamEvent.DELTA.length() + 2);
        if (quote < 0) {
            return json;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + BROKEN_CHARACTER.length);
        out.write(json, 0, quote + 1);
        out.writeBytes(BROKEN_CHARACTER);
        out.write(json, quote + 1, json.length - quote - 1);
        return out.toByteArray();
    }

    private static int indexOf(byte[] bytes, char wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private void line(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(UTF_8));
        endLine(out);
    }

    private void endLine(ByteArrayOutputStream out) {
        if (crlf) {
            out.write('\r');
        }
        out.write('\n');
    }
}
