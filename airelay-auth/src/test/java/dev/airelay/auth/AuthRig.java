package dev.airelay.auth;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A storage in a directory, on a clock that stands, with an issuer that does what it is told. */
final class AuthRig {
    final ManualClock clock = new ManualClock();
    final ScriptedIssuer issuer = new ScriptedIssuer();
    final Path file;
    final SessionStorage storage;

    AuthRig(Path directory) {
        this(directory, new FileStore(directory.resolve("auth.json")));
    }

    AuthRig(Path directory, SessionStore store) {
        this.file = directory.resolve("auth.json");
        this.storage = new SessionStorage(
                StorageMode.FILE, file, new SessionStorage.Parts(store, Duration.ofSeconds(10)), clock);
    }

    /** A relay that starts now, on the calling thread. */
    SessionCredentials start() {
        return new SessionCredentials(storage, issuer, Runnable::run);
    }

    SessionCredentials start(Consumer<RenewalStep> steps) {
        return new SessionCredentials(storage, new SessionRenewal(storage, issuer, steps), Runnable::run);
    }

    StoredSession stored() {
        return storage.load().orElseThrow();
    }

    /** What the issuer of {@link #signOut} says. */
    static final Revocation REVOKED = new Revocation(true, "ended");

    /** Signs out at an issuer that agrees. */
    static SignOut.Outcome signOut(SessionStorage storage) {
        return new SignOut(storage).run(session -> REVOKED);
    }

    static Credentials given(CompletionStage<Credentials> stage) {
        return stage.toCompletableFuture().join();
    }

    static AuthException failure(CompletionStage<Credentials> stage) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> given(stage));
        return (AuthException) thrown.getCause();
    }
}
