package dev.airelay.backend.call;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthException;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks for credentials and brings the answer back to the event loop, whatever thread it comes from. */
final class CredentialRequest {

    private static final System.Logger LOG = System.getLogger(CredentialRequest.class.getName());

    private final Supplier<CompletionStage<Credentials>> source;
    private final EventLoop loop;

    CredentialRequest(Supplier<CompletionStage<Credentials>> source, EventLoop loop) {
        this.source = source;
        this.loop = loop;
    }

    /**
     * Asks; exactly one of the two is called, on the loop. A source that breaks its promise, by throwing or by giving
     * nothing, has refused.
     */
    void send(Consumer<Credentials> granted, Consumer<UpstreamFailure> refused) {
        CompletableFuture.completedFuture(this)
                .thenCompose(asked -> source.get())
                .whenComplete((credentials, failure) -> onLoop(() -> {
                    if (credentials != null) {
                        granted.accept(credentials);
                    } else {
                        refused.accept(refusal(failure));
                    }
                }));
    }

    private static UpstreamFailure refusal(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof AuthException)) {
            // Its text is left out: it may quote a token.
            LOG.log(
                    System.Logger.Level.ERROR,
                    "event=credentials_unavailable cause={0}",
                    cause == null ? "none" : cause.getClass().getName());
        }
        return cause instanceof OutOfMemoryError ? UpstreamFailure.outOfMemory() : AuthFailures.of(cause);
    }

    private void onLoop(Runnable step) {
        if (loop.inEventLoop()) {
            step.run();
        } else if (!loop.isShuttingDown()) {
            loop.execute(step);
        }
    }
}
