package dev.airelay.auth.session;

import dev.airelay.auth.issuer.Credentials;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Always the same credentials; for tests, demonstrations and programs that manage the session themselves.
 *
 * @param credentials the result of every call
 */
public record StaticCredentials(Credentials credentials) implements CredentialSource {
    @Override
    public CompletionStage<Credentials> current() {
        return CompletableFuture.completedFuture(credentials);
    }
}
