package dev.airelay.backend.call;

import static dev.airelay.backend.call.RecordingSink.COMPLETE;
import static dev.airelay.backend.call.RecordingSink.FAILURE;
import static dev.airelay.backend.call.RecordingSink.FLUSH;
import static dev.airelay.backend.call.RecordingSink.OPEN;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.account.WorkspaceRouting;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.Network;
import dev.airelay.backend.connect.Outbound;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The states of a call, on a clock that stands still and over a transport that does what the test says. */
class UpstreamCallTest {

    private static final Duration HOLD_BACK = Duration.ofSeconds(2);
    private static final String DELTA = "response.output_text.delta";
    private static final UpstreamFailure UNREACHABLE =
            UpstreamFailure.server(502, "upstream_unreachable", "It is not there.");

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final RecordingSink sink = new RecordingSink();
    private final List<FakeExchange> exchanges = new ArrayList<>();
    private final List<String> observed = new ArrayList<>();
    private boolean observesAll;
    private final Deque<Duration> waits = new ArrayDeque<>();
    private final Meter meter = new Meter();
    private int requests;
    private boolean unmakeable;
    private boolean object;
    private UpstreamCall call;

    @BeforeEach
    void start() {
        time.freezeTime();
        call = call(plan(false, Duration.ZERO), HOLD_BACK, sink);
        call.start();
        time.runPendingTasks();
    }

    @AfterEach
    void close() {
        time.close();
    }

    private void restart(CallPlan plan) {
        restart(plan, HOLD_BACK, sink);
    }

    private void restart(CallPlan plan, Duration holdBack, UpstreamSink other) {
        exchanges.clear();
        observed.clear();
        call = call(plan, holdBack, other);
        call.start();
        time.runPendingTasks();
    }

    private UpstreamCall call(CallPlan plan, Duration holdBack, UpstreamSink receiver) {
        BackendOptions options = BackendOptions.defaults(URI.create("http://127.0.0.1:1/backend-api/codex"))
                .withHoldBack(holdBack);
        CredentialSource credentials = () -> CompletableFuture.completedStage(Rig.CREDENTIALS);
        ClientContext context = new ClientContext(
                options,
                credentials,
                new Network(Outbound.direct(), options.connectTimeout(), Runnable::run),
                InstantSource.system());
        return new UpstreamCall(
                time.eventLoop(),
                context,
                FakeExchange::new,
                () -> {
                    requests++;
                    if (unmakeable) {
                        throw new OutOfMemoryError("no room for the request");
                    }
                    return object
                            ? OutgoingRequest.object("/compact", new byte[0], "session", options)
                            : OutgoingRequest.stream("/responses", new byte[0], "session");
                },
                plan,
                receiver);
    }

    private CallPlan plan(boolean whole, Duration longest) {
        return plan(whole, longest, CallPlan.Check.PASS);
    }

    private CallPlan plan(boolean whole, Duration longest, CallPlan.Check check) {
        return new CallPlan(
                failure -> Optional.ofNullable(waits.poll()),
                check,
                whole,
                longest,
                meter,
                List.of(new Observing()),
                Optional.empty(),
                Optional.empty());
    }

    private void pass(long millis) {
        time.advanceTimeBy(millis, MILLISECONDS);
        time.runScheduledPendingTasks();
        time.runPendingTasks();
    }

    private FakeExchange exchange(int attempt) {
        return exchanges.get(attempt);
    }

    private static HttpResponse head(int status, String type) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        head.headers().set("content-type", type);
        return head;
    }

    private static String event(String type) {
        return "{\"type\":\"" + type + "\"}";
    }

    private static String delta(int bytes) {
        return "{\"type\":\"" + DELTA + "\",\"delta\":\"" + "x".repeat(bytes) + "\"}";
    }

    // ---- Holding back ----

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response.created",
                "response.queued",
                "response.in_progress",
                "response.output_item.added",
                "codex.rate_limits",
                "keepalive",
                "something.new"
            })
    void holdsEventWithoutContent(String type) {
        exchange(0).streams().read(event(type));

        assertThat(sink.unread()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {DELTA, "response.completed", "response.incomplete"})
    void opensWithContent(String type) {
        exchange(0).streams().read(event("response.created"), event(type));

        assertThat(sink.unread()).startsWith(OPEN, "response.created", type);
    }

    @Test
    void holdsForItsTimeFromTheFirstEventOn() {
        exchange(0).streams().read(event("response.created"));
        pass(1500);
        exchange(0).read(event("response.in_progress"));
        pass(499);
        assertThat(sink.unread()).isEmpty();

        pass(1);

        assertThat(sink.unread()).containsExactly(OPEN, "response.created", "response.in_progress", FLUSH);
    }

    @Test
    void holdsNothingWithoutTime() {
        restart(plan(false, Duration.ZERO), Duration.ZERO, sink);

        exchange(0).streams().read(event("response.created"));

        assertThat(sink.unread()).containsExactly(OPEN, "response.created", FLUSH);
    }

    @Test
    void opensWhenTooManyEventsAreHeld() {
        exchange(0).streams();
        for (int i = 0; i < 63; i++) {
            exchange(0).read(event("keepalive"));
        }
        assertThat(sink.unread()).isEmpty();

        exchange(0).read(event("keepalive"));

        assertThat(sink.unread()).hasSize(66).startsWith(OPEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.failed", "error"})
    void failsOnFailureBeforeContent(String type) {
        exchange(0).streams().read(event("response.created"), event(type), event(DELTA));

        assertThat(sink.unread()).containsExactly(FAILURE);
        assertThat(exchange(0).calls).contains("finish");
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.completed", "response.failed", "error", "response.done"})
    void ignoresEverythingAfterTheTerminalEvent(String type) {
        exchange(0).streams().read(event(DELTA), event(type), event(DELTA));
        exchange(0).breaks(UpstreamFailure.incompleteStream());

        assertThat(sink.unread()).containsExactly(OPEN, DELTA, type, COMPLETE);
        assertThat(exchange(0).calls).containsOnlyOnce("finish");
    }

    @Test
    void flushesOnlyAfterEvents() {
        exchange(0).streams().read(event(DELTA));
        exchange(0).read();

        assertThat(sink.unread()).containsExactly(OPEN, DELTA, FLUSH);
    }

    // ---- Attempts ----

    @Test
    void makesTheNextAttemptAfterTheWait() {
        waits.add(Duration.ofMillis(100));
        exchange(0).breaks(UNREACHABLE);
        pass(99);
        assertThat(exchanges).hasSize(1);

        pass(1);
        exchange(1).streams().read(event("response.completed"));

        assertThat(sink.unread()).containsExactly(OPEN, "response.completed", COMPLETE);
        assertThat(requests).isEqualTo(2);
        assertThat(observed).containsExactly("attempt", "failure", "attempt", "open", "response.completed", "complete");
    }

    @Test
    void reportsTheLastFailure() {
        waits.add(Duration.ofMillis(100));
        exchange(0).breaks(UNREACHABLE);
        pass(100);
        exchange(1).breaks(UNREACHABLE);
        pass(10_000);

        assertThat(exchanges).hasSize(2);
        assertThat(sink.unread()).containsExactly(FAILURE);
    }

    @Test
    void doesNotRepeatResponseThatHasBegun() {
        waits.add(Duration.ofMillis(100));
        exchange(0).streams().read(event(DELTA));
        exchange(0).breaks(UNREACHABLE);
        pass(10_000);

        assertThat(exchanges).hasSize(1);
        assertThat(sink.unread()).containsExactly(OPEN, DELTA, FLUSH, FAILURE);
    }

    @Test
    void makesNoAttemptAfterCancel() {
        waits.add(Duration.ofMillis(100));
        exchange(0).breaks(UNREACHABLE);

        call.cancel();
        pass(10_000);

        assertThat(exchanges).hasSize(1);
        assertThat(sink.unread()).isEmpty();
    }

    @Test
    void staysPausedInTheNextAttempt() {
        waits.add(Duration.ofMillis(100));
        exchange(0).breaks(UNREACHABLE);
        call.pause();
        pass(100);
        call.resume();
        call.cancel();

        assertThat(exchange(1).calls).containsExactly("pause", "start", "resume", "cancel");
    }

    @Test
    void beginsWholeResponseWithContent() {
        restart(plan(true, Duration.ZERO), Duration.ZERO, sink);
        waits.add(Duration.ZERO);
        exchange(0).streams().read(event("response.created"), event("error"));
        pass(0);
        assertThat(exchange(0).calls).contains("cancel");

        exchange(1).streams().read(event(DELTA));
        waits.add(Duration.ZERO);
        exchange(1).breaks(UNREACHABLE);
        pass(10_000);

        assertThat(exchanges).hasSize(2);
        assertThat(sink.unread()).containsExactly(OPEN, "response.created", DELTA, FLUSH, FAILURE);
    }

    @Test
    void passesOnFailureEventThatIsNotRepeated() {
        restart(plan(true, Duration.ZERO), Duration.ZERO, sink);
        exchange(0).streams().read(event("response.created"), event("error"));

        assertThat(sink.unread()).containsExactly(OPEN, "response.created", "error", COMPLETE);
    }

    @Test
    void showsObserverFirstContentAndTheEnd() {
        exchange(0).streams().read(event("response.created"), event(DELTA), event(DELTA));
        exchange(0).streams().read(event(DELTA), event("codex.rate_limits"), event("response.completed"));

        assertThat(observed)
                .containsExactly(
                        "attempt",
                        "open",
                        "response.created",
                        DELTA,
                        "codex.rate_limits",
                        "response.completed",
                        "complete");
    }

    @Test
    void showsEveryEventToObserverThatWantsAll() {
        observesAll = true;
        exchange(0).streams().read(event("response.created"), event(DELTA), event(DELTA), event("response.completed"));

        assertThat(observed)
                .containsExactly("attempt", "open", "response.created", DELTA, DELTA, "response.completed", "complete");
    }

    @Test
    void sendsStaleRequestOnceMoreOnFreshConnection() {
        exchange(0).stale();
        exchange(1).streams().read(event("response.completed"));

        assertThat(exchange(1).fresh).isTrue();
        assertThat(requests).isEqualTo(1);
        assertThat(observed).containsExactly("attempt", "open", "response.completed", "complete");
    }

    @Test
    void renewsRejectedLoginOnce() {
        exchange(0).head(401);
        assertThat(exchanges).as("what was refused stands in the body").hasSize(1);
        exchange(0).ends();
        exchange(1).head(401);
        exchange(1).ends();

        assertThat(exchanges).hasSize(2);
        assertThat(sink.unread()).containsExactly(FAILURE);
        assertThat(observed).containsExactly("attempt", "failure");
    }

    @Test
    void isNotMadeWhenTheCheckFails() {
        restart(plan(false, Duration.ZERO, verdict -> verdict.accept(Optional.of(known()))));

        assertThat(exchanges).isEmpty();
        assertThat(sink.unread()).containsExactly(FAILURE);
    }

    private CallPlan.KnownFailure known() {
        return new CallPlan.KnownFailure(UNREACHABLE, () -> observed.add("known"));
    }

    @Test
    void reportsKnownFailureOnlyWhileItIsWanted() {
        List<Consumer<Optional<CallPlan.KnownFailure>>> verdicts = new ArrayList<>();
        restart(plan(false, Duration.ZERO, verdicts::add));
        verdicts.get(0).accept(Optional.of(known()));
        assertThat(observed).containsExactly("known");

        restart(plan(false, Duration.ZERO, verdicts::add));
        call.cancel();
        verdicts.get(1).accept(Optional.of(known()));

        assertThat(observed).isEmpty();
        assertThat(sink.unread()).containsExactly(FAILURE);
    }

    /** Nobody is called when the verdict comes later: what is thrown would be seen by nobody. */
    @Test
    void failsWhenItCannotBeMadeAfterTheCheck() {
        List<Consumer<Optional<CallPlan.KnownFailure>>> verdicts = new ArrayList<>();
        restart(plan(false, Duration.ZERO, verdicts::add));
        unmakeable = true;

        verdicts.get(0).accept(Optional.empty());

        assertThat(sink.unread()).containsExactly(FAILURE);
    }

    @Test
    void objectIsObservedBeforeTheSinkGetsIt() {
        List<String> order = new ArrayList<>();
        UpstreamSink receiving = new UpstreamSink() {
            @Override
            public boolean onObject(UpstreamObject object, ObjectNode json) {
                order.addAll(observed);
                return true;
            }

            @Override
            public void onFailure(UpstreamException failure) {
                order.add(FAILURE);
            }
        };
        object = true;
        restart(plan(true, Duration.ZERO), HOLD_BACK, receiving);
        exchange(0).head(200);
        exchange(0).part("{}");
        exchange(0).ends();

        assertThat(order).containsExactly("attempt", "open");
        assertThat(observed).containsExactly("attempt", "open", "complete");
    }

    @Test
    void isNotMadeWhenCanceledDuringTheCheck() {
        List<Consumer<Optional<CallPlan.KnownFailure>>> verdicts = new ArrayList<>();
        restart(plan(false, Duration.ZERO, verdicts::add));

        call.cancel();
        verdicts.get(0).accept(Optional.empty());
        time.runPendingTasks();

        assertThat(exchanges).isEmpty();
        assertThat(sink.unread()).isEmpty();
    }

    @Test
    void staysPausedThroughTheCheck() {
        List<Consumer<Optional<CallPlan.KnownFailure>>> verdicts = new ArrayList<>();
        restart(plan(false, Duration.ZERO, verdicts::add));

        call.pause();
        verdicts.get(0).accept(Optional.empty());
        time.runPendingTasks();
        call.resume();

        assertThat(exchange(0).calls).containsExactly("pause", "start", "resume");
    }

    // ---- Total time-out ----

    @Test
    void failsOnceWhenItTakesTooLong() {
        restart(plan(false, Duration.ofSeconds(60)), Duration.ZERO, sink);
        exchange(0).streams().read(event("response.created"));
        pass(60_000);
        exchange(0).read(event("response.completed"));

        assertThat(sink.unread()).containsExactly(OPEN, "response.created", FLUSH, FAILURE);
        assertThat(failure().status()).isEqualTo(504);
        assertThat(failure().error().code()).isEqualTo("upstream_timeout");
        assertThat(exchange(0).calls).contains("cancel");
        assertThat(observed).endsWith("cancel");
    }

    @Test
    void isNotTimedAfterItsEnd() {
        restart(plan(false, Duration.ofSeconds(60)));
        exchange(0).streams().read(event("response.completed"));
        pass(60_000);

        assertThat(sink.unread()).containsExactly(OPEN, "response.completed", COMPLETE);
    }

    @Test
    void isNotTimedWhenItCannotBeStarted() {
        CallPlan plan = plan(false, Duration.ofSeconds(60), verdict -> {
            throw new IllegalStateException("closed");
        });

        assertThatThrownBy(() -> restart(plan)).isInstanceOf(IllegalStateException.class);
        pass(60_000);

        assertThat(sink.unread()).isEmpty();
    }

    @Test
    void reportsNothingAfterCancel() {
        restart(plan(false, Duration.ofSeconds(60)));
        call.cancel();
        pass(60_000);
        exchange(0).streams().read(event(DELTA));

        assertThat(sink.unread()).isEmpty();
        assertThat(exchange(0).calls).endsWith("cancel");
    }

    @Test
    void lastsForEverWithoutTotalTimeout() {
        pass(1_000_000_000L);

        assertThat(sink.unread()).isEmpty();
    }

    // ---- Memory ----

    @Test
    void waitsForMemoryAndKeepsTheOrder() {
        exchange(0).streams();
        meter.free = 0;
        exchange(0).read(delta(100_000), event(DELTA), event("response.completed"));

        assertThat(sink.unread()).containsExactly(OPEN);
        assertThat(exchange(0).calls).contains("pause");

        pass(3_000);
        meter.free = Long.MAX_VALUE;
        pass(20);

        assertThat(sink.unread()).containsExactly(OPEN, DELTA, DELTA, "response.completed", FLUSH, COMPLETE);
    }

    @Test
    void readsOnWithMemoryUnlessTheClientIsSlow() {
        exchange(0).streams().read(event(DELTA));
        meter.free = 0;
        exchange(0).part("data: " + "x".repeat(100_000));
        assertThat(exchange(0).calls).endsWith("pause");

        call.pause();
        meter.free = Long.MAX_VALUE;
        pass(20);
        assertThat(exchange(0).calls).doesNotContain("resume");
        call.resume();

        assertThat(exchange(0).calls).endsWith("resume");
    }

    @Test
    void clientThatReadsAgainDoesNotEndTheWaitForMemory() {
        exchange(0).streams().read(event(DELTA));
        meter.free = 0;
        exchange(0).part("data: " + "x".repeat(100_000));

        call.pause();
        call.resume();

        assertThat(exchange(0).calls).doesNotContain("resume");
    }

    @Test
    void endsWithOutOfMemoryAfterItsPatience() {
        exchange(0).streams();
        meter.free = 0;
        exchange(0).read(delta(100_000));
        pass(meter.patience().toMillis() - 100);
        assertThat(sink.unread()).containsExactly(OPEN);

        pass(200);
        exchange(0).read(event(DELTA));
        pass(60_000);

        assertThat(sink.unread()).containsExactly(OPEN, FAILURE);
        assertThat(failure().error().code()).isEqualTo("out_of_memory");
        assertThat(failure().retryAfter()).isPresent();
        assertThat(exchange(0).calls).endsWith("cancel");
    }

    @Test
    void endsAtOnceWithoutRetryAfterWhenLargerThanAllMemory() {
        exchange(0).streams();
        meter.free = 0;
        meter.largest = 169_532;
        exchange(0).read(delta(300_000));

        assertThat(sink.unread()).containsExactly(OPEN, FAILURE);
        assertThat(failure().status()).isEqualTo(503);
        assertThat(failure().retryAfter()).as("it would fail again").isEmpty();
        assertThat(failure().error().message()).contains("169532 bytes", "-Xmx");
    }

    @Test
    void endsTooLargeResponse() {
        exchange(0).streams().read(event(DELTA));
        meter.maxBytes = 2000;
        exchange(0).read(delta(2000));

        assertThat(sink.unread()).containsExactly(OPEN, DELTA, FLUSH, FAILURE);
        assertThat(failure().error().code()).isEqualTo("answer_too_large");
        assertThat(failure().error().message()).contains("2000", "upstream.max_answer_bytes");
        assertThat(exchange(0).calls).endsWith("cancel");
    }

    @Test
    void failsAfterTheEventsThatWaitForMemory() {
        exchange(0).streams();
        meter.free = 0;
        exchange(0).read(delta(100_000));
        exchange(0).breaks(UNREACHABLE);
        assertThat(sink.unread()).containsExactly(OPEN);

        meter.free = Long.MAX_VALUE;
        pass(20);

        assertThat(sink.unread()).containsExactly(OPEN, DELTA, FLUSH, FAILURE);
    }

    @Test
    void isQuietWhenCanceledWhileItWaitsForMemory() {
        exchange(0).streams();
        meter.free = 0;
        exchange(0).read(delta(100_000));

        call.cancel();
        meter.free = Long.MAX_VALUE;
        pass(60_000);

        assertThat(sink.unread()).containsExactly(OPEN);
        assertThat(exchange(0).calls).endsWith("cancel");
    }

    // ---- Mistakes of our own ----

    @Test
    void sinkThatThrowsEndsTheCallAsOurOwnMistake() {
        RecordingSink failing = new RecordingSink() {
            @Override
            public void onOpen(UpstreamHead opened) {
                throw new IllegalStateException("the sink's own mistake");
            }
        };
        restart(plan(false, Duration.ZERO), HOLD_BACK, failing);
        exchange(0).streams().read(event("response.created"));
        pass(2000);

        assertThat(failing.unread()).containsExactly(FAILURE);
        assertThat(exchange(0).calls).endsWith("cancel");
    }

    @Test
    void sinkMayDealWithItsOwnMistake() {
        List<Throwable> dealtWith = new ArrayList<>();
        RuntimeException mistake = new IllegalStateException("the sink's own mistake");
        RecordingSink failing = new RecordingSink() {
            @Override
            public void onComplete() {
                throw mistake;
            }

            @Override
            public boolean onBroken(Throwable thrown) {
                return dealtWith.add(thrown);
            }
        };
        restart(plan(false, Duration.ZERO), HOLD_BACK, failing);
        exchange(0).streams().read(event("response.completed"));

        assertThat(dealtWith).containsExactly(mistake);
        assertThat(failing.unread()).containsExactly(OPEN, "response.completed");
    }

    private UpstreamFailure failure() {
        UpstreamException reported = sink.failure;
        if (reported == null) {
            throw new AssertionError("no failure was reported");
        }
        return reported.failure();
    }

    /** Does what the test says, and notes what it is asked to do. */
    private final class FakeExchange implements Transport.Exchange {
        private final List<String> calls = new ArrayList<>();
        private final boolean fresh;
        private final UpstreamCall receiver;

        FakeExchange(
                OutgoingRequest request,
                Supplier<CompletionStage<Credentials>> login,
                boolean fresh,
                UpstreamCall receiver) {
            this.fresh = fresh;
            this.receiver = receiver;
            exchanges.add(this);
        }

        FakeExchange streams() {
            receiver.onHead(UpstreamCallTest.head(200, "text/event-stream"));
            return this;
        }

        void head(int status) {
            receiver.onHead(UpstreamCallTest.head(status, "application/json"));
        }

        void read(String... events) {
            StringBuilder text = new StringBuilder();
            for (String event : events) {
                text.append("data: ").append(event).append("\n\n");
            }
            part(text.toString());
        }

        void part(String text) {
            ByteBuf piece = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
            receiver.onContent(piece);
            piece.release();
            receiver.onReadComplete();
        }

        void ends() {
            receiver.onEnd();
        }

        void breaks(UpstreamFailure failure) {
            receiver.onFailure(failure);
        }

        void stale() {
            receiver.onStale();
        }

        @Override
        public long heldBytes() {
            return 0;
        }

        @Override
        public WorkspaceRouting routing() {
            return WorkspaceRouting.FREE;
        }

        @Override
        public void start() {
            calls.add("start");
        }

        @Override
        public void cancel() {
            calls.add("cancel");
        }

        @Override
        public void finish() {
            calls.add("finish");
        }

        @Override
        public void pause() {
            calls.add("pause");
        }

        @Override
        public void resume() {
            calls.add("resume");
        }

        @Override
        public @Nullable Credentials used() {
            return Rig.CREDENTIALS;
        }
    }

    private static final class Meter implements AnswerMeter {
        private long free = Long.MAX_VALUE;
        private long largest = Long.MAX_VALUE;
        private long maxBytes = Long.MAX_VALUE;

        @Override
        public long maxBytes() {
            return maxBytes;
        }

        @Override
        public long largest() {
            return largest;
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }

        @Override
        public boolean hold(long bytes) {
            return bytes <= free;
        }
    }

    private final class Observing implements CallObserver {
        @Override
        public boolean everyEvent() {
            return observesAll;
        }

        @Override
        public void onAttempt(byte[] body) {
            observed.add("attempt");
        }

        @Override
        public void onOpen(UpstreamHead head) {
            observed.add("open");
        }

        @Override
        public void onEvent(UpstreamEvent event) {
            observed.add(event.type().wireName());
        }

        @Override
        public void onComplete() {
            observed.add("complete");
        }

        @Override
        public void onFailure(UpstreamException failure) {
            observed.add("failure");
        }

        @Override
        public void onCancel() {
            observed.add("cancel");
        }
    }
}
