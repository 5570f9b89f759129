package dev.airelay.backend.connect;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on a connection of its own, which is closed afterwards. Used on its event loop only.
 *
 * <p>The result fails with {@link ConnectException} if no connection was established, so that nothing was sent, and with
 * another {@link IOException} after that. Their messages can be shown to people.
 */
final class SingleRequest implements ConnectionUser {

    private final EventLoop loop;
    private final Connector connector;
    private final TransportFailures failures;
    private final Outgoing outgoing;
    private final RestartableTimer watchdog;
    private final BoundedBody received;
    private final CompletableFuture<Answer> result = new CompletableFuture<>();
    private @Nullable Future<Channel> connecting;
    private @Nullable UpstreamConnection connection;
    private @Nullable HttpResponse head;

    SingleRequest(EventLoop loop, Connector connector, TransportFailures failures, Outgoing outgoing) {
        this.loop = loop;
        this.connector = connector;
        this.failures = failures;
        this.outgoing = outgoing;
        this.watchdog = new RestartableTimer(loop);
        this.received = new BoundedBody(outgoing.maxAnswerBytes());
    }

    /**
     * A request and its limits.
     *
     * @param body null for none
     * @param maxAnswerBytes the rest of a larger response body is dropped
     * @param connectTimeout for connecting only
     * @param timeout for the whole exchange
     */
    record Outgoing(
            HttpRequest head, byte @Nullable [] body, int maxAnswerBytes, Duration connectTimeout, Duration timeout) {}

    /**
     * The response.
     *
     * @param whole whether the body is complete
     */
    record Answer(HttpResponse head, byte[] body, boolean whole) {}

    /** Returns the future response; completed on the loop. */
    CompletableFuture<Answer> result() {
        return result;
    }

    void start(ConnectProgress progress) {
        if (result.isDone()) {
            return;
        }
        boolean connectFirst = outgoing.connectTimeout().compareTo(outgoing.timeout()) < 0;
        Duration limit = connectFirst ? outgoing.connectTimeout() : outgoing.timeout();
        long started = loop.ticker().nanoTime();
        watchdog.start(
                limit,
                () -> fail(new ConnectException(
                        failures.connectTimeout(limit).error().message())));
        Future<Channel> opening = connector.connect(loop, progress);
        connecting = opening;
        opening.addListener(outcome -> {
            connecting = null;
            if (outcome.isSuccess()) {
                connected(opening.getNow(), Duration.ofNanos(loop.ticker().nanoTime() - started));
            } else {
                ConnectException unreachable = new ConnectException(
                        failures.unreachable(outcome.cause()).error().message());
                unreachable.initCause(outcome.cause());
                fail(unreachable);
            }
        });
    }

    /** Cancels the request; the connection is closed immediately. */
    void cancel() {
        result.cancel(false);
        end();
    }

    private void connected(Channel channel, Duration spent) {
        UpstreamConnection fresh = UpstreamConnection.on(channel, new ConnectionPool(loop, 0, outgoing.timeout()));
        if (result.isDone()) {
            fresh.close();
            return;
        }
        connection = fresh;
        fresh.attach(this);
        Duration left = outgoing.timeout().minus(spent);
        watchdog.start(
                left.isNegative() ? Duration.ZERO : left,
                () -> fail(new IOException(
                        failures.wholeTimeout(outgoing.timeout()).error().message())));
        fresh.send(outgoing.head(), outgoing.body(), () -> {}).addListener(sent -> {
            // A refusal may arrive before everything is sent: it is read as long as the connection is open.
            if (!sent.isSuccess() && !(sent.cause() instanceof IOException && fresh.active())) {
                fresh.close();
                onClosed(sent.cause());
            }
        });
    }

    @Override
    public void onBytes() {
        // Only the end counts.
    }

    @Override
    public void onMessage(HttpObject message) {
        if (message.decoderResult().isFailure()) {
            fail(new IOException(failures.notHttp().error().message()));
            return;
        }
        if (message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            head = response;
        }
        if (message instanceof HttpContent part) {
            take(part.content(), part instanceof LastHttpContent);
        }
    }

    @Override
    public void onContent(ByteBuf piece) {
        take(piece, false);
    }

    private void take(ByteBuf piece, boolean last) {
        HttpResponse known = head;
        if (known != null) {
            boolean fits = received.add(piece);
            if (!fits || last) {
                result.complete(new Answer(known, received.bytes(), fits));
                end();
            }
        }
    }

    @Override
    public void onReadComplete() {
        // Nothing is passed on before the end.
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        connection = null;
        fail(new IOException(failures.closed(cause).error().message()));
    }

    private void fail(IOException failure) {
        result.completeExceptionally(failure);
        end();
    }

    private void end() {
        watchdog.stop();
        if (connecting != null) {
            connecting.cancel(false);
        }
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
