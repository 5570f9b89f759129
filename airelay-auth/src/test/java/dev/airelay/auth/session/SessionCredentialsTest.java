package dev.airelay.auth.session;

import static dev.airelay.auth.AuthRig.failure;
import static dev.airelay.auth.AuthRig.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.AuthRig;
import dev.airelay.auth.ManualClock;
import dev.airelay.auth.Sessions;
import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.issuer.TokenReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCredentialsTest {
    private static final Instant NOON = ManualClock.NOON;
    private static final String NEW_ACCESS = Sessions.accessToken("second", NOON.plus(Duration.ofDays(10)));

    @TempDir
    Path directory;

    private AuthRig rig;

    @BeforeEach
    void open() {
        rig = new AuthRig(directory);
    }

    private void store(StoredSession session) {
        rig.storage.store().save(session);
    }

    private static StoredSession ending(Duration fromNow) {
        return Sessions.endingAt(NOON.plus(fromNow), "rt-1");
    }

    private static TokenReply next() {
        return Sessions.reply(NEW_ACCESS, "rt-2");
    }

    @ParameterizedTest(name = "case 11: {0} s before it expires, renewed: {1}")
    @CsvSource({"301, false", "300, true", "1, true", "-1, true", "-86400, true"})
    void accessTokenIsRenewedFiveMinutesBeforeItsEnd(long seconds, boolean renewed) {
        store(ending(Duration.ofSeconds(seconds)));
        rig.issuer.then(next());

        Credentials given = given(rig.start().current());

        assertThat(rig.issuer.asked()).hasSize(renewed ? 1 : 0);
        assertThat(given.accessToken().equals(NEW_ACCESS)).isEqualTo(renewed);
    }

    @ParameterizedTest(name = "case 11: renewed {0} s ago, renewed now: {1}")
    @CsvSource({"691199, false", "691200, false", "691201, true", "-3600, false", "-90000, true"})
    void tokenWithoutAReadableEndIsRenewedAfterEightDays(long secondsAgo, boolean renewed) {
        store(Sessions.of("opaque", "rt-1", NOON.minusSeconds(secondsAgo)));
        rig.issuer.then(next());

        given(rig.start().current());

        assertThat(rig.issuer.asked()).hasSize(renewed ? 1 : 0);
    }

    @Test
    void case12WhatTheIssuerLeavesOutStays() {
        store(ending(Duration.ZERO));
        rig.issuer.then(new TokenReply(Optional.empty(), Optional.of(NEW_ACCESS), Optional.empty()));

        given(rig.start().current());

        assertThat(rig.stored().tokens())
                .isEqualTo(new StoredSession.Tokens(
                        Optional.of(Sessions.idToken(Sessions.ACCOUNT)),
                        Optional.of(NEW_ACCESS),
                        Optional.of("rt-1"),
                        Optional.of(Sessions.ACCOUNT)));
        assertThat(rig.stored().lastRefresh()).contains(NOON);
    }

    @Test
    void case12RotatedTokenIsStoredBeforeItIsUsed() {
        store(ending(Duration.ZERO));
        rig.issuer.then(next());
        List<Optional<String>> onDisk = new ArrayList<>();

        CompletableFuture<Credentials> answer = rig.start(step -> {
                    if (step == RenewalStep.SAVED) {
                        onDisk.add(rig.stored().tokens().refresh());
                    }
                })
                .current()
                .toCompletableFuture();

        assertThat(onDisk).containsExactly(Optional.of("rt-2"));
        assertThat(answer).isCompletedWithValue(new Credentials(NEW_ACCESS, Sessions.ACCOUNT));
    }

    @Test
    void case13TwentyRequestsWithAnExpiredTokenMakeOneRenewal() throws InterruptedException {
        store(ending(Duration.ofHours(-1)));
        CountDownLatch allAsked = new CountDownLatch(1);
        rig.issuer.then(() -> {
            allAsked.await();
            return next();
        });
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            SessionCredentials source = new SessionCredentials(rig.storage, rig.issuer, threads);
            List<CompletableFuture<Credentials>> answers = new ArrayList<>();
            for (int request = 0; request < 20; request++) {
                answers.add(source.current().toCompletableFuture());
            }
            allAsked.countDown();

            assertThat(answers)
                    .allSatisfy(
                            answer -> assertThat(answer.join().accessToken()).isEqualTo(NEW_ACCESS));
            assertThat(rig.issuer.asked()).containsExactly("rt-1");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void case14SecondRelayOnTheSameStorageUsesWhatTheFirstStored() {
        store(ending(Duration.ZERO));
        SessionCredentials first = rig.start();
        AuthRig other = new AuthRig(directory);
        SessionCredentials second = other.start();
        rig.issuer.then(next());

        given(first.current());

        assertThat(given(second.current()).accessToken()).isEqualTo(NEW_ACCESS);
        assertThat(other.issuer.asked()).isEmpty();
    }

    @Test
    void case14WhoWaitedForTheLockReadsTheStorageAgain() {
        StoredSession old = ending(Duration.ZERO);
        store(Sessions.of(NEW_ACCESS, "rt-2", NOON));

        RenewalOutcome outcome = new SessionRenewal(rig.storage, rig.issuer, step -> {}).renew(old);

        assertThat(outcome).isEqualTo(new RenewalOutcome.Renewed(rig.stored()));
        assertThat(rig.issuer.asked()).isEmpty();
    }

    @ParameterizedTest(name = "case 16: {0}")
    @ValueSource(
            strings = {"refresh_token_expired", "refresh_token_reused", "refresh_token_invalidated", "invalid_grant"})
    void finalRefusalIsRememberedAlsoOverRestarts(String code) {
        store(ending(Duration.ofSeconds(-1)));
        rig.issuer.thenRefuses(code);

        SessionCredentials source = rig.start();

        assertThat(failure(source.current()))
                .hasMessageContaining(code)
                .hasMessageEndingWith("Run: airelay login")
                .extracting(AuthException::failure)
                .isEqualTo(AuthFailure.REFRESH_FAILED);
        assertThat(failure(source.current())).hasMessageContaining(code);
        assertThat(failure(rig.start().current())).hasMessageContaining(code);
        assertThat(rig.issuer.asked()).hasSize(1);
    }

    @Test
    void case16NewCredentialsEndTheRefusal() {
        store(ending(Duration.ofSeconds(-1)));
        rig.issuer.thenRefuses("refresh_token_reused");
        SessionCredentials source = rig.start();
        failure(source.current());

        rig.storage.signIn(Sessions.reply(NEW_ACCESS, "rt-login"));

        assertThat(given(source.current()).accessToken()).isEqualTo(NEW_ACCESS);
        assertThat(rig.storage.journal().file()).doesNotExist();
    }

    @Test
    void case16TokenThatStillHoldsIsUsedThoughItsRenewalWasRefused() {
        store(ending(Duration.ofMinutes(4)));
        rig.issuer.thenRefuses("refresh_token_reused");
        SessionCredentials source = rig.start();

        assertThat(given(source.current()).accessToken()).isNotEqualTo(NEW_ACCESS);
        rig.clock.advance(Duration.ofMinutes(3));
        assertThat(given(source.current()).accessToken()).isNotEqualTo(NEW_ACCESS);
        rig.clock.advance(Duration.ofMinutes(1));
        assertThat(failure(source.current())).hasMessageContaining("refresh_token_reused");
        assertThat(rig.issuer.asked()).hasSize(1);
    }

    @Test
    void case16TokenThatStillHoldsOutlivesAnIssuerOutOfOrder() {
        store(ending(Duration.ofMinutes(4)));
        rig.issuer.thenFails("http_500").then(next());
        SessionCredentials source = rig.start();

        assertThat(given(source.current()).accessToken()).isNotEqualTo(NEW_ACCESS);
        given(source.current());
        assertThat(rig.issuer.asked()).hasSize(1);

        rig.clock.advance(RenewalMemory.PAUSE);
        assertThat(given(source.current()).accessToken()).isEqualTo(NEW_ACCESS);
        assertThat(rig.issuer.asked()).hasSize(2);
    }

    @Test
    void case16ExpiredTokenIsRenewedAsSoonAsTheIssuerWorksAgain() {
        store(ending(Duration.ofSeconds(-1)));
        rig.issuer.thenFails("issuer_timeout").then(next());
        SessionCredentials source = rig.start();

        assertThat(failure(source.current()))
                .hasMessageContaining("could not be renewed (issuer_timeout)")
                .hasMessageContaining("Try again");
        assertThat(given(source.current()).accessToken()).isEqualTo(NEW_ACCESS);
    }

    @Test
    void codeThatIsNoneIsNotShown() {
        store(ending(Duration.ofSeconds(-1)));
        rig.issuer.thenRefuses("<b>eyJhbGciOi</b>");

        assertThat(failure(rig.start().current())).hasMessageContaining("unknown_refusal");
    }

    @Test
    void sleepOfHoursIsSurvived() {
        store(ending(Duration.ofHours(2)));
        rig.issuer.then(next());
        SessionCredentials source = rig.start();
        given(source.current());

        rig.clock.advance(Duration.ofHours(9));

        assertThat(given(source.current()).accessToken()).isEqualTo(NEW_ACCESS);
    }

    @Test
    void clockFarAheadDoesNotRenewWithEveryRequest() {
        store(ending(Duration.ofHours(2)));
        rig.clock.advance(Duration.ofDays(400));
        rig.issuer.then(next());
        SessionCredentials source = rig.start();

        assertThat(given(source.current()).accessToken()).isEqualTo(NEW_ACCESS);
        rig.clock.advance(Duration.ofHours(1));
        assertThat(given(source.current()).accessToken()).isEqualTo(NEW_ACCESS);
        assertThat(rig.issuer.asked()).hasSize(1);
    }

    @Test
    void clockSetBackLeavesTheSessionUsable() {
        store(Sessions.of(NEW_ACCESS, "rt-1", NOON));
        SessionCredentials source = rig.start();
        given(source.current());

        rig.clock.advance(Duration.ofDays(-400));

        assertThat(given(source.current()).accessToken()).isEqualTo(NEW_ACCESS);
        assertThat(rig.issuer.asked()).isEmpty();
    }

    @Test
    void shortLivedTokenIsRenewedAtHalfItsLife() {
        store(Sessions.of(Sessions.accessToken("short", NOON.plusSeconds(60)), "rt-1", NOON));
        rig.issuer.then(next());
        SessionCredentials source = rig.start();

        given(source.current());
        rig.clock.advance(Duration.ofSeconds(29));
        given(source.current());
        assertThat(rig.issuer.asked()).isEmpty();

        rig.clock.advance(Duration.ofSeconds(1));
        assertThat(given(source.current()).accessToken()).isEqualTo(NEW_ACCESS);
    }

    @Test
    void isSignedOutWithoutSession() {
        assertThat(failure(rig.start().current()).failure()).isEqualTo(AuthFailure.MISSING);
        assertThat(failure(rig.start().afterRejection(new Credentials("at", "a")))
                        .failure())
                .isEqualTo(AuthFailure.MISSING);
    }

    @Test
    void runningRelayNoticesASignOut() {
        store(ending(Duration.ofDays(1)));
        SessionCredentials source = rig.start();
        given(source.current());

        assertThat(AuthRig.signOut(rig.storage).existed()).isTrue();
        rig.clock.advance(SessionCredentials.LOOK_STANDS);

        assertThat(failure(source.current()).failure()).isEqualTo(AuthFailure.MISSING);
    }

    @Test
    void lookAtTheSessionStandsForASecond() throws IOException {
        store(ending(Duration.ofDays(1)));
        SessionCredentials source = rig.start();
        CompletionStage<Credentials> first = source.current();
        Files.delete(rig.file);

        CompletionStage<Credentials> again = source.current();
        rig.clock.advance(SessionCredentials.LOOK_STANDS.minusMillis(1));
        CompletionStage<Credentials> last = source.current();

        assertThat(given(again)).isEqualTo(given(first));
        // Nothing is done for it, not even on another thread.
        assertThat((Object) last).isSameAs(again);
        rig.clock.advance(Duration.ofMillis(1));
        assertThat(failure(source.current()).failure()).isEqualTo(AuthFailure.MISSING);
    }

    @Test
    void clockThatIsSetBackEndsTheLook() throws IOException {
        store(ending(Duration.ofDays(1)));
        SessionCredentials source = rig.start();
        given(source.current());
        Files.delete(rig.file);

        rig.clock.advance(Duration.ofSeconds(-1));

        assertThat(failure(source.current()).failure()).isEqualTo(AuthFailure.MISSING);
    }

    @Test
    void refusalEndsTheLook() throws IOException {
        store(ending(Duration.ofDays(1)));
        SessionCredentials source = rig.start();
        Credentials before = given(source.current());
        Files.delete(rig.file);

        assertThat(failure(source.afterRejection(before)).failure()).isEqualTo(AuthFailure.MISSING);

        assertThat(failure(source.current()).failure()).isEqualTo(AuthFailure.MISSING);
    }

    @Test
    void anotherAccountOnDiskIsRefused() throws IOException {
        store(ending(Duration.ofDays(1)));
        SessionCredentials source = rig.start();
        given(source.current());
        String foreign = "{\"tokens\":{\"access_token\":\"at\",\"refresh_token\":\"rt\",\"account_id\":\"acc-2\"}}";

        Files.writeString(rig.file, foreign);
        rig.clock.advance(SessionCredentials.LOOK_STANDS);

        assertThat(failure(source.current()).failure()).isEqualTo(AuthFailure.ACCOUNT_MISMATCH);
        assertThat(rig.issuer.asked()).isEmpty();
    }

    @Test
    void sessionWithoutAnAccessTokenIsRenewed() throws IOException {
        Files.writeString(rig.file, "{\"tokens\":{\"refresh_token\":\"rt-1\"}}");
        rig.issuer.then(next());

        assertThat(given(rig.start().current())).isEqualTo(new Credentials(NEW_ACCESS, Sessions.ACCOUNT));
    }

    @Test
    void expiredSessionWithoutARefreshTokenSaysSo() throws IOException {
        String expired = Sessions.accessToken("x", NOON.minusSeconds(1));
        Files.writeString(
                rig.file,
                "{\"tokens\":{\"access_token\":\"" + expired + "\",\"account_id\":\"" + Sessions.ACCOUNT + "\"}}");

        assertThat(failure(rig.start().current())).hasMessageContaining("no refresh token");
    }

    @Test
    void executorThatRefusesIsAFailureOfTheStage() {
        CredentialSource stopping = new SessionCredentials(rig.storage, rig.issuer, task -> {
            throw new RejectedExecutionException("stopped");
        });

        assertThat(failure(stopping.current()).failure()).isEqualTo(AuthFailure.INCOMPLETE);
    }
}
