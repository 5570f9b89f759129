package dev.airelay.backend.call;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.account.ModelCatalog;
import dev.airelay.backend.account.ModelCatalogReader;
import dev.airelay.backend.account.WorkspaceRouting;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.Endpoint;
import dev.airelay.backend.connect.Network;
import dev.airelay.backend.connect.Outbound;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.backend.connect.UpstreamTransport;
import dev.airelay.transforms.spi.CodexRequest;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * The upstream, called over HTTP/1.1 on event loops that belong to the caller: NIO loops, one connection pool for each host on each.
 *
 * <p>Safe for concurrent use; each call stays on the loop that it was started on, so that a relay may run it on the loop of
 * its client's connection without any queue in between.
 */
public final class CodexClient implements AutoCloseable {

    private static final WorkspaceDiscovery NO_DISCOVERY = new WorkspaceDiscovery(Set.of(), new CallObserver() {});
    private static final int MAX_ACCOUNT_BYTES = 8 * 1024 * 1024;
    /** The accounts of one login take a few kilobytes. */
    private static final int MAX_ACCOUNTS_BYTES = 1024 * 1024;
    /** Time limit of the look-up of an account's routing, as in Codex: the first request waits for it. */
    static final Duration LONGEST_DISCOVERY = Duration.ofSeconds(15);

    /** A user may be waiting at a terminal for the models or the account. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final ClientContext wiring;
    private final WorkspaceDiscovery discovery;
    private final Map<EventLoop, SocketTransport> sockets = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Creates a client that uses no proxy. No connection is opened before the first call.
     *
     * @param credentials called for each call, on the call's event loop: must not block
     * @param clock for the expiry of cookies and for reset times
     * @param blockingWork runs name lookups and reads CA certificates, which both block
     */
    public CodexClient(
            BackendOptions options, CredentialSource credentials, InstantSource clock, Executor blockingWork) {
        this(options, Outbound.direct(), credentials, clock, blockingWork);
    }

    /**
     * Creates a client with these outbound connections that sends every request to the base URL.
     *
     * @param outbound proxies and trust
     * @param credentials called for each call, on the call's event loop: must not block. Called again for other credentials
     *     after a 401
     * @param clock for the expiry of cookies and for reset times
     * @param blockingWork runs name lookups and reads CA certificates, which both block
     */
    public CodexClient(
            BackendOptions options,
            Outbound outbound,
            CredentialSource credentials,
            InstantSource clock,
            Executor blockingWork) {
        Network network = new Network(outbound, options.connectTimeout(), blockingWork);
        this.wiring = new ClientContext(options, credentials, network, clock);
        this.discovery = NO_DISCOVERY;
    }

    private CodexClient(CodexClient unrouted, WorkspaceDiscovery discovery, InstantSource clock) {
        this.discovery = discovery;
        this.wiring = unrouted.wiring.routedBy(new WorkspaceRoutings(this::discover, clock));
    }

    /**
     * Returns a client over the same connections whose requests follow their account's routing. Use and close it in place of
     * this one.
     *
     * @param clock the current time, from which the ages of look-ups are counted; includes the time the machine sleeps
     */
    public CodexClient discovering(WorkspaceDiscovery how, InstantSource clock) {
        return new CodexClient(this, how, clock);
    }

    /**
     * Starts one call of the inference endpoint.
     *
     * <p>Must be called on {@code loop}. The sink is called on it too, and never before this method has returned, unless the
     * plan's check ends the call at once.
     *
     * @param requests supplies each attempt's request; its body is serialized immediately and not retained
     * @throws IllegalStateException when called on another thread, or when this client is closed
     */
    public CallHandle open(EventLoop loop, Supplier<CodexRequest> requests, CallPlan plan, UpstreamSink sink) {
        String path = wiring.endpoint().responsesPath();
        return start(
                loop,
                () -> {
                    CodexRequest request = requests.get();
                    return OutgoingRequest.stream(path, request.toBytes(), request.sessionId())
                            .as(request);
                },
                plan,
                sink);
    }

    /**
     * Compacts a conversation: the response is one object instead of a stream, and may take minutes. Like {@link #open}, but
     * the sink gets {@link UpstreamSink#onObject}. A backend that does not have the route is a failure with the code {@link
     * dev.airelay.transforms.failure.UpstreamFailure#ROUTE_MISSING}.
     */
    public CallHandle compact(EventLoop loop, Supplier<CodexRequest> requests, CallPlan plan, UpstreamSink sink) {
        String path = wiring.endpoint().compactionPath();
        return start(
                loop,
                () -> {
                    CodexRequest request = requests.get();
                    return OutgoingRequest.object(path, request.toBytes(), request.sessionId(), wiring.options());
                },
                plan,
                sink);
    }

    /**
     * Starts one call of a route beside the inference endpoint, such as that of images. Like {@link #open}, but the sink
     * gets {@link UpstreamSink#onObject}. A backend that does not have the route is a failure with the code {@link
     * dev.airelay.transforms.failure.UpstreamFailure#ROUTE_MISSING}.
     *
     * @param requests supplies each attempt's request
     */
    public CallHandle post(EventLoop loop, Supplier<RouteRequest> requests, CallPlan plan, UpstreamSink sink) {
        return start(
                loop, () -> OutgoingRequest.route(requests.get(), wiring.endpoint(), wiring.options()), plan, sink);
    }

    private CallHandle start(EventLoop loop, Supplier<OutgoingRequest> requests, CallPlan plan, UpstreamSink sink) {
        return start(loop, wiring, requests, plan, sink);
    }

    private CallHandle start(
            EventLoop loop,
            ClientContext context,
            Supplier<OutgoingRequest> requests,
            CallPlan plan,
            UpstreamSink sink) {
        requireLoop(loop);
        requireOpen();
        UpstreamCall call = new UpstreamCall(loop, context, transport(loop, context), requests, plan, sink);
        call.start();
        return call;
    }

    private Transport transport(EventLoop loop, ClientContext context) {
        HttpExchange.Http http = new HttpExchange.Http(loop, context);
        UpstreamTransport chosen = context.options().transport();
        if (chosen == UpstreamTransport.HTTP || context != wiring) {
            return http;
        }
        return sockets.computeIfAbsent(
                loop, one -> new SocketTransport(context, http, chosen == UpstreamTransport.WEBSOCKET));
    }

    /**
     * Fetches the models that the upstream offers to this account and client version. May be called on any thread.
     *
     * @return completed on {@code loop}, exceptionally with an {@link UpstreamException}
     */
    public CompletionStage<ModelCatalog> models(EventLoop loop) {
        String path = wiring.endpoint().modelsPath(wiring.options().clientVersion());
        return get(
                loop,
                path,
                "the list of models",
                (head, json) ->
                        ModelCatalogReader.read(json, head.header("etag").orElse(null)));
    }

    /**
     * Fetches the use of the plan; every member of the response may be missing. May be called on any thread. Not to be
     * polled: the headers of every response contain the same.
     *
     * @return completed on {@code loop}, exceptionally with an {@link UpstreamException}
     */
    public CompletionStage<ObjectNode> usage(EventLoop loop) {
        return get(loop, wiring.endpoint().usagePath(), "the state of the plan", (head, json) -> Optional.of(json));
    }

    /**
     * Fetches the routing of the account that is signed in now, even if it is known. May be called on any thread.
     *
     * @return completed on {@code loop}, exceptionally with an {@link UpstreamException}; one with status 404 means that the
     *     backend does not have the route, and one that {@link WorkspaceRouting#isRefusal} recognizes that requests cannot
     *     be sent as it requires
     */
    public CompletionStage<WorkspaceRouting> workspace(EventLoop loop) {
        return wiring.credentials()
                .current()
                .handle((login, failure) -> login != null
                        ? CompletableFuture.completedStage(login)
                        : CompletableFuture.<Credentials>failedStage(new UpstreamException(AuthFailures.of(
                                failure instanceof CompletionException ? failure.getCause() : failure))))
                .thenCompose(login -> login)
                .thenCompose(login -> discover(loop, login));
    }

    private CompletionStage<WorkspaceRouting> discover(EventLoop loop, Credentials login) {
        Endpoint endpoint = wiring.endpoint();
        OutgoingRequest.ObjectLimits limits = limits(LONGEST_DISCOVERY, MAX_ACCOUNTS_BYTES);
        WorkspaceRouting.AllowedOrigins allowed = new WorkspaceRouting.AllowedOrigins(endpoint, discovery.hosts());
        CallPlan plan = new CallPlan(
                CallPlan.Retries.NONE,
                CallPlan.Check.PASS,
                false,
                Duration.ZERO,
                AnswerMeter.UNLIMITED,
                List.of(discovery.observer()),
                Optional.empty(),
                Optional.empty());
        return get(
                loop,
                // The account's requests may go to another host, so the connection would only stay idle.
                new Look(
                        wiring.unrouted(login),
                        OutgoingRequest.get(endpoint.accountsPath(), limits).alone(),
                        plan),
                "the accounts of this login",
                (head, json) -> WorkspaceRouting.read(json, login.accountId(), allowed));
    }

    /** Closes the idle connections. Calls in progress continue; their connections are closed afterwards. Any thread. */
    @Override
    public void close() {
        closed = true;
        sockets.forEach((loop, resting) -> {
            if (!loop.isShuttingDown()) {
                loop.execute(resting::close);
            }
        });
        wiring.close();
    }

    private <T> CompletionStage<T> get(
            EventLoop loop, String path, String what, BiFunction<UpstreamHead, ObjectNode, Optional<T>> reader) {
        return get(
                loop,
                new Look(
                        wiring,
                        OutgoingRequest.get(path, limits(LONGEST, MAX_ACCOUNT_BYTES)),
                        CallPlan.once(AnswerMeter.UNLIMITED)),
                what,
                reader);
    }

    /** The request for one object. */
    private record Look(ClientContext context, OutgoingRequest request, CallPlan plan) {}

    private OutgoingRequest.ObjectLimits limits(Duration longest, int maxBytes) {
        Duration firstByte = wiring.options().firstByteTimeout();
        return new OutgoingRequest.ObjectLimits(
                firstByte.compareTo(longest) < 0 ? firstByte : longest, firstByte, maxBytes);
    }

    private <T> CompletionStage<T> get(
            EventLoop loop, Look look, String what, BiFunction<UpstreamHead, ObjectNode, Optional<T>> reader) {
        requireOpen();
        CompletableFuture<T> result = new CompletableFuture<>();
        UpstreamSink sink = new ObjectSink<>(result, what, reader);
        loop.execute(() -> {
            try {
                start(loop, look.context(), look::request, look.plan(), sink);
            } catch (RuntimeException | Error notStarted) {
                result.completeExceptionally(notStarted);
            }
        });
        return result;
    }

    /** Completes a future with an object. */
    private record ObjectSink<T>(
            CompletableFuture<T> result, String what, BiFunction<UpstreamHead, ObjectNode, Optional<T>> reader)
            implements UpstreamSink {

        @Override
        public boolean onObject(UpstreamObject object, ObjectNode json) {
            Optional<T> read;
            try {
                read = reader.apply(object.head(), json);
            } catch (UpstreamException unusable) {
                result.completeExceptionally(unusable);
                return true;
            }
            read.ifPresent(result::complete);
            return read.isPresent();
        }

        @Override
        public void onFailure(UpstreamException failure) {
            result.completeExceptionally(AuthFailures.rejectedFor(what, failure));
        }
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
