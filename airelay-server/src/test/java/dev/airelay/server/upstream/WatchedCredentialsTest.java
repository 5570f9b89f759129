package dev.airelay.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthException;
import dev.airelay.auth.session.AuthFailure;
import dev.airelay.auth.session.CredentialSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class WatchedCredentialsTest {
    private final List<String> events = new ArrayList<>();
    private CompletableFuture<Credentials> next = credentials("one");

    private final CredentialSource watched = new WatchedCredentials(this::next, new WatchedCredentials.Watcher() {
        @Override
        public void changed(Credentials now, boolean first) {
            events.add((first ? "first " : "changed ") + now.accessToken());
        }

        @Override
        public void unavailable(AuthException why) {
            events.add(why.failure().code());
        }

        @Override
        public void availableAgain() {
            events.add("again");
        }
    });

    private CompletionStage<Credentials> next() {
        return next;
    }

    private static CompletableFuture<Credentials> credentials(String token) {
        return CompletableFuture.completedFuture(new Credentials(token, "acct"));
    }

    @Test
    void changesAreReportedOnce() {
        assertThat(watched.current()).isCompletedWithValue(new Credentials("one", "acct"));
        assertThat(watched.current()).isSameAs(next);
        next = credentials("two");
        assertThat(watched.current()).isSameAs(next);

        assertThat(events).containsExactly("first one", "changed two");
    }

    @Test
    void lossAndReturnAreReportedOnce() {
        assertThat(watched.current()).isSameAs(next);
        next = CompletableFuture.failedFuture(AuthFailure.MISSING.exception());
        assertThat(watched.current()).isSameAs(next);
        assertThat(watched.current()).isSameAs(next);
        next = CompletableFuture.failedFuture(AuthFailure.REJECTED.exception());
        assertThat(watched.current()).isSameAs(next);
        next = credentials("one");
        assertThat(watched.current()).isSameAs(next);

        assertThat(events).containsExactly("first one", "upstream_auth_missing", "upstream_auth_rejected", "again");
    }
}
