package dev.airelay.backend;

import dev.airelay.auth.AuthException;
import dev.airelay.auth.CredentialSource;
import dev.airelay.auth.Credentials;
import dev.airelay.transforms.UpstreamFailure;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks for credentials and brings the answer back to the event loop, whatever thread it comes from. */
final class CredentialRequest {

    private final CredentialSource source;
    private final EventLoop loop;

    CredentialRequest(CredentialSource source, EventLoop loop) {
        this.source = source;
        this.loop = loop;
    }

    /** Asks; exactly one of the two is called, on the loop. */
    void send(Consumer<Credentials> granted, Consumer<UpstreamFailure> refused) {
        CompletionStage<Credentials> answer;
        try {
            answer = source.current();
        } catch (AuthException none) {
            refused.accept(AuthFailures.of(none));
            return;
        }
        answer.whenComplete((credentials, failure) -> onLoop(() -> {
            if (failure == null) {
                granted.accept(credentials);
            } else {
                refused.accept(AuthFailures.of(withoutWrapper(failure)));
            }
        }));
    }

    private void onLoop(Runnable step) {
        if (loop.inEventLoop()) {
            step.run();
        } else if (!loop.isShuttingDown()) {
            loop.execute(step);
        }
    }

    private static @Nullable Throwable withoutWrapper(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }
}
