package dev.airelay.backend.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthFailure;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountCacheTest {

    private static final Duration TTL = Duration.ofMinutes(5);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<CompletableFuture<String>> asked = new ArrayList<>();
    private Instant now = Instant.ofEpochSecond(1_000_000);
    private String account = "acct-1";
    private final CredentialSource login = () -> account.isEmpty()
            ? CompletableFuture.failedFuture(AuthFailure.MISSING.exception())
            : CompletableFuture.completedFuture(new Credentials("token", account));
    private final AccountCache<String> cache = cache(TTL);

    private AccountCache<String> cache(Duration ttl) {
        return new AccountCache<>(
                loop -> {
                    CompletableFuture<String> answer = new CompletableFuture<>();
                    asked.add(answer);
                    return answer;
                },
                login,
                ttl,
                () -> now);
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    private CompletableFuture<AccountCache.Known<String>> get() {
        return get(cache);
    }

    private CompletableFuture<AccountCache.Known<String>> get(AccountCache<String> from) {
        return from.get(channel.eventLoop()).toCompletableFuture();
    }

    private void answered(String value) {
        asked.get(asked.size() - 1).complete(value);
    }

    private void failed(String type) {
        ApiError error = new ApiError("It failed.", type, null, "code");
        asked.get(asked.size() - 1)
                .completeExceptionally(new UpstreamException(
                        new UpstreamFailure(UpstreamFailure.Kind.SERVER, 502, error, Optional.empty()), null));
    }

    private void known(String value) {
        CompletableFuture<?> first = get();
        answered(value);
        assertThat(first).isCompleted();
    }

    @Test
    void manyAtOnceAskOnce() {
        CompletableFuture<AccountCache.Known<String>> first = get();
        CompletableFuture<AccountCache.Known<String>> second = get();

        answered("a");

        assertThat(asked).hasSize(1);
        assertThat(first.join()).isEqualTo(new AccountCache.Known<>("a", now, false));
        assertThat(second.join().value()).isEqualTo("a");
    }

    @Test
    void answerIsGoodUntilItsTimeIsOver() {
        known("a");
        Instant since = now;

        now = now.plus(TTL).minusMillis(1);
        assertThat(get().join()).isEqualTo(new AccountCache.Known<>("a", since, false));
        assertThat(asked).hasSize(1);

        now = now.plusMillis(1);
        CompletableFuture<AccountCache.Known<String>> again = get();
        answered("b");
        assertThat(again.join().value()).isEqualTo("b");
    }

    @Test
    void clockThatWasSetBackMakesItOld() {
        known("a");
        now = now.minusSeconds(1);

        get();

        assertThat(asked).hasSize(2);
    }

    @Test
    void clockThatIsSetBackEndsThePauseAfterAFailure() {
        known("a");
        now = now.plus(TTL);
        CompletableFuture<AccountCache.Known<String>> failing = get();
        failed("upstream_error");
        assertThat(failing).isCompleted();

        now = now.minus(Duration.ofDays(1));
        get();
        assertThat(asked).hasSize(3);
    }

    @Test
    void valueRemainsInUseWhileTheUpstreamFailsAndIsRequestedAgainAfterAPause() {
        known("a");
        now = now.plus(TTL);

        CompletableFuture<AccountCache.Known<String>> failing = get();
        failed("upstream_error");
        assertThat(failing.join().value()).isEqualTo("a");
        assertThat(failing.join().stale()).isTrue();

        now = now.plusSeconds(29);
        assertThat(get().join().stale()).isTrue();
        assertThat(asked).hasSize(2);

        now = now.plusSeconds(1);
        get();
        assertThat(asked).hasSize(3);
    }

    @Test
    void refusedLoginIsReportedDespiteCachedValue() {
        known("a");
        now = now.plus(TTL);

        CompletableFuture<?> refused = get();
        failed(ApiError.UPSTREAM_AUTH);
        assertThat(refused).isCompletedExceptionally();

        get();
        assertThat(asked).as("asked again at once").hasSize(3);
    }

    @Test
    void failureIsReportedWithoutCachedValueAndNotCached() {
        CompletableFuture<?> failing = get();
        failed("upstream_error");

        assertThat(failing).isCompletedExceptionally();
        assertThat(failing.handle((value, failure) -> failure).join())
                .isInstanceOfAny(UpstreamException.class, CompletionException.class);
        get();
        assertThat(asked).hasSize(2);
    }

    @Test
    void anotherAccountForgets() {
        known("a");
        account = "acct-2";

        CompletableFuture<?> other = get();
        failed("upstream_error");

        assertThat(other).isCompletedExceptionally();
        assertThat(cache.peek()).isEmpty();
    }

    @Test
    void answerForAnAccountThatLeftMeanwhileIsNotGivenToTheNext() {
        CompletableFuture<AccountCache.Known<String>> first = get();
        account = "acct-2";
        CompletableFuture<AccountCache.Known<String>> second = get();
        asked.get(0).complete("of the first");
        asked.get(1).complete("of the second");

        assertThat(first.join().value()).isEqualTo("of the first");
        assertThat(second.join().value()).isEqualTo("of the second");
        assertThat(get().join().value()).isEqualTo("of the second");
    }

    @Test
    void logoutForgetsAndTheSourceSaysWhy() {
        known("a");
        account = "";

        CompletableFuture<?> none = get();
        failed(ApiError.UPSTREAM_AUTH);

        assertThat(none).isCompletedExceptionally();
        assertThat(cache.peek()).isEmpty();
    }

    @Test
    void peekingNeverAsks() {
        assertThat(cache.peek()).isEmpty();
        known("a");
        now = now.plus(TTL);

        assertThat(cache.peek().orElseThrow().value()).isEqualTo("a");
        assertThat(cache.peek().orElseThrow().stale()).isTrue();
        assertThat(asked).hasSize(1);
    }

    @Test
    void refreshingAsksWhenNeededAndPausesAfterAFailure() {
        cache.refresh(channel.eventLoop());
        cache.refresh(channel.eventLoop());
        assertThat(asked).hasSize(1);
        failed("upstream_error");

        cache.refresh(channel.eventLoop());
        assertThat(asked).hasSize(1);

        now = now.plusSeconds(30);
        cache.refresh(channel.eventLoop());
        answered("a");
        cache.refresh(channel.eventLoop());
        assertThat(asked).hasSize(2);
        assertThat(cache.peek().orElseThrow().value()).isEqualTo("a");
    }

    @Test
    void refreshingWithoutALoginAsksNothing() {
        account = "";

        cache.refresh(channel.eventLoop());

        assertThat(asked).isEmpty();
    }

    @Test
    void expiredValueIsRequestedAgain() {
        known("a");

        cache.expire();

        assertThat(cache.peek().orElseThrow().stale()).isTrue();
        get();
        assertThat(asked).hasSize(2);
    }

    @Test
    void timeOfZeroKeepsNothing() {
        AccountCache<String> none = cache(Duration.ZERO);
        CompletableFuture<AccountCache.Known<String>> first = get(none);
        answered("a");
        assertThat(first.join().value()).isEqualTo("a");

        get(none);
        none.refresh(channel.eventLoop());

        assertThat(asked).hasSize(2);
        assertThat(none.peek()).isEmpty();
    }
}
