package dev.airelay.backend.call;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.Outbound;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.transforms.spi.CodexRequest;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client on one real event loop, and what tests do with it. */
public final class Rig implements AutoCloseable {

    static final Credentials CREDENTIALS = new Credentials("the-access-token", "acct-1");
    private static final Duration PATIENT = Duration.ofSeconds(30);

    public final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    public final EventLoop loop = group.next();
    final CodexClient client;

    private Rig(BackendOptions options, CredentialSource credentials, Outbound outbound) {
        client = new CodexClient(options, outbound, credentials, InstantSource.system(), Runnable::run);
    }

    private Rig(
            BackendOptions options, CredentialSource credentials, WorkspaceDiscovery discovery, InstantSource clock) {
        client = new CodexClient(options, Outbound.direct(), credentials, clock, Runnable::run)
                .discovering(discovery, clock);
    }

    /** A rig whose client finds out where requests belong. */
    static Rig discovering(
            BackendOptions options, CredentialSource credentials, WorkspaceDiscovery discovery, InstantSource clock) {
        return new Rig(options, credentials, discovery, clock);
    }

    public static Rig of(BackendOptions options) {
        return new Rig(options, () -> CompletableFuture.completedStage(CREDENTIALS), Outbound.direct());
    }

    public static Rig of(BackendOptions options, CredentialSource credentials) {
        return new Rig(options, credentials, Outbound.direct());
    }

    public static Rig through(BackendOptions options, Outbound outbound) {
        return new Rig(options, () -> CompletableFuture.completedStage(CREDENTIALS), outbound);
    }

    /** Options under which nothing times out in a test that does not ask for it. */
    public static BackendOptions options(String scheme, String host, int port) {
        return BackendOptions.defaults(URI.create(scheme + "://" + host + ":" + port + "/backend-api/codex"))
                .withTimeouts(PATIENT, PATIENT, PATIENT)
                .withHoldBack(PATIENT);
    }

    public static CodexRequest request(String sessionId) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        return new CodexRequest(body.put("model", "gpt-5.5").put("prompt_cache_key", sessionId), sessionId);
    }

    public CallHandle open(UpstreamSink sink) throws Exception {
        return open(request("conversation-1"), sink);
    }

    public CallHandle open(CodexRequest request, UpstreamSink sink) throws Exception {
        return onLoop(() -> start(request, sink));
    }

    /** Starts a call; on the loop. */
    public CallHandle start(CodexRequest request, UpstreamSink sink) {
        AnswerMeter meter = sink instanceof RecordingSink recording ? recording.meter : AnswerMeter.UNLIMITED;
        return client.open(loop, () -> request, CallPlan.once(meter), sink);
    }

    /** Asks on a route that answers with one object. */
    CompletableFuture<ObjectNode> post(BackendRoute route) throws Exception {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return post(new RouteRequest(route, "application/json", "id-1", body, PATIENT, 1000));
    }

    CompletableFuture<ObjectNode> post(RouteRequest request) throws Exception {
        CompletableFuture<ObjectNode> result = new CompletableFuture<>();
        UpstreamSink sink = new UpstreamSink() {
            @Override
            public boolean onObject(UpstreamObject object, ObjectNode json) {
                return result.complete(json);
            }

            @Override
            public void onFailure(UpstreamException failure) {
                result.completeExceptionally(failure);
            }
        };
        onLoop(() -> {
            client.post(loop, () -> request, CallPlan.once(AnswerMeter.UNLIMITED), sink);
        });
        return result;
    }

    public <T> T onLoop(Callable<T> step) throws Exception {
        return loop.submit(step).get(10, SECONDS);
    }

    /** Runs a step on the loop, and returns after all that was already waiting there. */
    public void onLoop(Runnable step) throws Exception {
        loop.submit(step).get(10, SECONDS);
    }

    /** Waits for a stage's value. */
    public static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, SECONDS);
    }

    /** Waits for a stage's failure. */
    public static UpstreamException failureOf(CompletionStage<?> stage) throws InterruptedException, TimeoutException {
        try {
            stage.toCompletableFuture().get(10, SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UpstreamException known) {
                return known;
            }
            throw new AssertionError("failed in an unexpected way", failed);
        }
        throw new AssertionError("the stage did not fail");
    }

    @Override
    public void close() {
        client.close();
        group.shutdownGracefully(0, 5, SECONDS).awaitUninterruptibly(10, SECONDS);
    }
}
