package dev.airelay.server.upstream;

import static dev.airelay.server.GenerationRig.OPENED;
import static dev.airelay.server.GenerationRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthFailure;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.call.CallObserver;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.server.GenerationRig;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanLimitCacheTest {
    private static final String MODEL = "gpt-5.5";
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private final GenerationRig rig = new GenerationRig();
    private final StoredLogin login = new StoredLogin();
    private long now = Long.MAX_VALUE - 1_000_000_000L;
    private final PlanLimitCache cache = new PlanLimitCache(login, LIFETIME, InstantSource.system(), () -> now);
    private final List<CallObserver> upstream = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<PlanLimitCache.Known> repeated = new ArrayList<>();

    /** A login that another process may replace. */
    private static final class StoredLogin implements CredentialSource {
        private Credentials now = new Credentials("token", "account");
        private boolean signedOut;
        private CompletableFuture<Credentials> slow = new CompletableFuture<>();
        private boolean isSlow;

        @Override
        public CompletionStage<Credentials> current() {
            if (isSlow) {
                return slow;
            }
            return signedOut
                    ? CompletableFuture.failedFuture(AuthFailure.MISSING.exception())
                    : CompletableFuture.completedFuture(now);
        }

        @Override
        public CompletionStage<Credentials> afterRejection(Credentials rejected) {
            return current();
        }
    }

    @AfterEach
    void releaseAll() {
        rig.channel.finishAndReleaseAll();
    }

    private void ask(String model) {
        CallObserver watch = cache.watch(model);
        cache.find(rig.ctx.executor(), model, known -> {
            if (known.isPresent()) {
                repeated.add(known.get());
                record(new UpstreamException(known.get().failure()));
            } else {
                CompletionStage<Credentials> unused = cache.credentials().current();
                watch.onAttempt(new byte[0]);
                upstream.add(watch);
            }
        });
        rig.channel.runPendingTasks();
    }

    private static UpstreamException limit(Duration reset, String... head) {
        return new UpstreamException(
                new UpstreamFailure(
                        UpstreamFailure.Kind.LIMIT,
                        429,
                        new ApiError(
                                "The usage limit has been reached", "usage_limit_reached", null, "usage_limit_reached"),
                        Optional.ofNullable(reset)),
                new UpstreamHead(head.length == 0 ? Map.of() : Map.of(head[0], head[1])));
    }

    private static UpstreamException fiveHours() {
        return limit(Duration.ofHours(5));
    }

    /** Asks, and has the upstream answer with the limit. */
    private void useUp(String model) {
        ask(model);
        fail(upstream.size() - 1, fiveHours());
    }

    private void record(UpstreamException failure) {
        failures.add("failure " + failure.failure().retryAfter().orElse(null));
    }

    private void fail(int call, UpstreamException failure) {
        upstream.get(call).onFailure(failure);
        record(failure);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void succeed(CallObserver sink, UpstreamHead head) {
        sink.onOpen(head);
        sink.onEvent(event("response.output_text.delta"));
        sink.onEvent(event("response.completed"));
        sink.onComplete();
    }

    @Test
    void repeatsTheLimitWithoutAskingTheUpstream() {
        useUp(MODEL);
        pass(Duration.ofSeconds(12));

        ask(MODEL);

        assertThat(upstream).hasSize(1);
        assertThat(failures).containsExactly("failure PT5H", "failure PT4H59M48S");
        assertThat(repeated).singleElement().satisfies(known -> {
            assertThat(known.age()).isEqualTo(Duration.ofSeconds(12));
            assertThat(known.nextTry()).isEqualTo(Duration.ofSeconds(48));
            assertThat(known.disclosure()).isEqualTo("age=12; next-try=48");
        });
    }

    @Test
    void asksAgainAfterItsLifetimeAndOnlyOneRequestDoes() {
        useUp(MODEL);
        pass(LIFETIME);

        ask(MODEL);
        ask(MODEL);
        ask(MODEL);

        assertThat(upstream).hasSize(2);
        assertThat(repeated).hasSize(2);
    }

    @Test
    void answersFromTheUpstreamAgainAsSoonAsOneSucceeds() {
        useUp(MODEL);
        pass(LIFETIME);
        ask(MODEL);

        upstream.get(1).onOpen(OPENED);
        upstream.get(1).onEvent(event("response.created"));
        ask(MODEL);
        assertThat(upstream).as("no word of the model yet").hasSize(2);
        upstream.get(1).onEvent(event("response.output_text.delta"));
        ask(MODEL);

        assertThat(upstream).hasSize(3);
    }

    @Test
    void requestThatNeverGetsAnAnswerHoldsTheOthersForSecondsOnly() {
        useUp(MODEL);
        pass(LIFETIME);
        ask(MODEL);

        pass(Duration.ofSeconds(5));
        ask(MODEL);

        assertThat(upstream).hasSize(3);
    }

    @Test
    void nobodyIsRefusedAfterTheReset() {
        ask(MODEL);
        fail(0, limit(Duration.ofSeconds(3)));
        pass(Duration.ofMillis(2_999));
        ask(MODEL);
        assertThat(upstream).hasSize(1);

        pass(Duration.ofMillis(1));
        ask(MODEL);
        ask(MODEL);

        assertThat(upstream).hasSize(3);
    }

    @Test
    void limitWithoutResetTimeReportsTheNextAttempt() {
        ask(MODEL);
        fail(0, limit(null));
        pass(Duration.ofSeconds(10));

        ask(MODEL);

        assertThat(failures).containsExactly("failure null", "failure null");
        assertThat(repeated)
                .singleElement()
                .satisfies(known -> assertThat(known.secondsUntilNextTry()).isEqualTo(50));
    }

    @Test
    void modelsHaveSeparateLimitsUntilOneWithoutItsOwnSucceeds() {
        useUp("gpt-5.5");
        ask("gpt-5.3-codex-spark");
        assertThat(upstream).hasSize(2);

        succeed(upstream.get(1), OPENED);
        ask("gpt-5.5");

        assertThat(upstream).hasSize(3);
    }

    @Test
    void successUnderAnotherLimitChangesNothing() {
        ask("gpt-5.5");
        fail(0, limit(Duration.ofHours(5), "x-codex-active-limit", "codex"));
        ask("gpt-5.3-codex-spark");
        succeed(upstream.get(1), new UpstreamHead(Map.of("x-codex-active-limit", "codex-bengalfox")));

        ask("gpt-5.5");
        assertThat(upstream).hasSize(2);

        ask("gpt-5.2");
        succeed(upstream.get(2), new UpstreamHead(Map.of("x-codex-active-limit", "codex")));
        ask("gpt-5.5");
        assertThat(upstream).hasSize(4);
    }

    @Test
    void otherCredentialsForgetTheLimit() {
        useUp(MODEL);

        login.now = new Credentials("another-token", "account");
        ask(MODEL);

        assertThat(upstream).hasSize(2);
        assertThat(repeated).isEmpty();
    }

    @Test
    void signOutForgetsTheLimit() {
        useUp(MODEL);

        login.signedOut = true;
        ask(MODEL);

        assertThat(upstream)
                .as("the upstream call says what is wrong with the login")
                .hasSize(2);
    }

    @Test
    void limitOfAnEarlierLoginIsNotRemembered() {
        ask(MODEL);
        login.now = new Credentials("another-token", "another-account");
        ask(MODEL);

        fail(0, fiveHours());
        ask(MODEL);

        assertThat(upstream).hasSize(3);
    }

    @Test
    void limitInTheStreamCountsToo() {
        ask(MODEL);
        upstream.get(0).onOpen(OPENED);
        upstream.get(0)
                .onEvent(GenerationRig.json(
                        "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"usage_limit_reached\"}}}"));

        ask(MODEL);

        assertThat(upstream).hasSize(1);
    }

    @Test
    void otherFailuresAreNotRemembered() {
        ask(MODEL);
        fail(0, GenerationRig.unreachable());
        ask(MODEL);
        upstream.get(1)
                .onFailure(new UpstreamException(new UpstreamFailure(
                        UpstreamFailure.Kind.LIMIT,
                        429,
                        new ApiError("Slower.", "rate_limit_error", null, "rate_limit_exceeded"),
                        Optional.of(Duration.ofSeconds(20)))));

        ask(MODEL);

        assertThat(upstream).hasSize(3);
    }

    @Test
    void remembersNothingWhenTurnedOff() {
        PlanLimitCache off = new PlanLimitCache(login, Duration.ZERO, InstantSource.system(), () -> now);
        List<Optional<PlanLimitCache.Known>> found = new ArrayList<>();
        off.watch(MODEL).onFailure(fiveHours());

        off.find(rig.ctx.executor(), MODEL, found::add);

        assertThat(found).containsExactly(Optional.empty());
    }

    @Test
    void namesOfModelsAreBounded() {
        for (int i = 0; i < 10_000; i++) {
            cache.watch("model-" + i).onFailure(fiveHours());
        }
        int remembered = 0;
        for (int i = 0; i < 10_000; i++) {
            int before = upstream.size();
            ask("model-" + i);
            remembered += upstream.size() == before ? 1 : 0;
        }

        assertThat(remembered).isBetween(1, 64);
    }
}
