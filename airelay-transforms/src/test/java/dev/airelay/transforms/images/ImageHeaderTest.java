package dev.airelay.transforms.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {

    private static final String PNG = "89504e470d0a1a0a0000000d49484452000004e6000004e60802000000";

    @ParameterizedTest
    @CsvSource({
        PNG + ", png, 1254, 1254",
        // Start, a segment of no interest, filling, the frame.
        "ffd8ffe000044a46ffffffc0000b0804000300010111, jpeg, 768, 1024",
        "ffd8ffc40004aaaaffc2000b0802000100010111, jpeg, 256, 512",
        "524946461a000000574542505650384c0d0000002fe54439110000, webp, 1254, 1254",
        "5249464624000000574542505650382018000000300100 9d012ae604d203, webp, 1254, 978",
        "524946461600000057454250565038580a00000010000000 e50400d10300, webp, 1254, 978"
    })
    void sizeAndFormatAreInTheFirstBytes(String hex, String format, int width, int height) {
        byte[] file = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThat(ImageHeader.of(file)).hasValue(new ImageHeader(format, width, height));
        assertThat(ImageHeader.of(Base64.getEncoder().encodeToString(file)))
                .hasValue(new ImageHeader(format, width, height));
    }

    @Test
    void imageThatIsCutHasNone() {
        byte[] file = HexFormat.of().parseHex(PNG);

        for (int length = 0; length < 20; length++) {
            assertThat(ImageHeader.of(Arrays.copyOf(file, length))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "!!!!", "R0lGODlh", "/9j/4AAAAA==", "UklGRgAAAABXRUJQVlA4WQ=="})
    void otherFilesHaveNone(String base64) {
        assertThat(ImageHeader.of(base64)).isEmpty();
    }

    @Test
    void frameBehindALargePreviewIsFound() {
        byte[] file = new byte[130_000];
        int at = 0;
        for (int value : new int[] {0xFF, 0xD8}) {
            file[at++] = (byte) value;
        }
        for (int segment = 0; segment < 2; segment++) {
            for (int value : new int[] {0xFF, 0xE1, 0xF0, 0x00}) {
                file[at++] = (byte) value;
            }
            at += 0xF000 - 2;
        }
        for (int value : new int[] {0xFF, 0xC0, 0, 11, 8, 0, 100, 0, 200, 1}) {
            file[at++] = (byte) value;
        }

        assertThat(ImageHeader.of(Base64.getEncoder().encodeToString(file)))
                .hasValue(new ImageHeader("jpeg", 200, 100));
    }
}
