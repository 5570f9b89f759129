package dev.airelay.backend;

import dev.airelay.auth.session.CredentialSource;
import dev.airelay.transforms.CodexRequest;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongPredicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * The upstream, called over HTTP/1.1 on event loops that belong to the caller: NIO loops, one connection pool on each.
 *
 * <p>Safe for concurrent use; each call stays on the loop that it was started on, so that a relay may run it on the loop of
 * its client's connection without any queue in between.
 */
public final class CodexClient implements AutoCloseable {

    private static final int MAX_ACCOUNT_BYTES = 8 * 1024 * 1024;
    /** Somebody waits at a terminal for what the upstream tells of models and of the account. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final ClientContext wiring;
    private final Map<EventLoop, ConnectionPool> pools = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Creates a client that takes no proxy. No connection is opened before the first call.
     *
     * @param credentials asked anew for each call, on the call's event loop: it must not block
     * @param clock tells when cookies expire and how far off a reset time is
     * @param blockingWork runs name lookups, which block
     */
    public CodexClient(
            BackendOptions options, CredentialSource credentials, InstantSource clock, Executor blockingWork) {
        this(options, Outbound.direct(), credentials, clock, blockingWork);
    }

    /**
     * Creates a client that takes this way out.
     *
     * @param outbound proxies and trust
     * @param credentials asked anew for each call, on the call's event loop: it must not block. After a 401 asked once more
     *     for others
     * @param clock tells when cookies expire and how far off a reset time is
     * @param blockingWork runs name lookups, which block
     */
    public CodexClient(
            BackendOptions options,
            Outbound outbound,
            CredentialSource credentials,
            InstantSource clock,
            Executor blockingWork) {
        Endpoint endpoint = Endpoint.of(options.baseUrl());
        CloudflareCookies cookies = new CloudflareCookies(endpoint, clock);
        this.wiring = new ClientContext(
                options,
                endpoint,
                credentials,
                new RequestHeads(endpoint, options, cookies),
                cookies,
                new Network(outbound, options.connectTimeout(), blockingWork).connector(endpoint),
                clock);
    }

    /**
     * Starts one exchange with the inference endpoint.
     *
     * <p>Must be called on {@code loop}. The sink is called on it too, and never before this method has returned.
     *
     * @param request its body is serialised at once and not kept
     * @throws IllegalStateException when called on another thread, or when this client is closed
     */
    public CallHandle open(EventLoop loop, CodexRequest request, UpstreamSink sink) {
        requireLoop(loop);
        requireOpen();
        OutgoingRequest outgoing =
                OutgoingRequest.stream(wiring.endpoint().responsesPath(), request.toBytes(), request.sessionId());
        StreamingCall call = new StreamingCall(loop, wiring, pool(loop), outgoing, sink);
        loop.execute(call::start);
        return call;
    }

    /**
     * Has a conversation compacted: one object in the place of a stream, which may be minutes in coming.
     *
     * <p>Must be called on {@code loop}.
     *
     * @param request its body is serialised at once and not kept
     * @param memory asked on {@code loop} as the answer comes, for the bytes that it takes so far; false ends the call with
     *     {@link UpstreamFailure#outOfMemory}
     * @return completed on {@code loop} and never before this method has returned, exceptionally with an
     *     {@link UpstreamException}. Cancelling it on {@code loop} closes the connection
     * @throws IllegalStateException when called on another thread, or when this client is closed
     */
    public CompletableFuture<UpstreamObject> compact(EventLoop loop, CodexRequest request, LongPredicate memory) {
        requireLoop(loop);
        requireOpen();
        BackendOptions options = wiring.options();
        OutgoingRequest outgoing =
                OutgoingRequest.object(wiring.endpoint().compactionPath(), request.toBytes(), request.sessionId());
        UnaryCall<UpstreamObject> call = new UnaryCall<>(
                loop,
                wiring,
                pool(loop),
                outgoing,
                new UnaryCall.Limits(outgoing.firstByteTimeout(options), options.maxEventBytes(), memory),
                answer -> Optional.of(new UpstreamObject(UpstreamHead.of(answer.headers()), answer.body())));
        CompletableFuture<UpstreamObject> result = call.result();
        result.whenComplete((answer, failure) -> {
            if (result.isCancelled()) {
                call.cancel();
            }
        });
        loop.execute(() -> {
            if (!result.isDone()) {
                call.start();
            }
        });
        return result;
    }

    /**
     * Asks for the models that the upstream offers this account, in this client version. May be called on any thread.
     *
     * @return completed on {@code loop}, exceptionally with an {@link UpstreamException}
     */
    public CompletionStage<ModelCatalog> models(EventLoop loop) {
        String path = wiring.endpoint().modelsPath(wiring.options().clientVersion());
        return get(loop, path, "the list of models", answer -> ModelCatalogReader.read(answer.json(), answer.etag()));
    }

    /**
     * Asks how much of the plan is used up; every member of the answer may be missing. May be called on any thread. Not to be
     * polled: the headers of every response tell the same.
     *
     * @return completed on {@code loop}, exceptionally with an {@link UpstreamException}
     */
    public CompletionStage<ObjectNode> usage(EventLoop loop) {
        return get(loop, wiring.endpoint().usagePath(), "the state of the plan", answer -> Optional.of(answer.json()));
    }

    /** Closes the resting connections. Calls under way go on; their connections are closed after them. Any thread. */
    @Override
    public void close() {
        closed = true;
        pools.forEach((loop, pool) -> {
            if (!loop.isShuttingDown()) {
                loop.execute(pool::close);
            }
        });
    }

    private <T> CompletionStage<T> get(
            EventLoop loop, String path, String what, Function<UnaryCall.Answer, Optional<T>> reader) {
        requireOpen();
        Duration firstByte = wiring.options().firstByteTimeout();
        UnaryCall.Limits limits = new UnaryCall.Limits(
                firstByte.compareTo(LONGEST) < 0 ? firstByte : LONGEST, MAX_ACCOUNT_BYTES, bytes -> true);
        UnaryCall<T> call = new UnaryCall<>(loop, wiring, pool(loop), OutgoingRequest.get(path), limits, reader);
        loop.execute(call::start);
        CompletableFuture<T> result = new CompletableFuture<>();
        call.result().whenComplete((answer, failure) -> {
            if (failure == null) {
                result.complete(answer);
            } else {
                result.completeExceptionally(AuthFailures.rejectedFor(what, failure));
            }
        });
        return result;
    }

    private ConnectionPool pool(EventLoop loop) {
        BackendOptions options = wiring.options();
        return pools.computeIfAbsent(
                loop,
                one -> new ConnectionPool(one, options.maxIdleConnectionsPerLoop(), options.idleConnectionLifetime()));
    }

    private static void requireLoop(EventLoop loop) {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("a call must be started on the given event loop");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the upstream client is closed");
        }
    }
}
