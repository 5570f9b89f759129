package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenFingerprintTest {
    @Test
    void itIsTheBeginningOfTheHash() {
        assertThat(TokenFingerprint.of("hello")).isEqualTo("2cf24dba5fb0");
        assertThat(TokenFingerprint.of("t\u00f6ken")).hasSize(12).isNotEqualTo(TokenFingerprint.of("token"));
    }
}
