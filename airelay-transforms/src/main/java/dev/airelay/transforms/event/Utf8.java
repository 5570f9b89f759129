package dev.airelay.transforms.event;

/**
 * Checks UTF-8 without decoding it: the JDK's decoder makes a buffer of characters for each text that is not ASCII.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3629#section-4">RFC 3629, 4. Syntax of UTF-8 Byte Sequences</a>
 */
final class Utf8 {

    private Utf8() {}

    /** Returns whether the bytes from {@code from} to before {@code to} are valid UTF-8. */
    static boolean valid(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (bytes[i] >= 0) {
                i++;
            } else {
                int length = sequence(bytes, i, to);
                if (length == 0) {
                    return false;
                }
                i += length;
            }
        }
        return true;
    }

    /** Returns the length of the sequence that begins here; 0 when it is not valid: cut, overlong or a surrogate. */
    private static int sequence(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xFF;
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (to - at < length) {
            return 0;
        }
        for (int i = at + 1; i < at + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[at + 1] & 0xFF;
        boolean wrong = switch (first) {
            case 0xE0 -> second < 0xA0;
            case 0xED -> second > 0x9F;
            case 0xF0 -> second < 0x90;
            case 0xF4 -> second > 0x8F;
            default -> false;
        };
        return wrong ? 0 : length;
    }
}
