package dev.airelay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
    void theFirstLoginBindsTheRelayToItsAccount() {
        SessionStorage.SignedIn signedIn = rig.storage.signIn(Sessions.reply(ACCESS, "rt-1"));

        assertThat(signedIn.superseded()).isEmpty();
        assertThat(rig.stored().boundAccountId()).contains(Sessions.ACCOUNT);
        assertThat(rig.stored().lastRefresh()).contains(ManualClock.NOON);
        assertThat(rig.stored().tokens().accountId()).contains(Sessions.ACCOUNT);
        assertThat(rig.stored().credentials()).isEqualTo(signedIn.session().credentials());
    }

    @Test
    void aSecondLoginOfTheSameAccountTellsWhatItSuperseded() {
        rig.storage.signIn(Sessions.reply(ACCESS, "rt-1"));

        SessionStorage.SignedIn again = rig.storage.signIn(Sessions.reply(ACCESS, "rt-2"));

        assertThat(again.superseded().orElseThrow().refreshToken()).contains("rt-1");
        assertThat(rig.stored().tokens().refresh()).contains("rt-2");
    }

    @Test
    void aLoginOfAnotherAccountIsRefusedWithTheWayOut() {
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
    void afterASignOutAnotherAccountMaySignIn() {
        rig.storage.signIn(replyOf("acc-1"));

        assertThat(new SignOut(rig.storage).delete()).isEqualTo(new SignOut.Outcome(true, Optional.empty()));
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

        assertThat(refusal(nameless)).hasMessageContaining("name no account");
        assertThat(rig.file).doesNotExist();
    }

    @Test
    void aLoginMendsAFileThatCannotBeRead() throws IOException {
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
                        TokenHash.of("rt-1"), RenewalRecord.State.REFUSED, "code", false, ManualClock.NOON));
        SignOut signOut = new SignOut(rig.storage);

        assertThat(signOut.tokens().orElseThrow().refreshToken()).contains("rt-1");
        assertThat(signOut.delete().existed()).isTrue();

        assertThat(signOut.tokens()).isEmpty();
        assertThat(signOut.delete()).isEqualTo(new SignOut.Outcome(false, Optional.empty()));
        try (var files = Files.list(directory)) {
            assertThat(files.map(Path::getFileName)).containsExactly(Path.of("auth.lock"));
        }
    }

    @Test
    void case17AFileThatCannotBeReadIsDeletedToo() throws IOException {
        Files.writeString(rig.file, "{ broken");

        assertThat(new SignOut(rig.storage).delete().existed()).isTrue();
        assertThat(rig.file).doesNotExist();
    }

    @Test
    void case17WhatCannotBeDeletedIsTold() throws IOException {
        Files.createDirectories(rig.file.resolve("not-empty"));

        SignOut.Outcome outcome = new SignOut(rig.storage).delete();

        assertThat(outcome.left().orElseThrow()).startsWith(rig.file + " cannot be deleted");
    }

    @Test
    void aSignOutWaitsForARenewalUnderWay() throws Exception {
        rig.storage.store().save(Sessions.endingAt(ManualClock.NOON, "rt-1"));
        Thread[] signingOut = new Thread[1];
        rig.issuer.then(() -> {
            signingOut[0] = new Thread(() -> new SignOut(new AuthRig(directory).storage).delete());
            signingOut[0].start();
            return Sessions.reply(ACCESS, "rt-2");
        });

        AuthRig.given(rig.start().current());
        signingOut[0].join();

        assertThat(rig.storage.load()).isEmpty();
    }
}
