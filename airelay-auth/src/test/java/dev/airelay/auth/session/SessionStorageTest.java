package dev.airelay.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.AuthRig;
import dev.airelay.auth.ManualClock;
import dev.airelay.auth.Sessions;
import dev.airelay.auth.issuer.Revocation;
import dev.airelay.auth.issuer.TokenReply;
import dev.airelay.base.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in, its binding, and sign-out. */
class SessionStorageTest {
    private static final Instant LATER = ManualClock.NOON.plus(Duration.ofDays(10));
    private static final String ACCESS = Sessions.accessToken("first", LATER);

    @TempDir
    Path directory;

    private AuthRig rig;

    @BeforeEach
    void open() {
        rig = new AuthRig(directory);
    }

    private AuthException refusal(TokenReply reply) {
        return catchThrowableOfType(AuthException.class, () -> rig.storage.signIn(reply));
    }

    private static TokenReply replyOf(String account) {
        return new TokenReply(
                Optional.of(Sessions.idToken(account)),
                Optional.of(Sessions.accessToken("x", LATER, account)),
                Optional.of("rt-" + account));
    }

    @Test
    void firstLoginBindsTheRelayToItsAccount() {
        SessionStorage.SignedIn signedIn = rig.storage.signIn(Sessions.reply(ACCESS, "rt-1"));

        assertThat(signedIn.superseded()).isEmpty();
        assertThat(rig.stored().boundAccountId()).contains(Sessions.ACCOUNT);
        assertThat(rig.stored().lastRefresh()).contains(ManualClock.NOON);
        assertThat(rig.stored().tokens().accountId()).contains(Sessions.ACCOUNT);
        assertThat(rig.stored().credentials()).isEqualTo(signedIn.session().credentials());
    }

    @Test
    void secondLoginOfTheSameAccountReturnsTheSupersededTokens() {
        rig.storage.signIn(Sessions.reply(ACCESS, "rt-1"));

        SessionStorage.SignedIn again = rig.storage.signIn(Sessions.reply(ACCESS, "rt-2"));

        assertThat(again.superseded().orElseThrow().refreshToken()).contains("rt-1");
        assertThat(rig.stored().tokens().refresh()).contains("rt-2");
    }

    @Test
    void loginOfAnotherAccountIsRefusedWithTheFix() {
        rig.storage.signIn(replyOf("acc-1"));

        AuthException refusal = refusal(replyOf("acc-2"));

        assertThat(refusal.failure()).isEqualTo(AuthFailure.ACCOUNT_MISMATCH);
        assertThat(refusal)
                .hasMessageContaining("acc-2")
                .hasMessageContaining("acc-1")
                .hasMessageContaining("airelay logout");
        assertThat(rig.stored().tokens().refresh()).contains("rt-acc-1");
    }

    @Test
    void copyOfAnotherProgramsSessionIsNotToBeRevokedUntilItIsRenewed() throws IOException {
        Path other = directory.resolve("other.json");
        Files.write(other, SessionJson.pretty(Sessions.endingAt(LATER, "rt-copy")));
        rig.storage.adopt(SessionImport.read(other));

        assertThat(rig.storage.signIn(Sessions.reply(ACCESS, "rt-1")).superseded())
                .isEmpty();

        rig.storage.adopt(SessionImport.read(other));
        rig.storage.store().save(rig.stored().renewed(Sessions.reply(ACCESS, "rt-2"), ManualClock.NOON));
        assertThat(rig.storage.signIn(Sessions.reply(ACCESS, "rt-3")).superseded())
                .hasValueSatisfying(old -> assertThat(old.refreshToken()).contains("rt-2"));
    }

    @Test
    void afterASignOutAnotherAccountMaySignIn() {
        rig.storage.signIn(replyOf("acc-1"));

        assertThat(AuthRig.signOut(rig.storage))
                .isEqualTo(new SignOut.Outcome(true, Optional.of(AuthRig.REVOKED), Optional.empty()));
        rig.storage.signIn(replyOf("acc-2"));

        assertThat(rig.stored().boundAccountId()).contains("acc-2");
    }

    @Test
    void tokensOfTwoAccountsAreRefused() {
        TokenReply mixed = new TokenReply(
                Optional.of(Sessions.idToken("acc-1")),
                Optional.of(Sessions.accessToken("x", LATER, "acc-2")),
                Optional.of("rt"));

        assertThat(refusal(mixed).failure()).isEqualTo(AuthFailure.ACCOUNT_MISMATCH);
        assertThat(rig.file).doesNotExist();
    }

    @Test
    void tokensThatNameNoAccountAreRefused() {
        TokenReply nameless = new TokenReply(Optional.empty(), Optional.of("opaque"), Optional.of("rt"));

        assertThat(refusal(nameless)).hasMessageContaining("do not name an account");
        assertThat(rig.file).doesNotExist();
    }

    @Test
    void loginRepairsUnreadableFile() throws IOException {
        Files.writeString(rig.file, "{ broken");

        rig.storage.signIn(Sessions.reply(ACCESS, "rt-1"));

        assertThat(rig.stored().tokens().refresh()).contains("rt-1");
    }

    @Test
    void case17SigningOutGivesTheTokensToRevokeAndDeletesEverything() throws IOException {
        rig.storage.signIn(Sessions.reply(ACCESS, "rt-1"));
        rig.storage
                .journal()
                .write(new RenewalRecord(
                        Sha256.hex("rt-1"), RenewalRecord.State.REFUSED, "code", false, ManualClock.NOON));
        List<String> revoked = new ArrayList<>();
        SignOut signOut = new SignOut(rig.storage);

        assertThat(signOut.run(session -> noted(session, revoked)).existed()).isTrue();
        assertThat(signOut.run(session -> noted(session, revoked)))
                .isEqualTo(new SignOut.Outcome(false, Optional.empty(), Optional.empty()));

        assertThat(revoked).containsExactly("rt-1");
        try (var files = Files.list(directory)) {
            assertThat(files.map(Path::getFileName)).containsExactly(Path.of("auth.lock"));
        }
    }

    private static Revocation noted(TokenReply session, List<String> revoked) {
        revoked.add(session.refreshToken().orElse("none"));
        return AuthRig.REVOKED;
    }

    @Test
    void interruptDuringRevocationStillDeletesTheSession() {
        rig.storage.signIn(Sessions.reply(ACCESS, "rt-1"));

        SignOut.Outcome outcome = new SignOut(rig.storage).run(session -> {
            Thread.currentThread().interrupt();
            return AuthRig.REVOKED;
        });

        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        assertThat(outcome.left()).isEmpty();
        assertThat(rig.storage.load()).isEmpty();
    }

    @Test
    void case17FileThatCannotBeReadIsDeletedToo() throws IOException {
        Files.writeString(rig.file, "{ broken");

        assertThat(AuthRig.signOut(rig.storage).existed()).isTrue();
        assertThat(rig.file).doesNotExist();
    }

    @Test
    void case17ReportsFilesThatCannotBeDeleted() throws IOException {
        Files.createDirectories(rig.file.resolve("not-empty"));

        SignOut.Outcome outcome = AuthRig.signOut(rig.storage);

        assertThat(outcome.left().orElseThrow()).startsWith(rig.file + " cannot be deleted");
    }

    @Test
    void signOutWaitsForRenewalInProgressAndRevokesItsTokens() throws Exception {
        List<String> revoked = new CopyOnWriteArrayList<>();
        rig.storage.store().save(Sessions.endingAt(ManualClock.NOON, "rt-1"));
        Thread[] signingOut = new Thread[1];
        rig.issuer.then(() -> {
            signingOut[0] = new Thread(
                    () -> new SignOut(new AuthRig(directory).storage).run(session -> noted(session, revoked)));
            signingOut[0].start();
            return Sessions.reply(ACCESS, "rt-2");
        });

        AuthRig.given(rig.start().current());
        signingOut[0].join();

        assertThat(rig.storage.load()).isEmpty();
        assertThat(revoked).containsExactly("rt-2");
    }
}
