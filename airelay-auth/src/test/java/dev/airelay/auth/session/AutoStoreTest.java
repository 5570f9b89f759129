package dev.airelay.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.AuthRig;
import dev.airelay.auth.FakeKeyring;
import dev.airelay.auth.ManualClock;
import dev.airelay.auth.ScriptedIssuer;
import dev.airelay.auth.Sessions;
import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.issuer.TokenReply;
import dev.airelay.auth.keyring.Keyring;
import dev.airelay.auth.keyring.KeyringException;
import dev.airelay.base.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the session is kept in the modes auto and keyring. */
class AutoStoreTest {
    private static final Instant LATER = ManualClock.NOON.plus(Duration.ofDays(10));
    private static final KeyringException LOCKED = new KeyringException("the keyring is locked");

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final FakeKeyring keyring = new FakeKeyring();
    private Path file;
    private SessionStorage auto;

    @BeforeEach
    void open() {
        file = directory.resolve("auth.json");
        auto = SessionStorage.of(StorageMode.AUTO, file, keyring, clock);
    }

    private static TokenReply login(String refreshToken) {
        return Sessions.reply(Sessions.accessToken("x", LATER), refreshToken);
    }

    private String refreshToken() {
        return auto.load().flatMap(session -> session.tokens().refresh()).orElse("none");
    }

    @Test
    void keyringThatWorksHoldsTheSessionAndTheFileGoes() throws IOException {
        keyring.fails(LOCKED);
        auto.signIn(login("rt-1"));
        assertThat(file).exists();
        keyring.works();
        clock.advance(AutoStore.REST);

        auto.signIn(login("rt-2"));

        assertThat(file).doesNotExist();
        assertThat(keyring.secrets()).containsOnlyKeys(Keyring.account(file));
        assertThat(refreshToken()).isEqualTo("rt-2");
    }

    @Test
    void accountIsTheHashOfTheDirectory() throws IOException {
        assertThat(Keyring.account(file))
                .isEqualTo(
                        "cli|" + Sha256.hex(directory.toRealPath().toString()).substring(0, 16));
        assertThat(Keyring.SERVICE).isEqualTo("AIRelay Auth");
    }

    @Test
    void accountIsTheSameBeforeTheDirectoryIsThereAlsoBelowALink() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        Path below = link.resolve("data/auth.json");
        String before = Keyring.account(below);

        Files.createDirectory(real.resolve("data"));

        assertThat(Keyring.account(below)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "KEYRING"})
    void keyringThatIsLockedLaterDoesNotSignOut(StorageMode mode) {
        SessionStorage storage = SessionStorage.of(mode, file, keyring, clock);
        storage.signIn(login("rt-1"));
        SessionCredentials source = new SessionCredentials(storage, new ScriptedIssuer(), Runnable::run);
        Credentials before = AuthRig.given(source.current());
        keyring.fails(LOCKED);

        clock.advance(Duration.ofMinutes(2));
        assertThat(AuthRig.given(source.current())).isEqualTo(before);
        assertThatThrownBy(storage::load).hasMessageContaining("the keyring is locked");

        clock.advance(Duration.between(clock.instant(), LATER.minus(RenewalRule.AHEAD)));
        assertThat(AuthRig.given(source.current())).as("cannot be renewed now").isEqualTo(before);
    }

    @Test
    void signOutInTheKeyringCountsThoughItIsLockedLater() throws KeyringException {
        auto.signIn(login("rt-1"));
        SessionCredentials source = new SessionCredentials(auto, new ScriptedIssuer(), Runnable::run);
        AuthRig.given(source.current());
        keyring.delete(Keyring.account(file));
        clock.advance(SessionCache.KEYRING_ANSWER_STANDS);
        assertThat(AuthRig.failure(source.current()).failure()).isEqualTo(AuthFailure.MISSING);
        keyring.fails(LOCKED);

        clock.advance(SessionCache.KEYRING_ANSWER_STANDS);

        assertThat(AuthRig.failure(source.current()).failure()).isEqualTo(AuthFailure.MISSING);
    }

    @Test
    void keyringThatFailsLeavesTheFileWithoutNoise() {
        keyring.fails(LOCKED);

        auto.signIn(login("rt-1"));

        assertThat(refreshToken()).isEqualTo("rt-1");
        assertThat(auto.status().readyForRequests()).isTrue();
        assertThat(auto.status().warnings()).isEmpty();
        assertThat(auto.status().keyringService()).isEqualTo("AIRelay Auth");
    }

    @Test
    void missingKeyringIsNotProblem() {
        keyring.fails(KeyringException.notInstalled("secret-tool"));

        assertThat(auto.load()).isEmpty();
        assertThat(auto.status().warnings()).isEmpty();
        assertThat(AuthRig.signOut(auto)).isEqualTo(new SignOut.Outcome(false, Optional.empty(), Optional.empty()));
    }

    @Test
    void signedOutOwnerIsWarnedOfUnreadableKeyring() {
        keyring.fails(LOCKED);

        assertThat(auto.load()).isEmpty();
        assertThat(auto.status().warnings()).singleElement().asString().contains("the keyring is locked");
    }

    @Test
    void ofTwoSessionsTheOneRenewedLaterCounts() {
        auto.signIn(login("rt-old"));
        keyring.fails(LOCKED);
        clock.advance(Duration.ofMinutes(1));
        auto.signIn(login("rt-new"));
        keyring.works();
        clock.advance(AutoStore.REST);

        assertThat(refreshToken()).isEqualTo("rt-new");
    }

    @Test
    void keyringThatFailedIsLeftAloneForAMinute() {
        keyring.fails(LOCKED);
        auto.load();
        auto.load();
        assertThat(keyring.reads()).isEqualTo(1);

        clock.advance(AutoStore.REST);
        auto.load();
        assertThat(keyring.reads()).isEqualTo(2);
    }

    @Test
    void brokenJsonInTheKeyringIsReportedUnlessTheFileHasASession() {
        keyring.secrets().put(Keyring.account(file), "{\"tokens\": eyJhbGciOi}");

        AuthException failure = catchThrowableOfType(AuthException.class, () -> auto.load());
        assertThat(failure).hasMessageStartingWith("The keyring entry is not valid JSON");
        assertThat(failure.getMessage()).doesNotContain("eyJ");
        assertThat(auto.status().warnings()).singleElement().asString().startsWith("The keyring entry");

        new FileStore(file).save(Sessions.endingAt(LATER, "rt-file"));
        assertThat(refreshToken()).isEqualTo("rt-file");
    }

    @Test
    void brokenFileBesideASessionInTheKeyringDoesNoHarm() throws IOException {
        auto.signIn(login("rt-1"));
        Files.writeString(file, "{ broken");

        assertThat(refreshToken()).isEqualTo("rt-1");
    }

    @Test
    void signingOutDeletesBoth() {
        auto.signIn(login("rt-1"));
        new FileStore(file).save(Sessions.endingAt(LATER, "rt-file"));

        assertThat(AuthRig.signOut(auto))
                .isEqualTo(new SignOut.Outcome(true, Optional.of(AuthRig.REVOKED), Optional.empty()));

        assertThat(keyring.secrets()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void signOutReportsKeyringThatMayStillHaveTheSession() {
        new FileStore(file).save(Sessions.endingAt(LATER, "rt-file"));
        keyring.fails(LOCKED);

        SignOut.Outcome outcome = AuthRig.signOut(auto);

        assertThat(outcome.existed()).isTrue();
        assertThat(outcome.left().orElseThrow()).contains("may still contain the session", "the keyring is locked");
        assertThat(file).doesNotExist();
    }

    @Test
    void signingOutEmptiesTheKeyringThoughTheFileStays() throws IOException {
        auto.signIn(login("rt-1"));
        Files.createDirectories(file.resolve("not-empty"));

        SignOut.Outcome outcome = AuthRig.signOut(auto);

        assertThat(outcome.left().orElseThrow()).contains("cannot be deleted");
        assertThat(keyring.secrets()).isEmpty();
    }

    @Test
    void modeKeyringSaysWhatIsWrong() {
        SessionStorage strict = SessionStorage.of(StorageMode.KEYRING, file, keyring, clock);
        keyring.fails(LOCKED);

        AuthException failure = catchThrowableOfType(AuthException.class, () -> strict.signIn(login("s3cret")));

        assertThat(failure)
                .hasMessageContaining("cannot be saved in the keyring (the keyring is locked)")
                .hasMessageContaining("auth.storage");
        assertThat(failure.getMessage()).doesNotContain("s3cret");
        assertThat(file).doesNotExist();
    }

    @Test
    void modeFileNeverTouchesTheKeyring() {
        SessionStorage plain = SessionStorage.of(StorageMode.FILE, file, keyring, clock);
        plain.signIn(login("rt-1"));

        AuthRig.given(new SessionCredentials(plain, new ScriptedIssuer(), Runnable::run).current());
        AuthRig.signOut(plain);

        assertThat(keyring.reads()).isZero();
    }

    @Test
    void answerOfTheKeyringStandsForThreeSeconds() {
        auto.signIn(login("rt-1"));
        SessionCredentials source = new SessionCredentials(auto, new ScriptedIssuer(), Runnable::run);
        AuthRig.given(source.current());
        int before = keyring.reads();

        clock.advance(SessionCache.KEYRING_ANSWER_STANDS.minusMillis(1));
        AuthRig.given(source.current());
        assertThat(keyring.reads()).isEqualTo(before);

        clock.advance(Duration.ofMillis(1));
        AuthRig.given(source.current());
        assertThat(keyring.reads()).isEqualTo(before + 1);

        clock.advance(Duration.ofMinutes(-5));
        AuthRig.given(source.current());
        assertThat(keyring.reads()).isEqualTo(before + 2);
    }
}
