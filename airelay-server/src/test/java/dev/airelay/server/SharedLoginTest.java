package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.TokenReply;
import dev.airelay.auth.session.SessionStorage;
import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.IssuedTokens;
import dev.airelay.emulator.api.IssuerCounts;
import dev.airelay.server.SharedLoginProcess.SharedClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes that share a login, against the emulator's issuer, which ends a sign-in whose refresh token comes twice. {@code
 * -Dairelay.renewals} says how many renewals they make, 100 by default.
 */
@Timeout(3_600)
class SharedLoginTest {
    private static final int RENEWALS = Integer.getInteger("airelay.renewals", 100);
    private static final Duration LIFE = Duration.ofHours(10);
    /** So small that the requests of all four workers during one renewal do not use up the new token's life. */
    private static final Duration STEP = Duration.ofHours(2);

    @TempDir
    Path directory;

    @Test
    void refreshTokenIsNeverUsedTwice() throws IOException, InterruptedException {
        SharedClock clock = SharedClock.in(directory.resolve("clock"));
        clock.advance(Duration.between(Instant.EPOCH, Instant.parse("2026-11-01T00:00:00Z")));
        SessionStorage storage = SharedLoginProcess.storage(directory, clock);
        Path output = directory.resolve("second");
        try (Emulator emulator =
                Emulator.start(EmulatorOptions.defaults().withClock(clock).withRecordedRequests(10))) {
            emulator.issuer()
                    .change(options -> options.withLifetimes(
                            options.lifetimes().withAccess(LIFE).withRefresh(Duration.ofDays(36_500))));
            IssuedTokens tokens = emulator.issuer().signIn();
            storage.signIn(new TokenReply(
                    Optional.of(tokens.idToken()),
                    Optional.of(tokens.accessToken()),
                    Optional.of(tokens.refreshToken())));

            Process first = start(emulator, Redirect.PIPE);
            Process second = start(emulator, Redirect.to(output.toFile()));
            long renewedByFirst = stopAfterTheRenewals(emulator, first, second);
            long renewedBySecond = Files.readAllLines(output).size();
            IssuerCounts counts = emulator.issuer().counts();
            System.out.println(counts.rotations() + " renewals, " + renewedByFirst + " by one process and "
                    + renewedBySecond + " by the other, reuses: " + counts.reuses());

            assertThat(counts.rotations()).isGreaterThanOrEqualTo(RENEWALS);
            assertThat(counts.reuses()).isZero();
            assertThat(counts.refresh()).as("none was asked for in vain").isEqualTo(counts.rotations());
            assertThat(renewedByFirst + renewedBySecond).isEqualTo(counts.rotations());
            assertThat(renewedByFirst).isPositive();
            assertThat(renewedBySecond).isPositive();
            assertNextProcessCanRenew(emulator, clock);
        }
    }

    private Process start(Emulator emulator, Redirect output) throws IOException {
        return SharedLoginProcess.start(directory, emulator.issuer().baseUrl(), STEP, output);
    }

    /** Follows the first process until there are enough renewals, ends both, and returns how many the first made. */
    private static long stopAfterTheRenewals(Emulator emulator, Process first, Process second)
            throws IOException, InterruptedException {
        long renewed = 0;
        try (BufferedReader lines = first.inputReader()) {
            while (emulator.issuer().counts().rotations() < RENEWALS && lines.readLine() != null) {
                renewed++;
            }
            first.getOutputStream().close();
            second.getOutputStream().close();
            renewed += lines.lines().count();
            assertThat(first.waitFor()).isZero();
            assertThat(second.waitFor()).isZero();
        } finally {
            first.destroyForcibly();
            second.destroyForcibly();
        }
        return renewed;
    }

    private void assertNextProcessCanRenew(Emulator emulator, SharedClock clock)
            throws IOException, InterruptedException {
        int before = emulator.issuer().counts().rotations();
        clock.advance(LIFE);
        Process next = start(emulator, Redirect.DISCARD);
        next.getOutputStream().close();

        assertThat(next.waitFor()).isZero();
        assertThat(emulator.issuer().counts().rotations()).isGreaterThan(before);
        assertThat(emulator.issuer().counts().reuses()).isZero();
    }
}
