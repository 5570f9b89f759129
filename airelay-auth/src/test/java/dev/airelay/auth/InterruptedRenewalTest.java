package dev.airelay.auth;

import static dev.airelay.auth.AuthRig.failure;
import static dev.airelay.auth.AuthRig.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthException;
import dev.airelay.auth.session.AuthFailure;
import dev.airelay.auth.session.FileStore;
import dev.airelay.auth.session.RenewalRecord;
import dev.airelay.auth.session.RenewalStep;
import dev.airelay.auth.session.SessionCredentials;
import dev.airelay.auth.session.SessionStore;
import dev.airelay.auth.session.StoredSession;
import dev.airelay.base.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A renewal that ends at any step, and a storage that fails, leave a session that works or says that it has ended. */
class InterruptedRenewalTest {
    private static final String SECOND = Sessions.accessToken("second", ManualClock.NOON.plus(Duration.ofDays(10)));

    /** The end of the process, as far as the code under test can tell. */
    private static final class Ended extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A disk that is full from the second write on, or not. */
    private static final class FullDisk implements SessionStore {
        private final SessionStore disk;
        private boolean full;

        FullDisk(SessionStore disk) {
            this.disk = disk;
        }

        @Override
        public Optional<StoredSession> load() {
            return disk.load();
        }

        @Override
        public void save(StoredSession session) {
            if (full) {
                throw new AuthException(AuthFailure.INCOMPLETE, "no space left");
            }
            disk.save(session);
        }

        @Override
        public boolean delete() {
            return disk.delete();
        }

        @Override
        public Object stamp() {
            return disk.stamp();
        }

        @Override
        public boolean stampIsEnough() {
            return disk.stampIsEnough();
        }
    }

    @TempDir
    Path directory;

    private AuthRig rig;

    @BeforeEach
    void signIn() {
        rig = new AuthRig(directory);
        rig.storage.store().save(Sessions.endingAt(ManualClock.NOON, "rt-1"));
    }

    private void endAt(RenewalStep last) {
        SessionCredentials ending = rig.start(step -> {
            if (step == last) {
                throw new Ended();
            }
        });
        assertThatThrownBy(ending::current).isInstanceOf(Ended.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = RenewalStep.class,
            names = {"LOCKED", "READ", "MARKED"})
    void endBeforeTheIssuerWasAskedCostsNothing(RenewalStep last) {
        rig.issuer.then(Sessions.reply(SECOND, "rt-2"));
        endAt(last);
        assertThat(rig.issuer.asked()).isEmpty();

        assertThat(given(rig.start().current()).accessToken()).isEqualTo(SECOND);
    }

    @Test
    void endBetweenResponseAndDiskIsReported() {
        rig.issuer.then(Sessions.reply(SECOND, "rt-2")).thenRefuses("refresh_token_reused");
        endAt(RenewalStep.ANSWERED);

        AuthException failure = failure(rig.start().current());

        assertThat(failure)
                .hasMessageContaining("a renewal was interrupted before the new tokens could be saved")
                .hasMessageEndingWith("Run: airelay login");
        assertThat(failure(rig.start().current())).hasMessage(failure.getMessage());
        assertThat(rig.issuer.asked()).hasSize(2);
    }

    @Test
    void issuerThatForgivesTheLostAnswerKeepsTheSession() {
        rig.issuer.then(Sessions.reply(SECOND, "rt-2")).then(Sessions.reply(SECOND, "rt-3"));
        endAt(RenewalStep.ANSWERED);

        given(rig.start().current());

        assertThat(rig.stored().tokens().refresh()).contains("rt-3");
    }

    @Test
    void unfinishedRenewalIsTriedAtTheNextStartThoughTheTokenStillHolds() {
        StoredSession holding = Sessions.endingAt(ManualClock.NOON.plus(Duration.ofDays(1)), "rt-1");
        rig.storage.store().save(holding);
        rig.storage
                .journal()
                .write(new RenewalRecord(Sha256.hex("rt-1"), RenewalRecord.State.STARTED, "", false, ManualClock.NOON));
        rig.issuer.thenRefuses("refresh_token_reused");
        SessionCredentials source = rig.start();

        assertThat(given(source.current())).isEqualTo(holding.credentials());
        assertThat(given(source.current())).isEqualTo(holding.credentials());
        assertThat(rig.issuer.asked()).hasSize(1);
        assertThat(rig.storage.status().warnings()).singleElement().asString().contains("a renewal was interrupted");
    }

    @ParameterizedTest
    @EnumSource(
            value = RenewalStep.class,
            names = {"SAVED", "CLEARED"})
    void endAfterTheTokensWereStoredCostsNothing(RenewalStep last) {
        rig.issuer.then(Sessions.reply(SECOND, "rt-2"));
        endAt(last);

        assertThat(given(rig.start().current()).accessToken()).isEqualTo(SECOND);
        assertThat(rig.issuer.asked()).hasSize(1);
    }

    @Test
    void tokensThatCouldNotBeStoredAreStoredLaterAndNotUsedBefore() {
        FullDisk disk = new FullDisk(new FileStore(rig.file));
        AuthRig narrow = new AuthRig(directory, disk);
        narrow.issuer.then(Sessions.reply(SECOND, "rt-2"));
        SessionCredentials source = narrow.start();
        disk.full = true;

        assertThat(failure(source.current())).hasMessage("no space left");
        assertThat(failure(source.current())).hasMessage("no space left");
        disk.full = false;

        assertThat(given(source.current()).accessToken()).isEqualTo(SECOND);
        assertThat(narrow.stored().tokens().refresh()).contains("rt-2");
        assertThat(narrow.issuer.asked()).hasSize(1);
    }

    @Test
    void tokensThatCouldNotBeStoredDoNotReplaceALaterLogin() {
        FullDisk disk = new FullDisk(new FileStore(rig.file));
        AuthRig narrow = new AuthRig(directory, disk);
        narrow.issuer.then(Sessions.reply(SECOND, "rt-2"));
        SessionCredentials source = narrow.start();
        disk.full = true;
        failure(source.current());

        rig.storage.signIn(Sessions.reply(SECOND, "rt-login"));
        disk.full = false;
        given(source.current());

        assertThat(rig.stored().tokens().refresh()).contains("rt-login");
    }

    @Test
    void stopWhileTheIssuerAnswersDoesNotLoseTheTokens() {
        rig.issuer.then(() -> {
            Thread.currentThread().interrupt();
            return Sessions.reply(SECOND, "rt-2");
        });

        CompletableFuture<Credentials> answer = rig.start().current().toCompletableFuture();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(answer).isCompleted();
        assertThat(rig.stored().tokens().refresh()).contains("rt-2");
    }

    @Test
    void stopBeforeTheIssuerAnswersIsAFailureThatMayPass() {
        rig.issuer
                .then(() -> {
                    throw new InterruptedException();
                })
                .then(Sessions.reply(SECOND, "rt-2"));
        SessionCredentials source = rig.start();

        AuthException failure = failure(source.current());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.failure()).isEqualTo(AuthFailure.REFRESH_FAILED);
        assertThat(given(source.current()).accessToken()).isEqualTo(SECOND);
    }

    @Test
    void sendsNoRequestIfTheRecordCannotBeWritten() throws IOException {
        Files.createDirectories(rig.storage.journal().file().resolve("not-empty"));

        assertThat(failure(rig.start().current())).hasMessageContaining("auth.renewal.json cannot be written");
        assertThat(rig.issuer.asked()).isEmpty();
    }
}
