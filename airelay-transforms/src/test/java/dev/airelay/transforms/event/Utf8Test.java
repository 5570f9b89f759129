package dev.airelay.transforms.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    private static final int TEXTS = 200_000;

    @Test
    void agreesWithTheDecoder() {
        Random random = new Random(17);
        int valid = 0;
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = text(random);
            boolean decodes = decodes(text);
            valid += decodes ? 1 : 0;
            assertThat(UpstreamEvent.Utf8.valid(text, 0, text.length))
                    .as("%s", ByteBuffer.wrap(text))
                    .isEqualTo(decodes);
        }
        assertThat(valid).isBetween(TEXTS / 10, TEXTS * 9 / 10);
    }

    @Test
    void everyTwoAndThreeByteSequence() {
        byte[] text = new byte[3];
        for (int i = 0; i < 1 << 24; i += 251) {
            text[0] = (byte) (i >> 16);
            text[1] = (byte) (i >> 8);
            text[2] = (byte) i;
            if (UpstreamEvent.Utf8.valid(text, 0, 3) != decodes(text)) {
                assertThat(UpstreamEvent.Utf8.valid(text, 0, 3))
                        .as(Integer.toHexString(i))
                        .isEqualTo(decodes(text));
            }
        }
    }

    @Test
    void looksAtNothingOutsideOfItsPart() {
        byte[] text = {(byte) 0xFF, 'a', (byte) 0xC3, (byte) 0xA9, (byte) 0xFF};

        assertThat(UpstreamEvent.Utf8.valid(text, 1, 4)).isTrue();
        assertThat(UpstreamEvent.Utf8.valid(text, 1, 3)).isFalse();
    }

    /** Characters of every length, now and then with a byte changed or cut off. */
    private static byte[] text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int limit = new int[] {0x80, 0x800, 0x10000, 0x110000}[random.nextInt(4)];
            text.appendCodePoint(random.nextInt(limit));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static boolean decodes(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }
}
