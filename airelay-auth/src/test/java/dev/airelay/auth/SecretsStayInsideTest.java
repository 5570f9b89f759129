package dev.airelay.auth;

import static dev.airelay.auth.AuthRig.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.issuer.TokenReply;
import dev.airelay.auth.keyring.Keyring;
import dev.airelay.auth.keyring.KeyringException;
import dev.airelay.auth.session.AuthException;
import dev.airelay.auth.session.RenewalOutcome;
import dev.airelay.auth.session.SessionCredentials;
import dev.airelay.auth.session.SessionImport;
import dev.airelay.auth.session.SessionStorage;
import dev.airelay.auth.session.SignOut;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.auth.session.StorageMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** No token is in any text that a person, a log or a client may get to see. */
class SecretsStayInsideTest {
    private static final Instant LATER = ManualClock.NOON.plus(Duration.ofDays(10));
    private static final String ACCESS = Sessions.accessToken("s3cret", LATER);
    private static final String REFRESH = "s3cret-refresh";
    private static final List<String> SECRETS =
            List.of(ACCESS, REFRESH, Sessions.idToken(Sessions.ACCOUNT), "s3cret", Jwt.part("s3cret"), "eyJ");

    @TempDir
    Path directory;

    private final List<String> texts = new ArrayList<>();
    private AuthRig rig;

    @BeforeEach
    void open() {
        rig = new AuthRig(directory);
    }

    private void see(Object... shown) {
        for (Object each : shown) {
            texts.add(String.valueOf(each));
        }
    }

    private void see(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        texts.add(text.toString());
    }

    private void assertNothingSeen() {
        assertThat(texts).isNotEmpty().allSatisfy(text -> assertThat(text).doesNotContain(SECRETS));
    }

    @Test
    void textFormsHoldNone() {
        SessionStorage.SignedIn first = rig.storage.signIn(Sessions.reply(ACCESS, REFRESH));
        SessionStorage.SignedIn second = rig.storage.signIn(Sessions.reply(ACCESS, REFRESH));
        SessionCredentials source = rig.start();
        Credentials credentials = AuthRig.given(source.current());

        see(first, second, second.superseded(), source, credentials, rig.storage, rig.storage.store());
        see(rig.stored(), rig.stored().tokens(), rig.stored().rest(), new SignOut(rig.storage));
        see(new RenewalOutcome.Renewed(rig.stored()), rig.storage.status(), new StaticCredentials(credentials));
        see(JsonMapper.shared().writeValueAsString(rig.storage.status()));
        assertNothingSeen();
    }

    @Test
    void journalHoldsNone() throws IOException {
        rig.storage.store().save(Sessions.endingAt(ManualClock.NOON, REFRESH));
        rig.issuer.thenFails("timeout").thenRefuses("refresh_token_reused");
        SessionCredentials source = rig.start();

        see(failure(source.current()));
        see(Files.readString(rig.storage.journal().file()));
        see(failure(source.current()));
        see(Files.readString(rig.storage.journal().file()));
        see(rig.storage.journal(), rig.storage.journal().find(REFRESH).orElseThrow());
        see(rig.storage.status());

        assertThat(texts).anyMatch(text -> text.contains("REFUSED"));
        assertNothingSeen();
    }

    @Test
    void failuresHoldNone() throws IOException {
        String broken = "{\"tokens\":{\"access_token\":\"" + ACCESS + "\",\"refresh_token\":\"" + REFRESH + "\" oops}}";
        Files.writeString(rig.file, broken);
        see(failure(rig.start().current()));
        see(catchThrowableOfType(AuthException.class, () -> SessionImport.read(rig.file)));

        FakeKeyring keyring = new FakeKeyring();
        keyring.secrets().put(Keyring.account(rig.file), broken);
        SessionStorage strict = SessionStorage.of(StorageMode.KEYRING, rig.file, keyring, rig.clock);
        see(catchThrowableOfType(AuthException.class, strict::load));
        see(strict, strict.store(), strict.status());
        keyring.fails(new KeyringException("locked"));
        see(catchThrowableOfType(AuthException.class, () -> strict.signIn(Sessions.reply(ACCESS, REFRESH))));
        see(catchThrowableOfType(
                AuthException.class,
                () -> rig.storage.signIn(new TokenReply(
                        Optional.of(Sessions.idToken("acc-9")), Optional.of(ACCESS), Optional.of(REFRESH)))));
        assertNothingSeen();
    }

    @Test
    void afterASignOutNoFileHoldsAny() throws IOException {
        rig.storage.signIn(Sessions.reply(ACCESS, REFRESH));
        rig.storage.signIn(Sessions.reply(ACCESS, REFRESH));

        AuthRig.signOut(rig.storage);

        see("swept");
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                see(Files.readString(file));
            }
        }
        assertNothingSeen();
    }
}
