package dev.airelay.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TextCacheTest {

    private final AtomicInteger decoded = new AtomicInteger();
    private final TextCache<String> texts = new TextCache<>((bytes, from, to) -> {
        decoded.incrementAndGet();
        return new String(bytes, from, to - from, UTF_8);
    });

    private String text(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
        return texts.decoded(bytes, 1, bytes.length - 1);
    }

    @Test
    void sameBytesAreDecodedOnce() {
        String first = text("output_index");

        assertThat(first).isEqualTo("output_index");
        assertThat(text("output_index")).isSameAs(first);
        assertThat(decoded).hasValue(1);
    }

    @Test
    void twoTextsThatAgreeInTheirSlotAreBothKeptAndAThirdReplacesOne() {
        // Equal in length, and in the bytes at both ends, the quarters and the middle.
        for (int round = 0; round < 2; round++) {
            assertThat(text("abcdefghijkl")).isEqualTo("abcdefghijkl");
            assertThat(text("aXcdefghijkl")).isEqualTo("aXcdefghijkl");
        }
        assertThat(decoded).hasValue(2);

        assertThat(text("aYcdefghijkl")).isEqualTo("aYcdefghijkl");
        assertThat(text("aXcdefghijkl")).isEqualTo("aXcdefghijkl");
        assertThat(decoded).hasValue(3);
    }

    @Test
    void everyTextIsItsOwn() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i++) {
                assertThat(text("name_" + i)).isEqualTo("name_" + i);
            }
            for (String text : new String[] {"", "x", "é", "日本", "😀"}) {
                assertThat(text(text)).isEqualTo(text);
            }
        }
    }

    @Test
    void longTextsAreNotRemembered() {
        assertThat(text("x".repeat(65))).hasSize(65);
        assertThat(text("x".repeat(65))).hasSize(65);
        assertThat(decoded).hasValue(2);
    }
}
