package dev.airelay.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Percent-encoding of header parameters. */
public final class PercentText {

    private static final String UNRESERVED = "!#$&+-.^_`|~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentText() {}

    /** Returns the decoded bytes; empty if the encoding is invalid. */
    static Optional<byte[]> decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next > 0x7e) {
                return Optional.empty();
            } else if (next != '%') {
                bytes.write(next);
            } else if (i + 2 < text.length()
                    && HexFormat.isHexDigit(text.charAt(i + 1))
                    && HexFormat.isHexDigit(text.charAt(i + 2))) {
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(bytes.toByteArray());
    }

    /** Returns the text in UTF-8 with all but {@code attr-char} encoded, as RFC 8187 requires. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (next >= '0' && next <= '9')
                    || (next >= 'A' && next <= 'Z')
                    || (next >= 'a' && next <= 'z')
                    || UNRESERVED.indexOf(next) >= 0;
            if (plain) {
                encoded.append((char) next);
            } else {
                encoded.append('%').append(HEX.toHexDigits(next));
            }
        }
        return encoded.toString();
    }
}
