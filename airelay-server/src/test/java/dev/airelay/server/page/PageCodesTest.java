package dev.airelay.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PageCodesTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final PageCodes codes = new PageCodes(new SecureRandom(), now::get);

    @Test
    void worksOnce() {
        String code = codes.issue();

        assertThat(codes.use(code)).isTrue();
        assertThat(codes.use(code)).isFalse();
    }

    @Test
    void worksUntilItsEnd() {
        String early = codes.issue();
        String late = codes.issue();

        now.addAndGet(PageCodes.LIFETIME.toNanos() - 1);
        assertThat(codes.use(early)).isTrue();
        now.addAndGet(1);
        assertThat(codes.use(late)).isFalse();
    }

    @Test
    void forgetsTheOldestOfTooMany() {
        String oldest = codes.issue();
        String second = codes.issue();
        for (int i = 0; i < 15; i++) {
            codes.issue();
        }

        assertThat(codes.use(oldest)).isFalse();
        assertThat(codes.use(second)).isTrue();
    }

    @Test
    void refusesWhatItDidNotIssue() {
        assertThat(codes.use("")).isFalse();
        assertThat(codes.use(codes.issue() + "x")).isFalse();
    }
}
