package dev.airelay.transforms.input;

/** Recognizes the sequences of several bytes by which UTF-8 writes one character. */
final class Utf8Sequence {

    private static final int MAX_LENGTH = 4;

    private Utf8Sequence() {}

    /** Returns how many bytes the character at an index has; 0 where no whole sequence of several bytes begins. */
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
