package dev.airelay.backend.connect;

import dev.airelay.auth.issuer.IssuerReply;
import dev.airelay.auth.issuer.IssuerRequest;
import dev.airelay.auth.issuer.IssuerTransport;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends the login's requests through the same outbound connections as every other request, each on a connection of its own,
 * with the headers that Codex sends to the login server. Safe for concurrent use.
 */
public final class NettyIssuerTransport implements IssuerTransport {

    private static final int MAX_ANSWER_BYTES = 1024 * 1024;
    /** The request's own time-out comes first; this one is for an event loop that is stopped meanwhile. */
    private static final long GRACE_MILLIS = 5_000;

    private final EventLoopGroup loops;
    private final BackendOptions options;
    private final Network network;

    /**
     * Creates a transport on event loops that the caller still owns.
     *
     * @param options identity and connect time-out; the base URL is not used
     * @param blockingWork runs name lookups and reads CA certificates, which both block
     */
    public NettyIssuerTransport(
            EventLoopGroup loops, BackendOptions options, Outbound outbound, Executor blockingWork) {
        this.loops = loops;
        this.options = options;
        this.network = new Network(outbound, options.connectTimeout(), blockingWork);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException for a target that is not {@code http} or {@code https} with a host
     * @throws IllegalStateException on one of the event loops, which it would block
     */
    @Override
    public IssuerReply send(IssuerRequest request) throws IOException, InterruptedException {
        requireOtherThread();
        Endpoint endpoint = Endpoint.ofTarget(request.target());
        EventLoop loop = loops.next();
        Connector connector = network.connector(endpoint);
        SingleRequest shot = new SingleRequest(
                loop,
                connector,
                new TransportFailures("The login server", endpoint, connector.proxy()),
                new SingleRequest.Outgoing(
                        PlainHeads.post(endpoint, request, options),
                        request.body(),
                        MAX_ANSWER_BYTES,
                        options.connectTimeout(),
                        request.timeout()));
        execute(loop, () -> shot.start(ConnectProgress.UNWATCHED));
        return reply(await(loop, shot, request.timeout().toMillis() + GRACE_MILLIS));
    }

    private void requireOtherThread() {
        for (EventExecutor loop : loops) {
            if (loop.inEventLoop()) {
                throw new IllegalStateException("send blocks and must not be called on an event loop");
            }
        }
    }

    /** A loop that is shutting down still accepts work, but finishes none. */
    private static void execute(EventLoop loop, Runnable step) throws ConnectException {
        if (loop.isShuttingDown()) {
            throw new ConnectException("The login server was not called because AIRelay is stopping.");
        }
        loop.execute(step);
    }

    private static SingleRequest.Answer await(EventLoop loop, SingleRequest shot, long millis)
            throws IOException, InterruptedException {
        try {
            return shot.result().get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException givenUp) {
            if (!loop.isShuttingDown()) {
                loop.execute(shot::cancel);
            }
            throw givenUp;
        } catch (TimeoutException stopped) {
            throw new IOException("AIRelay is stopping and did not wait for the login server's response.", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException known) {
                throw known;
            }
            throw new IOException("The request to the login server failed inside AIRelay. See the log.", failed);
        }
    }

    private static IssuerReply reply(SingleRequest.Answer answer) throws IOException {
        if (!answer.whole()) {
            throw new IOException("The login server's response is larger than " + MAX_ANSWER_BYTES + " bytes.");
        }
        HttpResponse head = answer.head();
        HttpHeaders headers = head.headers();
        return new IssuerReply(
                head.status().code(),
                Optional.ofNullable(headers.get("retry-after")),
                Challenge.isNamed(head),
                Challenge.rayId(head),
                answer.body());
    }
}
