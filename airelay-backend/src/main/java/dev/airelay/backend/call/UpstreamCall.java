package dev.airelay.backend.call;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.backend.connect.BoundedBody;
import dev.airelay.backend.connect.RestartableTimer;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.base.DurationFormat;
import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.EmptyResponse;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.sse.SseLimitExceededException;
import dev.airelay.transforms.sse.SseListener;
import dev.airelay.transforms.sse.SseParser;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call to the upstream on behalf of one client: its attempts, a renewed login, the total time-out, the memory of the
 * response, and cancellation. Its owner sees one call that opens at most once and ends at most once.
 *
 * <pre>
 *   CHECKING ── the call would fail ──────────────────────────────────────────▶ OVER: onFailure
 *      │
 *      ▼           ┌─ 401, once: with renewed credentials; 432, once: with newly looked-up routing
 *   CALLING ◀──────┼─ closed before any byte, and the connection came from the pool, once: on a fresh one
 *    │  │  ▲       │
 *    │  │  └── WAITING ◀── failed, the response has not begun, and another attempt is due
 *    │  ├───────────┴───── failed otherwise ──────────────────────────────────▶ OVER: onFailure
 *    │  ├─ object ───────────────────────────────────────────────────────────▶ OVER: onObject
 *    │  │ event stream
 *    │  ▼
 *    │ HOLDING ── failure event, broken off ── as in CALLING
 *    │  │ content, terminal, too long, too much: onOpen
 *    │  ▼
 *    │ OPEN ── broken off, failure event ── as in CALLING if the client gets the response whole and nothing was said
 *    │  └───── terminal event ────────────────────────────────────────────────▶ OVER: onComplete
 *    └── refusal ── as in CALLING
 *
 *   total time-out, too large, no memory for too long: OVER, onFailure          cancel: OVER, nothing is called
 * </pre>
 *
 * <p>How often may one client request reach the upstream? {@link CallPlan.Retries} counts the attempts. Each may be sent a
 * second time on a fresh connection when the one from the pool turned out to be closed, and the call once more after a 401
 * and after a 432.
 *
 * <p>Memory: every event gets its room from the {@link AnswerMeter} before it is delivered. While there is none the upstream
 * is not read, and events that were read already wait in {@link #queue}.
 *
 * <p>Used on its event loop only.
 */
final class UpstreamCall implements CallHandle, SseListener {

    /** Interval at which a response that waits for memory tries again. */
    private static final int LOOK_AGAIN_MILLIS = 20;

    private static final System.Logger LOG = System.getLogger(UpstreamCall.class.getName());
    private static final JsonTrees JSON = JsonTrees.usual();
    private static final int MAX_REFUSAL_BYTES = 64 * 1024;
    private static final int MAX_HELD_EVENTS = 64;
    private static final int MAX_HELD_BYTES = 1024 * 1024;
    /** Copies bytes from network buffers for the parser, which does not retain the array. One for each loop. */
    private static final FastThreadLocal<byte[]> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[SCRATCH_BYTES];
        }
    };

    private static final int SCRATCH_BYTES = 16 * 1024;
    private static final byte[] NO_BODY = {};
    private static final CallObserver[] NOBODY = {};
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    private final EventExecutor loop;
    private final ClientContext context;
    private final Transport transport;
    private final Supplier<OutgoingRequest> requests;
    private final CallPlan plan;
    private final UpstreamSink sink;
    private final RestartableTimer patience;
    private final RestartableTimer total;
    private final AnswerMeter meter;

    private State state = State.CHECKING;
    private boolean opened;
    private boolean said;
    private boolean renewed;
    private boolean rerouted;
    private boolean paused;
    private boolean starting;

    // One attempt.
    private @Nullable OutgoingRequest request;
    private Transport.@Nullable Exchange exchange;
    private @Nullable HttpResponse head;
    private @Nullable UpstreamHead shown;
    private @Nullable SseParser parser;
    private BoundedBody body = new BoundedBody(MAX_REFUSAL_BYTES);
    private List<UpstreamEvent> held = new ArrayList<>();
    private long heldBytes;
    /** The event being received. */
    private final UpstreamEvent incoming = new UpstreamEvent();

    private CallObserver[] observingAll = NOBODY;
    private @Nullable BodyDecoder decoder;
    /** Whether the body is in a coding that is not supported. */
    private boolean unreadable;
    /** Whether the first bytes may still show that the body is not of the declared type. */
    private boolean undecided;

    private boolean ending;
    private boolean unflushed;
    private @Nullable Future<?> wait;

    // The wait for memory.
    private final Deque<UpstreamEvent> queue = new ArrayDeque<>();
    private long queuedBytes;
    private long meteredBytes;
    private @Nullable Future<?> looking;
    private @Nullable Runnable last;
    private long waitingSince;

    private enum State {
        CHECKING,
        CALLING,
        HOLDING,
        OPEN,
        WAITING,
        /** The upstream has ended; the last events wait for memory. */
        ENDING,
        OVER
    }

    /**
     * Creates a call.
     *
     * @param requests supplies each attempt's request
     */
    UpstreamCall(
            EventExecutor loop,
            ClientContext context,
            Transport transport,
            Supplier<OutgoingRequest> requests,
            CallPlan plan,
            UpstreamSink sink) {
        this.loop = loop;
        this.context = context;
        this.transport = transport;
        this.requests = requests;
        this.plan = plan;
        this.sink = sink;
        this.patience = new RestartableTimer(loop);
        this.total = new RestartableTimer(loop);
        this.meter = plan.meter();
    }

    // ---- Attempts ----

    /** Starts the call. An invalid request throws; nothing of the upstream is reported before this method returns. */
    void start() {
        if (!plan.longest().isZero()) {
            total.start(plan.longest(), () -> guarded(this::tookTooLong));
        }
        boolean started = false;
        starting = true;
        try {
            plan.check().check(this::checked);
            started = true;
        } finally {
            starting = false;
            if (!started) {
                over();
            }
        }
    }

    /** Receives the verdict of the check. An invalid request throws only to the caller of {@link #start}. */
    private void checked(Optional<CallPlan.KnownFailure> known) {
        if (starting) {
            proceed(known);
        } else {
            guarded(() -> proceed(known));
        }
    }

    private void proceed(Optional<CallPlan.KnownFailure> known) {
        if (state != State.CHECKING) {
            return;
        }
        if (known.isPresent()) {
            known.get().reporting().run();
            fail(new UpstreamException(known.get().failure()));
        } else {
            attempt();
        }
    }

    private void attempt() {
        wait = null;
        if (state != State.CHECKING && state != State.WAITING) {
            return;
        }
        state = State.CALLING;
        OutgoingRequest next = requests.get();
        if (plan.trace().isPresent()) {
            next = next.within(plan.trace().get());
        }
        request = next;
        OutgoingRequest.ObjectLimits limits = next.object();
        if (limits != null) {
            patience.start(
                    limits.deadline(),
                    () -> guarded(() -> {
                        cancelExchange();
                        attemptFailed(context.failures().wholeTimeout(limits.deadline()));
                    }));
        }
        byte[] sent = next.body() == null ? NO_BODY : next.body();
        plan.observers().forEach(observer -> observer.onAttempt(sent));
        Transport.Exchange first = send(context.credentials()::current, false);
        loop.execute(first::start);
    }

    private Transport.Exchange send(Supplier<CompletionStage<Credentials>> login, boolean fresh) {
        OutgoingRequest sent = request;
        if (sent == null) {
            throw new IllegalStateException("an attempt has no request");
        }
        Transport.Exchange next = transport.exchange(sent, login, fresh, this);
        exchange = next;
        if (!reading()) {
            next.pause();
        }
        return next;
    }

    /** Ends the attempt, which did not produce a complete response, and retries if that is due. */
    private void attemptFailed(UpstreamFailure failure) {
        UpstreamException reported = new UpstreamException(failure, shown);
        plan.observers().forEach(observer -> observer.onFailure(reported));
        Optional<Duration> before = begun() ? Optional.empty() : plan.retries().waitAfter(failure);
        if (before.isPresent()) {
            again(before.get());
        } else {
            fail(reported);
        }
    }

    private void again(Duration before) {
        state = State.WAITING;
        endAttempt();
        // The data that the attempt received is released.
        meter();
        wait = loop.schedule(() -> guarded(this::attempt), before.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void endAttempt() {
        patience.stop();
        exchange = null;
        forgetResponse();
    }

    private void forgetResponse() {
        head = null;
        shown = null;
        parser = null;
        body = new BoundedBody(MAX_REFUSAL_BYTES);
        held = new ArrayList<>();
        heldBytes = 0;
        ending = false;
        unflushed = false;
        unreadable = false;
        undecided = false;
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }

    private boolean begun() {
        return plan.whole() ? said : opened;
    }

    // ---- What the exchange reports ----

    /**
     * The connection from the pool was closed before any byte of the response: the upstream has not processed the request.
     */
    void onStale() {
        Transport.Exchange stale = exchange;
        Credentials used = stale == null ? null : stale.used();
        if (used != null) {
            send(() -> CompletableFuture.completedStage(used), true).start();
        }
    }

    /** The final head; interim responses are not shown. */
    void onHead(HttpResponse response) {
        if (state != State.CALLING) {
            return;
        }
        Transport.Exchange current = exchange;
        Credentials used = current == null ? null : current.used();
        if (response.status().code() == FailureClassifier.MISROUTED
                && !rerouted
                && current != null
                && used != null
                && context.misrouted(used, current.routing())) {
            rerouted = true;
            current.finish();
            send(() -> CompletableFuture.completedStage(used), false).start();
            return;
        }
        head = response;
        shown = UpstreamHead.of(response.headers());
        String coding = response.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (!BodyDecoder.isPlain(coding)) {
            decoder = BodyDecoder.of(coding).orElse(null);
            if (decoder == null) {
                // Its body cannot be read, but its status can.
                unreadable = true;
                if (ok(response)) {
                    // A whole generation would be read for nothing.
                    cancelExchange();
                    refused();
                }
                return;
            }
        }
        OutgoingRequest.ObjectLimits limits = request == null ? null : request.object();
        if (limits != null && ok(response)) {
            body = new BoundedBody(limits.maxBytes());
        } else if (limits == null && ok(response)) {
            undecided = Refusals.mayBeEventStream(response);
            if (undecided) {
                parser = new SseParser(context.options().maxEventBytes(), this);
                state = State.HOLDING;
            }
        }
    }

    /** A piece of the body; the buffer is valid during the call only. */
    void onContent(ByteBuf content) {
        BodyDecoder decoding = decoder;
        try {
            if (decoding != null) {
                decode(decoding, content);
            } else if (!unreadable) {
                received(content);
            }
        } catch (RuntimeException | Error thrown) {
            broken(thrown);
        }
    }

    private void decode(BodyDecoder decoding, ByteBuf content) {
        try {
            decoding.feed(content, piece -> {
                // Data after the end of the attempt is ignored.
                if (decoder == decoding) {
                    received(piece);
                }
            });
        } catch (DecompressionException damaged) {
            if (decoder == decoding && (state == State.CALLING || receiving())) {
                cancelExchange();
                attemptFailed(Refusals.undecodable(String.valueOf(damaged.getMessage())));
            }
        }
    }

    private void received(ByteBuf content) {
        if (undecided) {
            decide(content);
        }
        if (parser != null) {
            parse(parser, content);
        } else {
            gather(content);
        }
    }

    /** Checks the first bytes of a 200, because its content type may be missing or wrong. */
    private void decide(ByteBuf content) {
        int first = Refusals.firstVisible(content);
        undecided = first < 0;
        if (first >= 0 && Refusals.beginsDocument(first)) {
            parser = null;
            state = State.CALLING;
        }
    }

    private void gather(ByteBuf content) {
        boolean fits = body.add(content);
        HttpResponse responding = head;
        boolean object = request != null && request.object() != null && responding != null && ok(responding);
        if (object && !fits) {
            cancelExchange();
            attemptFailed(UpstreamFailure.server(
                    BAD_GATEWAY,
                    "answer_too_large",
                    "The upstream's response is larger than " + body.heldBytes() + " bytes."));
        } else if (object && !meter.hold(2L * body.heldBytes())) {
            // Counted twice: the object is parsed while its bytes are still held.
            cancelExchange();
            attemptFailed(UpstreamFailure.outOfMemory());
        } else if (!fits) {
            cancelExchange();
            refused();
        }
    }

    private static boolean ok(HttpResponse response) {
        return response.status().equals(HttpResponseStatus.OK);
    }

    /** The request goes over a WebSocket. */
    void onSocket() {
        plan.observers().forEach(CallObserver::onSocket);
    }

    /** A message of a WebSocket has arrived: one event. */
    void onMessage(byte[] json) {
        guarded(() -> onEvent("", json, 0, json.length));
    }

    /** The pieces of one read have been delivered. */
    void onReadComplete() {
        try {
            if (unflushed && state == State.OPEN) {
                unflushed = false;
                if (queue.isEmpty()) {
                    sink.onBatchEnd();
                }
            }
            if (parser != null && waitingBytes() != meteredBytes) {
                meter();
            }
        } catch (RuntimeException | Error thrown) {
            broken(thrown);
        }
    }

    /** The response is complete as far as HTTP is concerned. An event stream that ends without a terminal event is not. */
    void onEnd() {
        guarded(() -> {
            SseParser stream = parser;
            if (stream != null) {
                ending = true;
                stream.finish();
                if (receiving()) {
                    attemptFailed(UpstreamFailure.incompleteStream());
                }
            } else if (!objectDelivered()) {
                refused();
            }
        });
    }

    private boolean objectDelivered() {
        HttpResponse complete = head;
        UpstreamHead begun = shown;
        if (request == null || request.object() == null || complete == null || begun == null || !ok(complete)) {
            return false;
        }
        byte[] json = body.bytes();
        Optional<ObjectNode> object = parsed(json);
        if (object.isEmpty()) {
            return false;
        }
        plan.observers().forEach(observer -> observer.onOpen(begun));
        if (!sink.onObject(new UpstreamObject(begun, json), object.get())) {
            return false;
        }
        plan.observers().forEach(CallObserver::onComplete);
        over();
        return true;
    }

    private static Optional<ObjectNode> parsed(byte[] json) {
        try {
            return JSON.read(json) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    /** There will be no complete response. */
    void onFailure(UpstreamFailure failure) {
        guarded(() -> {
            boolean object = request != null && request.object() != null && head != null && ok(head);
            if (parser == null && head != null && !object) {
                refused();
            } else if (state == State.CALLING || receiving()) {
                attemptFailed(failure);
            }
        });
    }

    /** Fails with the refusal's error, even if its body was truncated or too long. */
    private void refused() {
        HttpResponse refusing = head;
        if (refusing != null && state == State.CALLING) {
            if (renewable(refusing)) {
                return;
            }
            UpstreamFailure failure = Refusals.of(refusing, body.bytes(), context.epochSeconds());
            boolean compaction = request != null && request.object() != null && request.body() != null;
            attemptFailed(compaction ? Refusals.missingRoute(refusing, failure).orElse(failure) : failure);
        }
    }

    /** Sends the request once more with renewed credentials, unless the refusal is not about them. */
    private boolean renewable(HttpResponse refusing) {
        Credentials used = exchange == null ? null : exchange.used();
        if (!refusing.status().equals(HttpResponseStatus.UNAUTHORIZED)
                || renewed
                || used == null
                || FailureClassifier.isAboutRegion(body.bytes())) {
            return false;
        }
        renewed = true;
        forgetResponse();
        send(() -> context.credentials().afterRejection(used), false).start();
        return true;
    }

    // ---- Events ----

    private void parse(SseParser stream, ByteBuf piece) {
        try {
            if (piece.hasArray()) {
                stream.feed(piece.array(), piece.arrayOffset() + piece.readerIndex(), piece.readableBytes());
                return;
            }
            byte[] scratch = SCRATCH.get();
            // A nested call uses another one.
            SCRATCH.remove();
            while (piece.isReadable()) {
                int size = Math.min(piece.readableBytes(), scratch.length);
                piece.readBytes(scratch, 0, size);
                stream.feed(scratch, 0, size);
            }
            SCRATCH.set(scratch);
        } catch (SseLimitExceededException tooLarge) {
            if (receiving()) {
                cancelExchange();
                attemptFailed(context.eventTooLarge());
            }
        }
    }

    /** Receives one event of the stream. Data that is not an event of the upstream is ignored. */
    @Override
    public void onEvent(String name, byte[] bytes, int from, int to) {
        if (receiving() && (!ending || isWhole(bytes, from, to)) && incoming.read(bytes, from, to)) {
            // Nearly all events of a stream are deltas, and none is retained.
            boolean passing = state == State.OPEN && incoming.type().delta();
            accept(passing ? incoming : incoming.kept());
        }
    }

    private boolean receiving() {
        return state == State.HOLDING || state == State.OPEN;
    }

    private void accept(UpstreamEvent event) {
        if (state == State.OPEN) {
            deliver(event);
        } else {
            acceptFirst(EmptyResponse.named(event));
        }
    }

    private void acceptFirst(UpstreamEvent event) {
        if (event.type().failure()) {
            finishExchange();
            attemptFailed(failureOf(event));
        } else {
            hold(event);
        }
    }

    /** Holds the events before any content, so that an early failure can still get its own HTTP status. */
    private void hold(UpstreamEvent event) {
        held.add(event);
        heldBytes += event.size();
        boolean full = held.size() >= MAX_HELD_EVENTS || heldBytes >= MAX_HELD_BYTES;
        if (matters(event) || full || context.options().holdBack().isZero()) {
            open();
        } else if (held.size() == 1) {
            patience.start(
                    context.options().holdBack(),
                    () -> guarded(() -> {
                        open();
                        onReadComplete();
                    }));
        }
    }

    private void open() {
        UpstreamHead begun = shown;
        if (state != State.HOLDING || begun == null) {
            throw new IllegalStateException("no stream is held back");
        }
        state = State.OPEN;
        patience.stop();
        List<UpstreamEvent> first = held;
        held = new ArrayList<>();
        heldBytes = 0;
        plan.observers().forEach(observer -> observer.onOpen(begun));
        List<CallObserver> ofAll = new ArrayList<>();
        for (CallObserver observer : plan.observers()) {
            if (observer.everyEvent()) {
                ofAll.add(observer);
            }
        }
        observingAll = ofAll.isEmpty() ? NOBODY : ofAll.toArray(CallObserver[]::new);
        if (!opened) {
            opened = true;
            sink.onOpen(begun);
        }
        for (UpstreamEvent event : first) {
            if (state == State.OPEN) {
                deliver(event);
            }
        }
    }

    private void deliver(UpstreamEvent received) {
        boolean terminal = received.type().terminal();
        UpstreamEvent event = terminal && !said ? EmptyResponse.named(received) : received;
        boolean failure = event.type().failure();
        if (terminal) {
            finishExchange();
        }
        boolean content = matters(event);
        if (content && said && !terminal) {
            for (CallObserver observer : observingAll) {
                observer.onEvent(event);
            }
        } else {
            plan.observers().forEach(observer -> observer.onEvent(event));
        }
        if (failure && !begun()) {
            Optional<Duration> before = plan.retries().waitAfter(failureOf(event));
            if (before.isPresent()) {
                cancelExchange();
                again(before.get());
                return;
            }
        }
        said |= content;
        unflushed = true;
        pass(failure && plan.failures().isPresent() ? plan.failures().get().translated(event) : event);
        if (terminal && state == State.OPEN) {
            plan.observers().forEach(CallObserver::onComplete);
            end(sink::onComplete);
        }
    }

    private UpstreamFailure failureOf(UpstreamEvent event) {
        return FailureClassifier.ofEvent(event, context.epochSeconds());
    }

    private static boolean matters(UpstreamEvent event) {
        return !event.type().handshake() && !event.type().extension();
    }

    /** An event that ends with the body instead of a blank line may have been truncated. */
    private static boolean isWhole(byte[] bytes, int from, int to) {
        try (JsonParser json = JSON.parser(bytes, from, to - from)) {
            json.nextToken();
            json.skipChildren();
            return json.nextToken() == null;
        } catch (JacksonException cut) {
            return false;
        }
    }

    // ---- Memory ----

    private void pass(UpstreamEvent event) {
        if (looking != null || !delivered(event)) {
            queue.add(event == incoming ? event.kept() : event);
            queuedBytes += event.size();
            awaitMemory();
        }
    }

    /**
     * Delivers the event if there is room for it, or ends the call if there can never be; returns false if it has to wait.
     */
    private boolean delivered(UpstreamEvent event) {
        long taken = sink.heldBytes() + event.size();
        if (taken > meter.maxBytes()) {
            abort(UpstreamFailure.server(
                    BAD_GATEWAY,
                    "answer_too_large",
                    "The upstream's response needs more than " + meter.maxBytes()
                            + " bytes of memory. Raise upstream.max_answer_bytes in the configuration to accept it."));
            return true;
        }
        boolean room = meter.hold(taken + meteredBytes + queuedBytes);
        if (room) {
            sink.onEvent(event);
        }
        return room;
    }

    /** Counts the received bytes that are not delivered: those of an incomplete event and of events held back. */
    private void meter() {
        meteredBytes = waitingBytes();
        if (!meter.hold(takes())) {
            awaitMemory();
        }
    }

    private long waitingBytes() {
        long partial = exchange == null ? 0 : exchange.heldBytes();
        return (parser == null ? 0 : parser.heldBytes()) + partial + heldBytes;
    }

    private long takes() {
        return sink.heldBytes() + meteredBytes + queuedBytes;
    }

    private void awaitMemory() {
        if (takes() > meter.largest()) {
            abort(UpstreamFailure.largerThanMemory(meter.largest()));
        } else if (looking == null && state != State.OVER) {
            waitingSince = loop.ticker().nanoTime();
            looking = loop.scheduleWithFixedDelay(
                    () -> guarded(this::lookForMemory), LOOK_AGAIN_MILLIS, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            if (exchange != null) {
                exchange.pause();
            }
        }
    }

    private void lookForMemory() {
        while (state != State.OVER && !queue.isEmpty()) {
            UpstreamEvent next = queue.element();
            queuedBytes -= next.size();
            if (!delivered(next)) {
                queuedBytes += next.size();
                abortAfterPatience();
                return;
            }
            queue.poll();
            waitingSince = loop.ticker().nanoTime();
        }
        if (state == State.OVER) {
            return;
        }
        if (!meter.hold(takes())) {
            abortAfterPatience();
            return;
        }
        stopLooking();
        sink.onBatchEnd();
        if (last != null) {
            end(last);
        } else if (exchange != null && reading()) {
            exchange.resume();
        }
    }

    private void abortAfterPatience() {
        if (loop.ticker().nanoTime() - waitingSince >= meter.patience().toNanos()) {
            abort(UpstreamFailure.outOfMemory());
        }
    }

    private void stopLooking() {
        if (looking != null) {
            looking.cancel(false);
            looking = null;
        }
    }

    // ---- The end ----

    /** Ends the call with a failure of the upstream's, once the sink has had all events. */
    private void fail(UpstreamException failure) {
        UpstreamException worded = plan.failures()
                .map(translator -> new UpstreamException(
                        translator.translated(failure.failure()), failure.head().orElse(null)))
                .orElse(failure);
        end(() -> sink.onFailure(worded));
    }

    private void tookTooLong() {
        cancelAttempt();
        queue.clear();
        queuedBytes = 0;
        fail(new UpstreamException(UpstreamFailure.server(
                GATEWAY_TIMEOUT,
                "upstream_timeout",
                "The upstream did not finish within " + DurationFormat.of(plan.longest())
                        + ". Raise upstream.total_timeout_seconds in the configuration to allow longer calls.")));
    }

    /** Ends the call with a failure of the relay's own, at once. */
    private void abort(UpstreamFailure failure) {
        cancel();
        sink.onFailure(new UpstreamException(failure, null));
    }

    private void end(Runnable report) {
        if (state == State.OVER) {
            return;
        }
        if (queue.isEmpty()) {
            over();
            report.run();
        } else {
            state = State.ENDING;
            last = report;
            total.stop();
            patience.stop();
        }
    }

    private void over() {
        state = State.OVER;
        total.stop();
        stopLooking();
        if (wait != null) {
            wait.cancel(false);
        }
        queue.clear();
        queuedBytes = 0;
        endAttempt();
    }

    private void broken(Throwable thrown) {
        boolean reported = state == State.OVER;
        try {
            cancel();
        } catch (RuntimeException | Error second) {
            thrown.addSuppressed(second);
        }
        if (!sink.onBroken(thrown)) {
            LOG.log(System.Logger.Level.ERROR, "event=upstream_answer_not_handled", thrown);
            if (!reported) {
                sink.onFailure(new UpstreamException(context.failures().closed(thrown), null));
            }
        }
    }

    /** Runs a step outside the connection's own read, where its exceptions would be lost. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error thrown) {
            broken(thrown);
        }
    }

    private void cancelAttempt() {
        if (state == State.CALLING || receiving()) {
            cancelExchange();
            plan.observers().forEach(CallObserver::onCancel);
        }
    }

    private void cancelExchange() {
        if (exchange != null) {
            exchange.cancel();
        }
    }

    private void finishExchange() {
        if (exchange != null) {
            exchange.finish();
        }
    }

    // ---- The owner ----

    private boolean reading() {
        return !paused && looking == null;
    }

    @Override
    public void cancel() {
        if (state != State.OVER) {
            try {
                cancelAttempt();
            } finally {
                over();
            }
        }
    }

    @Override
    public void pause() {
        paused = true;
        if (exchange != null) {
            exchange.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        if (exchange != null && reading()) {
            exchange.resume();
        }
    }
}
