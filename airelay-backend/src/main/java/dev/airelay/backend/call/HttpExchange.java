package dev.airelay.backend.call;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.backend.account.WorkspaceRouting;
import dev.airelay.backend.connect.ConnectionUser;
import dev.airelay.backend.connect.RestartableTimer;
import dev.airelay.backend.connect.UpstreamConnection;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response over one HTTP/1.1 connection, with time-outs and cancellation.
 *
 * <pre>
 *      start
 *        │
 *   AUTHORISING ── no credentials ─────────────────────────────▶ failed
 *        │
 *   CONNECTING ── unreachable, time-out ───────────────────────▶ failed
 *        ▼
 *     WAITING ── closed, time-out ─────────────────────────────▶ failed
 *        │   └── closed before any byte, from the pool ────────▶ stale, ended
 *        │ head
 *    RECEIVING ── closed, silence, not HTTP ───────────────────▶ failed
 *        │   │ response complete ──────────────────────────────▶ ended, connection to the pool
 *        │ finish: the call has what it wanted
 *    DRAINING ── response complete soon ───────────────────────▶ ended, connection to the pool
 *            └── too much, too long, closed ───────────────────▶ ended, connection closed
 *
 *   cancel, in any state ──────────────────────────────────────▶ ended, connection closed, call not called
 * </pre>
 *
 * <p>Used on its event loop only.
 */
final class HttpExchange implements ConnectionUser, Transport.Exchange {

    private static final Duration MAX_DRAIN_TIME = Duration.ofSeconds(1);
    private static final int MAX_DRAIN_BYTES = 64 * 1024;

    private final EventLoop loop;
    private final ClientContext wiring;
    private final OutgoingRequest request;
    private final LoginRequest login;
    private final boolean fresh;
    private final UpstreamCall call;
    private final RestartableTimer watchdog;

    /**
     * HTTP/1.1 on one event loop.
     *
     * @param context shared by all exchanges of the client
     */
    record Http(EventLoop loop, ClientContext context) implements Transport {
        @Override
        public Exchange exchange(
                OutgoingRequest request,
                Supplier<CompletionStage<Credentials>> login,
                boolean fresh,
                UpstreamCall call) {
            return new HttpExchange(this, request, login, fresh, call);
        }
    }

    private State state = State.AUTHORISING;
    /** The host of the request: the base URL's unless the credentials' routing names another. */
    private Site site;

    private WorkspaceRouting routing = WorkspaceRouting.FREE;
    private @Nullable Credentials used;
    private @Nullable HttpRequest head;
    private @Nullable Future<Channel> connecting;
    private @Nullable UpstreamConnection connection;
    private boolean stalePossible;
    private boolean requestSent;
    private boolean interim;
    private boolean keepAlive;
    private boolean paused;
    private int drained;

    private HttpExchange(
            Http http,
            OutgoingRequest request,
            Supplier<CompletionStage<Credentials>> login,
            boolean fresh,
            UpstreamCall call) {
        this.loop = http.loop();
        this.wiring = http.context();
        this.request = request;
        this.login = new LoginRequest(login, wiring, loop, this::awaitingRouting);
        this.fresh = fresh;
        this.call = call;
        this.site = wiring.site(WorkspaceRouting.FREE);
        this.watchdog = new RestartableTimer(loop);
    }

    private enum State {
        AUTHORISING,
        CONNECTING,
        WAITING,
        RECEIVING,
        DRAINING,
        ENDED
    }

    @Override
    public void start() {
        if (state == State.ENDED) {
            return;
        }
        watchdog.start(
                wiring.options().firstByteTimeout(), () -> fail(site.failures().noCredentialsInTime()));
        login.send(this::authorised, this::fail);
    }

    /** The first request of an account waits for its routing. The look-up has a deadline of its own. */
    private void awaitingRouting() {
        if (state == State.AUTHORISING) {
            watchdog.start(
                    CodexClient.LONGEST_DISCOVERY.plus(wiring.options().firstByteTimeout()),
                    () -> fail(site.failures().noCredentialsInTime()));
        }
    }

    @Override
    public void cancel() {
        end();
    }

    @Override
    public @Nullable Credentials used() {
        return used;
    }

    @Override
    public long heldBytes() {
        return 0;
    }

    @Override
    public WorkspaceRouting routing() {
        return routing;
    }

    @Override
    public void finish() {
        if (state == State.RECEIVING && connection != null) {
            state = State.DRAINING;
            watchdog.start(MAX_DRAIN_TIME, this::end);
            connection.reading(true);
        }
    }

    @Override
    public void pause() {
        paused = true;
        if (state == State.RECEIVING && connection != null) {
            connection.reading(false);
            watchdog.stop();
        }
    }

    @Override
    public void resume() {
        if (paused && state == State.RECEIVING && connection != null) {
            connection.reading(true);
            watchIdle();
        }
        paused = false;
    }

    private void authorised(LoginRequest.Login obtained) {
        if (state != State.AUTHORISING) {
            return;
        }
        used = obtained.credentials();
        routing = obtained.routing();
        site = wiring.site(obtained.routing());
        head = site.heads().head(request, obtained.credentials(), obtained.routing());
        state = State.CONNECTING;
        UpstreamConnection pooled = fresh ? null : site.pool(loop).take();
        if (pooled == null) {
            connect();
        } else {
            stalePossible = true;
            send(pooled, head);
        }
    }

    private void connect() {
        watchdog.start(
                wiring.options().connectTimeout(),
                () -> fail(site.failures().connectTimeout(wiring.options().connectTimeout())));
        Future<Channel> opening = site.connector().connect(loop);
        connecting = opening;
        opening.addListener(outcome -> connected(opening));
    }

    private void connected(Future<Channel> outcome) {
        connecting = null;
        if (state != State.CONNECTING || head == null) {
            if (outcome.isSuccess()) {
                UpstreamConnection.on(outcome.getNow(), site.pool(loop)).close();
            }
        } else if (outcome.isSuccess()) {
            send(UpstreamConnection.on(outcome.getNow(), site.pool(loop)), head);
        } else {
            fail(site.failures().unreachable(outcome.cause()));
        }
    }

    private void send(UpstreamConnection free, HttpRequest written) {
        state = State.WAITING;
        connection = free;
        requestSent = false;
        free.attach(this);
        Duration limit = request.firstByteTimeout(wiring.options());
        watchdog.start(limit, () -> fail(site.failures().firstByteTimeout(limit)));
        free.send(written, request.body(), this::sending).addListener(sent -> {
            if (connection == free) {
                sent(free, sent.cause());
            }
        });
    }

    /** A request that could not be written in full may still have been answered, as long as the connection is open. */
    private void sent(UpstreamConnection used, @Nullable Throwable failure) {
        if (failure == null) {
            requestSent = true;
            sending();
        } else if (state == State.WAITING && !(failure instanceof IOException && used.active())) {
            used.close();
            onClosed(failure);
        }
    }

    /** The wait for the first byte begins when the request has been sent: a large one may take long on a slow line. */
    private void sending() {
        if (state == State.WAITING) {
            watchdog.touch();
        }
    }

    @Override
    public void onBytes() {
        stalePossible = false;
        if (state == State.RECEIVING) {
            watchdog.touch();
        }
    }

    @Override
    public void onMessage(HttpObject message) {
        if (message.decoderResult().isFailure()) {
            fail(site.failures().notHttp());
            return;
        }
        if (message instanceof HttpResponse response) {
            onHead(response);
        }
        if (message instanceof HttpContent part) {
            onPart(part);
        }
    }

    private void onHead(HttpResponse response) {
        HttpResponseStatus status = response.status();
        interim = status.codeClass() == HttpStatusClass.INFORMATIONAL
                && !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        if (interim || state != State.WAITING) {
            return;
        }
        state = State.RECEIVING;
        keepAlive = HttpUtil.isKeepAlive(response);
        site.cookies().learn(response.headers());
        watchIdle();
        if (paused) {
            pause();
        }
        call.onHead(response);
    }

    private void onPart(HttpContent part) {
        if (interim) {
            return;
        }
        onContent(part.content());
        if (part instanceof LastHttpContent) {
            complete();
        }
    }

    @Override
    public void onContent(ByteBuf piece) {
        if (state == State.DRAINING) {
            drain(piece.readableBytes());
        } else if (state == State.RECEIVING && piece.isReadable()) {
            call.onContent(piece);
        }
    }

    private void drain(int bytes) {
        drained += bytes;
        if (drained > MAX_DRAIN_BYTES) {
            end();
        }
    }

    private void complete() {
        boolean awaited = state == State.RECEIVING;
        if (!awaited && state != State.DRAINING) {
            return;
        }
        UpstreamConnection used = connection;
        if (keepAlive && requestSent && used != null) {
            connection = null;
            used.giveBack();
        }
        end();
        if (awaited) {
            call.onEnd();
        }
    }

    @Override
    public void onReadComplete() {
        if (state == State.RECEIVING) {
            call.onReadComplete();
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        boolean stale = state == State.WAITING && stalePossible;
        boolean cut = state == State.RECEIVING && cause == null;
        connection = null;
        if (stale) {
            end();
            call.onStale();
        } else {
            fail(cut ? UpstreamFailure.incompleteStream() : site.failures().closed(cause));
        }
    }

    private void watchIdle() {
        Duration limit = wiring.options().idleTimeout();
        watchdog.start(limit, () -> fail(site.failures().idleTimeout(limit)));
    }

    private void fail(UpstreamFailure failure) {
        boolean awaited = state != State.DRAINING && state != State.ENDED;
        end();
        if (awaited) {
            call.onFailure(failure);
        }
    }

    private void end() {
        state = State.ENDED;
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
