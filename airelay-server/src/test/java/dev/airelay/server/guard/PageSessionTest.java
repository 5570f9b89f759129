package dev.airelay.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageSessionTest {
    private static final Instant END = Instant.parse("2026-11-30T12:00:00Z");
    private static final String SESSION = PageSession.until(END, "token");

    @Test
    void isGoodUntilItsEnd() {
        assertThat(PageSession.isShown("Bearer " + SESSION)).isTrue();
        assertThat(PageSession.isGood("Bearer " + SESSION, "token", END.minusSeconds(1)))
                .isTrue();
        assertThat(PageSession.isGood("Bearer " + SESSION, "token", END)).isFalse();
    }

    @Test
    void endsWithTheTokenThatSignedIt() {
        assertThat(PageSession.isGood("Bearer " + SESSION, "rotated", END.minusSeconds(1)))
                .isFalse();
    }

    @Test
    void doesNotRevealTheToken() {
        assertThat(SESSION).doesNotContain("token");
    }

    @Test
    void endCannotBeMoved() {
        String moved = SESSION.replace(String.valueOf(END.getEpochSecond()), String.valueOf(END.getEpochSecond() + 1));

        assertThat(PageSession.isGood("Bearer " + moved, "token", END.minusSeconds(1)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1", "1-", "x-1", "99999999999999999999-1", "-1-00"})
    void malformedOnesAreRefused(String rest) {
        assertThat(PageSession.isGood("Bearer airelay-page-" + rest, "token", END))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer token", "airelay-page-1-2", "Basic airelay-page-1-2", ""})
    void otherHeadersShowNone(String header) {
        assertThat(PageSession.isShown(header)).isFalse();
    }
}
