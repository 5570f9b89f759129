package dev.airelay.backend.call;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthException;
import dev.airelay.backend.account.WorkspaceRouting;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gets the credentials of an exchange, on any thread, and continues on the event loop. */
final class LoginRequest {

    private static final System.Logger LOG = System.getLogger(LoginRequest.class.getName());

    /** The credentials of a request, and the routing of their account. */
    record Login(Credentials credentials, WorkspaceRouting routing) {}

    private final Supplier<CompletionStage<Credentials>> source;
    private final ClientContext wiring;
    private final EventLoop loop;
    private final Runnable waits;

    /**
     * Creates a request that is not sent yet.
     *
     * @param source called once for the credentials
     * @param waits called on the loop if the account's routing is not known yet
     */
    LoginRequest(Supplier<CompletionStage<Credentials>> source, ClientContext wiring, EventLoop loop, Runnable waits) {
        this.source = source;
        this.wiring = wiring;
        this.loop = loop;
        this.waits = waits;
    }

    /**
     * Requests the credentials; exactly one of the two is called, on the loop. A source that breaks its contract, by
     * throwing or returning null, counts as refused.
     */
    void send(Consumer<Login> granted, Consumer<UpstreamFailure> refused) {
        CompletionStage<Credentials> asked;
        try {
            asked = source.get();
        } catch (RuntimeException | Error broken) {
            asked = CompletableFuture.failedStage(broken);
        }
        if (asked == null) {
            refused.accept(refusal(null));
            return;
        }
        CompletionStage<Login> unused = asked.thenCompose(this::routed)
                .whenComplete((login, failure) -> onLoop(() -> {
                    if (login != null) {
                        granted.accept(login);
                    } else {
                        refused.accept(refusal(failure));
                    }
                }));
    }

    private CompletionStage<Login> routed(@Nullable Credentials credentials) {
        if (credentials == null) {
            return CompletableFuture.failedStage(new IllegalStateException("the source gave no credentials"));
        }
        CompletionStage<WorkspaceRouting> routing = wiring.routing(credentials, loop);
        if (!routing.toCompletableFuture().isDone()) {
            onLoop(waits);
        }
        return routing.thenApply(known -> new Login(credentials, known));
    }

    private UpstreamFailure refusal(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof UpstreamException misplaced) {
            return misplaced.failure();
        }
        if (!(cause instanceof AuthException)) {
            // Its message is omitted: it may quote a token.
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
