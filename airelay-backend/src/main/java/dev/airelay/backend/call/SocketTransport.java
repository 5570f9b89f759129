package dev.airelay.backend.call;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.backend.connect.RestartableTimer;
import dev.airelay.backend.connect.UpstreamSocket;
import dev.airelay.base.JsonTrees;
import dev.airelay.base.Sha256;
import dev.airelay.transforms.spi.CodexRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * WebSockets to the upstream on one event loop, and HTTP for other requests. A socket stays open after a turn: the upstream
 * remembers that turn while the socket is open, so that a continuation sends only the new items. A refused handshake is
 * remembered for a while, so that it is not repeated. Used on its event loop only.
 */
final class SocketTransport implements Transport {

    /** The upstream closes a socket that sends more at once: 16 MiB, with room for the frame. */
    static final int MOST_BYTES = (16 << 20) - (64 << 10);
    /** Time limit of a handshake, after which the request goes over HTTP. */
    static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private static final Duration REST = Duration.ofMinutes(5);
    private static final Duration PING = Duration.ofSeconds(15);
    /** The upstream closes sockets after 60 minutes, even within a conversation. */
    private static final Duration OLDEST = Duration.ofMinutes(50);

    private static final Duration REFUSAL_STANDS = Duration.ofMinutes(10);
    private static final int MOST_RESTING = 16;

    private final EventLoop loop;
    private final ClientContext context;
    private final HttpExchange.Http http;
    private final boolean always;
    private final Deque<Resting> resting = new ArrayDeque<>();
    private final RestartableTimer sweeper;
    private long refusedUntil;
    private boolean refused;
    private boolean closed;

    /**
     * Creates the transport of a loop.
     *
     * @param http sends the requests that go over HTTP
     * @param always whether every stream goes over a socket; otherwise those that a client is likely to continue
     */
    SocketTransport(ClientContext context, HttpExchange.Http http, boolean always) {
        this.loop = http.loop();
        this.context = context;
        this.http = http;
        this.always = always;
        this.sweeper = new RestartableTimer(loop);
    }

    /**
     * A socket after its turn.
     *
     * @param response the relay's id of the turn's response
     * @param settings a digest of everything except the input, which a continuation must share
     * @param answered the origin of the turn
     * @param watch receives messages meanwhile
     * @param since when it became idle, in nanoseconds of the loop's clock
     */
    private record Resting(
            UpstreamSocket socket, String response, byte[] settings, Answered answered, Unused watch, long since) {}

    /**
     * The origin of a turn.
     *
     * @param upstreamId the upstream's id of the response
     * @param site the host
     * @param account whose credentials opened the socket
     */
    record Answered(String upstreamId, Site site, String account) {}

    @Override
    public Exchange exchange(
            OutgoingRequest request, Supplier<CompletionStage<Credentials>> login, boolean fresh, UpstreamCall call) {
        CodexRequest turn = request.turn();
        boolean wanted =
                turn != null && !fresh && !closed && (always || turn.place().more());
        if (turn == null || !wanted || standsRefused()) {
            return http.exchange(request, login, fresh, call);
        }
        return new SocketExchange(this, request, turn, login, call);
    }

    private boolean standsRefused() {
        refused &= loop.ticker().nanoTime() - refusedUntil < 0;
        return refused;
    }

    /** Records that the upstream, or a network device, does not accept WebSockets. */
    void refused() {
        refused = true;
        refusedUntil = loop.ticker().nanoTime() + REFUSAL_STANDS.toNanos();
    }

    EventLoop loop() {
        return loop;
    }

    ClientContext context() {
        return context;
    }

    HttpExchange.Http http() {
        return http;
    }

    /**
     * A socket on which the upstream remembers the response that a turn continues.
     *
     * @param upstreamId the upstream's id of that response
     */
    record Found(UpstreamSocket socket, String upstreamId) {}

    /** Takes the socket that remembers the response that a turn continues, or returns null if there is none. */
    @Nullable
    Found take(CodexRequest turn, Site site, Credentials credentials) {
        String after = turn.place().after();
        for (Iterator<Resting> all = resting.iterator(); all.hasNext(); ) {
            Resting one = all.next();
            if (one.response().equals(after)
                    && one.answered().account().equals(credentials.accountId())
                    && one.answered().site() == site
                    && one.socket().active()
                    && turn.hasNews()
                    && Arrays.equals(one.settings(), digest(turn))) {
                all.remove();
                return new Found(one.socket(), one.answered().upstreamId());
            }
        }
        return null;
    }

    /** Keeps a socket open after a turn that can be continued. */
    void rest(UpstreamSocket socket, CodexRequest turn, Answered answered) {
        String response = turn.place().as();
        if (closed
                || socket.age().compareTo(OLDEST) > 0
                || response.isEmpty()
                || answered.upstreamId().isEmpty()
                || !socket.active()) {
            socket.close();
            return;
        }
        Unused watch = new Unused(socket);
        socket.attach(watch);
        if (resting.size() >= MOST_RESTING) {
            resting.removeFirst().socket().close();
        }
        resting.addLast(new Resting(
                socket, response, digest(turn), answered, watch, loop.ticker().nanoTime()));
        if (resting.size() == 1) {
            sweeper.start(PING, this::sweep);
        }
    }

    private static byte[] digest(CodexRequest turn) {
        return Sha256.digest().digest(JsonTrees.usual().write(turn.settings()));
    }

    /** Closes sockets that have been idle for too long, and those that are dead: a turn on them would fail. */
    private void sweep() {
        long now = loop.ticker().nanoTime();
        List<Resting> done = resting.stream()
                .filter(one -> now - one.since() >= REST.toNanos() || !one.watch().heard)
                .toList();
        resting.removeAll(done);
        done.forEach(one -> one.socket().close());
        for (Resting one : resting) {
            one.watch().heard = false;
            one.socket().ping();
        }
        if (!resting.isEmpty()) {
            sweeper.start(PING, this::sweep);
        }
    }

    /** Closes the idle sockets, now and from now on. */
    void close() {
        closed = true;
        sweeper.stop();
        while (!resting.isEmpty()) {
            resting.removeFirst().socket().close();
        }
    }

    /** Watches an idle socket: messages on it belong to no request. */
    private final class Unused implements UpstreamSocket.User {
        private final UpstreamSocket socket;
        /** Whether anything has arrived since the last ping. */
        private boolean heard = true;

        Unused(UpstreamSocket socket) {
            this.socket = socket;
        }

        @Override
        public void onMessage(ByteBuf text) {
            forget();
            socket.close();
        }

        @Override
        public void onSign() {
            heard = true;
        }

        @Override
        public void onClosed(int status, @Nullable Throwable cause) {
            forget();
        }

        private void forget() {
            resting.removeIf(one -> one.socket() == socket);
        }
    }
}
