package dev.airelay.auth;

import static dev.airelay.auth.AuthRig.failure;
import static dev.airelay.auth.AuthRig.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.session.RenewalStep;
import dev.airelay.auth.session.SessionCredentials;
import dev.airelay.auth.session.SessionStorage;
import dev.airelay.auth.session.StorageMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes on one data directory. */
@Timeout(400)
class SeveralProcessesTest {
    /** Each of four workers runs until it has seen so many, however long that takes. */
    private static final int TOKENS = 15;

    /** Sixty milliseconds on the fast clock. */
    private static final Duration LIFE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final long start = System.currentTimeMillis();
    private final InstantSource clock = RelayProcess.fastClock(start);

    /** The access token has expired, so the first request renews it. */
    private SessionStorage signedIn() {
        SessionStorage storage =
                SessionStorage.of(StorageMode.FILE, directory.resolve("auth.json"), new FakeKeyring(), clock);
        storage.store().save(Sessions.endingAt(clock.instant(), "rt-0"));
        return storage;
    }

    @Test
    void case14TwoProcessesUnderLoadNeverUseARefreshTokenTwice() throws IOException, InterruptedException {
        SessionStorage storage = signedIn();
        try (LoopbackIssuer issuer = new LoopbackIssuer(clock, LIFE, "rt-0")) {
            RelayProcess first = RelayProcess.start(directory, issuer.port(), start, TOKENS, RelayProcess.NEVER);
            RelayProcess second = RelayProcess.start(directory, issuer.port(), start, TOKENS, RelayProcess.NEVER);

            int firstExit = first.exit();
            int secondExit = second.exit();

            assertThat(firstExit).isZero();
            assertThat(secondExit).isZero();
            assertThat(issuer.reuses()).isZero();
            assertThat(issuer.renewals()).isGreaterThanOrEqualTo(TOKENS);
            assertThat(storage.load().orElseThrow().tokens().refresh())
                    .isEqualTo(Optional.of("rt-" + issuer.renewals()));
        }
    }

    @ParameterizedTest
    @EnumSource(RenewalStep.class)
    void processKilledAtAnyStepLeavesASessionThatWorksOrIsHonestlyOver(RenewalStep last)
            throws IOException, InterruptedException {
        SessionStorage storage = signedIn();
        try (LoopbackIssuer issuer = new LoopbackIssuer(clock, Duration.ofDays(10), "rt-0")) {
            RelayProcess killed = RelayProcess.start(directory, issuer.port(), start, 2, last.name());
            assertThat(killed.exit()).isEqualTo(RelayProcess.HALTED);

            SessionCredentials next = new SessionCredentials(storage, LoopbackIssuer.at(issuer.port()), Runnable::run);

            if (last == RenewalStep.ANSWERED) {
                assertThat(failure(next.current())).hasMessageContaining("a renewal was interrupted");
            } else {
                assertThat(given(next.current()).accountId()).isEqualTo(Sessions.ACCOUNT);
                assertThat(issuer.reuses()).isZero();
                assertThat(issuer.renewals()).isEqualTo(1);
            }
        }
    }
}
