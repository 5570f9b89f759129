package dev.airelay.auth;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Credentials from the session file, followed as it changes: a login or sign-out by another process counts from the
 * next request on. Does not renew the session.
 *
 * <p>All file work runs on the executor given. The file is looked at on every call and read when its time, size or
 * identity changed. Failures are not kept.
 */
public final class FileCredentials implements CredentialSource {
    private record Snapshot(FileStamp stamp, Credentials credentials) {}

    private final SessionFile file;
    private final Executor executor;
    private volatile Optional<Snapshot> seen = Optional.empty();

    /**
     * Credentials from this file.
     *
     * @param executor runs file work; must not be an event loop
     */
    public FileCredentials(SessionFile file, Executor executor) {
        this.file = file;
        this.executor = executor;
    }

    @Override
    public CompletionStage<Credentials> current() {
        CompletableFuture<Credentials> result = new CompletableFuture<>();
        try {
            executor.execute(() -> complete(result));
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(new AuthException(
                    AuthFailure.INCOMPLETE, "the stored session cannot be read now, the relay is busy or stopping"));
        }
        return result;
    }

    private void complete(CompletableFuture<Credentials> result) {
        try {
            result.complete(read());
        } catch (AuthException failed) {
            result.completeExceptionally(failed);
        }
    }

    private Credentials read() {
        // The stamp is taken before the content: a write in between shows as a change next time.
        Optional<FileStamp> stamp = FileStamp.of(file.path());
        Optional<Snapshot> known = seen.filter(snapshot -> stamp.isPresent() && snapshot.stamp.equals(stamp.get()));
        if (known.isPresent()) {
            return known.get().credentials;
        }
        Credentials credentials =
                file.read().orElseThrow(AuthFailure.MISSING::exception).credentials();
        seen = stamp.map(version -> new Snapshot(version, credentials));
        return credentials;
    }
}
