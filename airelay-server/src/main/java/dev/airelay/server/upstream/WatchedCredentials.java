package dev.airelay.server.upstream;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthException;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.auth.session.SessionStatus;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Credentials with a watcher, which is notified when they change, end and become available again. Safe for concurrent use.
 */
public final class WatchedCredentials implements CredentialSource {
    private final CredentialSource source;
    private final Watcher watcher;
    private final AtomicReference<Credentials> last = new AtomicReference<>();
    private final AtomicReference<String> trouble = new AtomicReference<>("");
    private volatile @Nullable CompletionStage<Credentials> noted;

    /** Is notified of changes. Any thread; must not block. */
    public interface Watcher {

        /**
         * There are credentials that were not there before.
         *
         * @param first whether there were none at all
         */
        void changed(Credentials now, boolean first);

        /** There are none any more, or for another reason than before. */
        void unavailable(AuthException why);

        /** There are some again. */
        void availableAgain();
    }

    public WatchedCredentials(CredentialSource source, Watcher watcher) {
        this.source = source;
        this.watcher = watcher;
    }

    @Override
    public CompletionStage<Credentials> current() {
        return watched(source.current());
    }

    @Override
    public CompletionStage<Credentials> afterRejection(Credentials rejected) {
        return watched(source.afterRejection(rejected));
    }

    @Override
    public CompletionStage<Optional<SessionStatus>> status() {
        return source.status();
    }

    /** Returns the same stage: a dependent one would wrap its failure. */
    private CompletionStage<Credentials> watched(CompletionStage<Credentials> stage) {
        // A source returns the same stage again while nothing changes.
        if (stage != noted || !"".equals(trouble.get())) {
            noted = stage;
            CompletionStage<Credentials> unused = stage.whenComplete(this::note);
        }
        return stage;
    }

    private void note(@Nullable Credentials now, @Nullable Throwable failure) {
        if (now != null) {
            Credentials before = last.getAndSet(now);
            if (!now.equals(before)) {
                watcher.changed(now, before == null);
            }
            if (!trouble.getAndSet("").isEmpty()) {
                watcher.availableAgain();
            }
        } else {
            Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
            if (cause instanceof AuthException why
                    && !trouble.getAndSet(why.failure().code())
                            .equals(why.failure().code())) {
                watcher.unavailable(why);
            }
        }
    }
}
