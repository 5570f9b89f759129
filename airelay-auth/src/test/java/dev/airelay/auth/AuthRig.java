package dev.airelay.auth;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.issuer.Revocation;
import dev.airelay.auth.session.AuthException;
import dev.airelay.auth.session.FileStore;
import dev.airelay.auth.session.RenewalStep;
import dev.airelay.auth.session.SessionCredentials;
import dev.airelay.auth.session.SessionRenewal;
import dev.airelay.auth.session.SessionStorage;
import dev.airelay.auth.session.SessionStore;
import dev.airelay.auth.session.SignOut;
import dev.airelay.auth.session.StorageMode;
import dev.airelay.auth.session.StoredSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A storage in a directory, on a clock that stands, with a scripted issuer. */
public final class AuthRig {
    public final ManualClock clock = new ManualClock();
    public final ScriptedIssuer issuer = new ScriptedIssuer();
    public final Path file;
    public final SessionStorage storage;

    public AuthRig(Path directory) {
        this(directory, new FileStore(directory.resolve("auth.json")));
    }

    AuthRig(Path directory, SessionStore store) {
        this.file = directory.resolve("auth.json");
        this.storage = new SessionStorage(
                StorageMode.FILE, file, new SessionStorage.Parts(store, Duration.ofSeconds(10)), clock);
    }

    /** A relay that starts now, on the calling thread. */
    public SessionCredentials start() {
        return new SessionCredentials(storage, issuer, Runnable::run);
    }

    public SessionCredentials start(Consumer<RenewalStep> steps) {
        return new SessionCredentials(storage, new SessionRenewal(storage, issuer, steps), Runnable::run);
    }

    public StoredSession stored() {
        return storage.load().orElseThrow();
    }

    /** The answer of {@link #signOut}'s issuer. */
    public static final Revocation REVOKED = new Revocation(true, "ended");

    /** Signs out at an issuer that agrees. */
    public static SignOut.Outcome signOut(SessionStorage storage) {
        return new SignOut(storage).run(session -> REVOKED);
    }

    public static Credentials given(CompletionStage<Credentials> stage) {
        return stage.toCompletableFuture().join();
    }

    public static AuthException failure(CompletionStage<Credentials> stage) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> given(stage));
        return (AuthException) thrown.getCause();
    }
}
