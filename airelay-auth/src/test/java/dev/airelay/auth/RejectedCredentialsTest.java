package dev.airelay.auth;

import static dev.airelay.auth.AuthRig.failure;
import static dev.airelay.auth.AuthRig.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthException;
import dev.airelay.auth.session.AuthFailure;
import dev.airelay.auth.session.RenewalMemory;
import dev.airelay.auth.session.SessionCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Case 15: the upstream answered 401. */
class RejectedCredentialsTest {
    private static final Instant TEN_DAYS = ManualClock.NOON.plus(Duration.ofDays(10));
    private static final String SECOND = Sessions.accessToken("second", TEN_DAYS);
    private static final String THIRD = Sessions.accessToken("third", TEN_DAYS);

    @TempDir
    Path directory;

    private AuthRig rig;
    private SessionCredentials source;
    private Credentials first;

    @BeforeEach
    void signIn() {
        rig = new AuthRig(directory);
        rig.storage.store().save(Sessions.endingAt(TEN_DAYS.minusSeconds(1), "rt-1"));
        source = rig.start();
        first = given(source.current());
    }

    @Test
    void case15RefusedTokenIsRenewedOnce() {
        rig.issuer.then(Sessions.reply(SECOND, "rt-2"));

        assertThat(given(source.afterRejection(first)).accessToken()).isEqualTo(SECOND);
        assertThat(given(source.current()).accessToken()).isEqualTo(SECOND);
        assertThat(rig.issuer.asked()).containsExactly("rt-1");
    }

    @Test
    void case15TokenThatAnotherProcessStoredIsUsedWithoutTheIssuer() {
        new AuthRig(directory).storage.store().save(Sessions.of(SECOND, "rt-2", ManualClock.NOON));

        assertThat(given(source.afterRejection(first)).accessToken()).isEqualTo(SECOND);
        assertThat(rig.issuer.asked()).isEmpty();
    }

    @Test
    void case15SecondRefusalIsTheEnd() {
        rig.issuer.then(Sessions.reply(SECOND, "rt-2"));
        Credentials second = given(source.afterRejection(first));

        AuthException failure = failure(source.afterRejection(second));

        assertThat(failure.failure()).isEqualTo(AuthFailure.REJECTED);
        assertThat(failure).hasMessageContaining("Run: airelay login");
        assertThat(rig.issuer.asked()).hasSize(1);
    }

    @Test
    void replacementThatWasGoodForLongIsRenewedWhenItIsRefused() {
        rig.issuer.then(Sessions.reply(SECOND, "rt-2")).then(Sessions.reply(THIRD, "rt-3"));
        Credentials second = given(source.afterRejection(first));

        rig.clock.advance(RenewalMemory.REPEATED);

        assertThat(given(source.afterRejection(second)).accessToken()).isEqualTo(THIRD);
    }

    @Test
    void case15IssuerThatGivesTheSameTokenAgainIsTheEnd() {
        rig.issuer.then(Sessions.reply(first.accessToken(), "rt-2"));

        assertThat(failure(source.afterRejection(first)).failure()).isEqualTo(AuthFailure.REJECTED);
    }

    @Test
    void case15AnotherAccountOnDiskIsRefused() throws IOException {
        Files.writeString(
                rig.file,
                "{\"bound_account_id\":\"acc-2\",\"tokens\":{\"access_token\":\"at\",\"account_id\":\"acc-2\"}}");

        assertThat(failure(source.afterRejection(first)).failure()).isEqualTo(AuthFailure.ACCOUNT_MISMATCH);
    }

    @Test
    void case15FinalRefusalIsReportedAndNotRequestedAgain() {
        rig.issuer.thenRefuses("refresh_token_invalidated");

        assertThat(failure(source.afterRejection(first))).hasMessageContaining("signed out elsewhere");
        assertThat(failure(source.afterRejection(first))).hasMessageContaining("signed out elsewhere");
        assertThat(rig.issuer.asked()).hasSize(1);
    }

    @Test
    void case15FailingLoginServerIsReportedAndCalledAgain() {
        rig.issuer.thenFails("http_503").then(Sessions.reply(SECOND, "rt-2"));

        assertThat(failure(source.afterRejection(first)).failure()).isEqualTo(AuthFailure.REFRESH_FAILED);
        assertThat(given(source.afterRejection(first)).accessToken()).isEqualTo(SECOND);
    }

    @Test
    void parallelRefusalsOfTheSameTokenMakeOneRenewal() throws InterruptedException {
        CountDownLatch allAsked = new CountDownLatch(1);
        rig.issuer.then(() -> {
            allAsked.await();
            return Sessions.reply(SECOND, "rt-2");
        });
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            SessionCredentials busy = new SessionCredentials(rig.storage, rig.issuer, threads);
            List<CompletableFuture<Credentials>> answers = new ArrayList<>();
            for (int request = 0; request < 20; request++) {
                answers.add(busy.afterRejection(first).toCompletableFuture());
            }
            allAsked.countDown();

            assertThat(answers)
                    .allSatisfy(
                            answer -> assertThat(answer.join().accessToken()).isEqualTo(SECOND));
            assertThat(rig.issuer.asked()).containsExactly("rt-1");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tokenThatCannotBeRenewedIsRejected() throws IOException {
        Files.writeString(rig.file, """
                {"tokens":{"access_token":"%s","account_id":"acc-1"}}
                """.formatted(first.accessToken()));

        assertThat(failure(source.afterRejection(first)).failure()).isEqualTo(AuthFailure.REJECTED);
    }
}
