package dev.airelay.server.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A header value with parameters, as {@code form-data; name="file"; filename="a;b.txt"}.
 *
 * @param value the part before the first semicolon, in lower case
 * @param parameters by lower-case name; the first one of each name
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.6">RFC 9110, 5.6.6 Parameters</a>
 */
public record HeaderValue(String value, Map<String, String> parameters) {

    public static HeaderValue parse(String text) {
        int end = text.indexOf(';');
        String value = (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new LinkedHashMap<>();
        Cursor cursor = new Cursor(text, end < 0 ? text.length() : end);
        while (cursor.more()) {
            cursor.parameter(parameters);
        }
        return new HeaderValue(value, parameters);
    }

    /** Returns a parameter; the extended form {@code name*} wins over the plain one, if it can be decoded. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name + "*"))
                .flatMap(HeaderValue::decoded)
                .or(() -> Optional.ofNullable(parameters.get(name)));
    }

    /** Decodes {@code UTF-8'en'percent-encoded} of RFC 8187. */
    private static Optional<String> decoded(String extended) {
        String[] pieces = extended.split("'", 3);
        if (pieces.length < 3) {
            return Optional.empty();
        }
        Optional<byte[]> bytes = PercentText.decode(pieces[2]);
        return switch (pieces[0].toLowerCase(Locale.ROOT)) {
            case "utf-8" -> bytes.flatMap(StrictUtf8::decode);
            case "iso-8859-1" -> bytes.map(latin -> new String(latin, StandardCharsets.ISO_8859_1));
            default -> Optional.empty();
        };
    }

    /** Parses {@code ; name=value} pairs; never goes back, so linear. */
    private static final class Cursor {
        private final String text;
        private int at;

        Cursor(String text, int at) {
            this.text = text;
            this.at = at;
        }

        boolean more() {
            return at < text.length();
        }

        void parameter(Map<String, String> into) {
            at++;
            int equals = at;
            while (equals < text.length() && text.charAt(equals) != '=' && text.charAt(equals) != ';') {
                equals++;
            }
            String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            at = equals;
            if (more() && text.charAt(at) == '=') {
                at++;
                into.putIfAbsent(name, value());
            }
        }

        private String value() {
            while (more() && text.charAt(at) == ' ') {
                at++;
            }
            String value = more() && text.charAt(at) == '"' ? quoted() : "";
            int end = text.indexOf(';', at);
            String rest = text.substring(at, end < 0 ? text.length() : end);
            at += rest.length();
            return value.isEmpty() ? rest.strip() : value;
        }

        /** A backslash escapes only a quote and itself: some clients send Windows paths with unescaped backslashes. */
        private String quoted() {
            StringBuilder value = new StringBuilder();
            at++;
            while (more() && text.charAt(at) != '"') {
                boolean escape = text.charAt(at) == '\\'
                        && at + 1 < text.length()
                        && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\');
                at += escape ? 1 : 0;
                value.append(text.charAt(at));
                at++;
            }
            at = Math.min(at + 1, text.length());
            return value.toString();
        }
    }
}
