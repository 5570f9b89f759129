package dev.airelay.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Sha256Test {
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @Test
    void hashesTextAndBytesAlike() {
        assertThat(Sha256.hex("hello")).isEqualTo(HELLO);
        assertThat(Sha256.hex("hello".getBytes(UTF_8))).isEqualTo(HELLO);
        assertThat(Sha256.bytes("hello")).hasSize(32).startsWith(0x2c, 0xf2, 0x4d);
    }

    @Test
    void fingerprintIsTheBeginningOfTheHash() {
        assertThat(Sha256.fingerprint("hello")).isEqualTo("2cf24dba5fb0");
        assertThat(Sha256.fingerprint("t\u00f6ken")).hasSize(12).isNotEqualTo(Sha256.fingerprint("token"));
    }
}
