package dev.airelay.backend.call;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.backend.account.WorkspaceRouting;
import dev.airelay.backend.connect.RestartableTimer;
import dev.airelay.backend.connect.TransportFailures;
import dev.airelay.backend.connect.UpstreamSocket;
import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.CodexRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request and its response over a WebSocket. To its call it looks like HTTP: a message with an event is a piece of an
 * event stream, and a refusal is a response with its status.
 *
 * <pre>
 *      start
 *        │
 *   AUTHORISING ── no credentials ───────────────────────────────▶ failed
 *        │
 *     OPENING ── refused, unreachable, time-out ─────────────────▶ over HTTP instead; refusals are remembered
 *        ▼
 *      SENT ── refusal: previous_response_id not known ──▶ SENT, with all of the input
 *        │  ├─ closed with 1009: too large ──────────────────────▶ over HTTP instead
 *        │  └─ closed, time-out ─────────────────────────────────▶ failed, never sent again: the upstream may be at work
 *        │ event
 *   RECEIVING ── closed, silence ────────────────────────────────▶ failed
 *        │ finish: the call has what it wanted
 *      ENDED: the socket rests if the turn can be continued
 * </pre>
 *
 * <p>Used on its event loop only.
 */
final class SocketExchange implements Transport.Exchange, UpstreamSocket.User {

    /** A status of a close: the message is too large. */
    private static final int TOO_LARGE = 1009;

    private static final Duration PING = Duration.ofSeconds(15);
    /** Unanswered pings before the upstream is considered dead. */
    private static final int MOST_UNANSWERED = 6;

    /** Statuses of a handshake after which others will fail too. */
    private static final Set<Integer> NOT_SERVED = Set.of(404, 405, 426, 501);

    private static final int MOST_EARLY = 16;
    private static final JsonTrees JSON = JsonTrees.usual();

    private final SocketTransport sockets;
    private final ClientContext context;
    private final OutgoingRequest request;
    private final CodexRequest turn;
    private final LoginRequest login;
    private final UpstreamCall call;
    private final RestartableTimer watchdog;
    private final RestartableTimer pings;
    private final UpstreamEvent event = new UpstreamEvent();

    /** Messages before the response begins. */
    private final List<byte[]> early = new ArrayList<>();

    private State state = State.AUTHORISING;
    private HttpHeaders head = EmptyHttpHeaders.INSTANCE;
    private Site site;
    private WorkspaceRouting routing = WorkspaceRouting.FREE;
    private @Nullable Credentials used;
    private @Nullable Future<Channel> connecting;
    private @Nullable UpstreamSocket socket;
    private Transport.@Nullable Exchange instead;
    private boolean onlyNew;
    private boolean paused;
    private boolean completed;
    private int unanswered;
    private String upstreamId = "";

    private enum State {
        AUTHORISING,
        OPENING,
        SENT,
        RECEIVING,
        ENDED
    }

    SocketExchange(
            SocketTransport sockets,
            OutgoingRequest request,
            CodexRequest turn,
            Supplier<CompletionStage<Credentials>> login,
            UpstreamCall call) {
        this.sockets = sockets;
        this.context = sockets.context();
        this.request = request;
        this.turn = turn;
        this.login = new LoginRequest(login, context, sockets.loop(), this::awaitingRouting);
        this.site = context.site(WorkspaceRouting.FREE);
        this.call = call;
        this.watchdog = new RestartableTimer(sockets.loop());
        this.pings = new RestartableTimer(sockets.loop());
    }

    @Override
    public void start() {
        if (state == State.ENDED) {
            return;
        }
        watchdog.start(
                context.options().firstByteTimeout(),
                () -> fail(context.failures().noCredentialsInTime()));
        login.send(this::authorised, this::fail);
    }

    /** The first request of an account waits for its routing. The look-up has a deadline of its own. */
    private void awaitingRouting() {
        if (state == State.AUTHORISING) {
            watchdog.start(
                    CodexClient.LONGEST_DISCOVERY.plus(context.options().firstByteTimeout()),
                    () -> fail(context.failures().noCredentialsInTime()));
        }
    }

    private void authorised(LoginRequest.Login obtained) {
        if (state != State.AUTHORISING) {
            return;
        }
        used = obtained.credentials();
        routing = obtained.routing();
        site = context.site(obtained.routing());
        state = State.OPENING;
        SocketTransport.Found found = sockets.take(turn, site, obtained.credentials());
        if (found != null) {
            socket = found.socket();
            found.socket().attach(this);
            onlyNew = true;
            send(found.socket(), found.upstreamId());
            return;
        }
        watchdog.start(shorter(SocketTransport.HANDSHAKE, context.options().connectTimeout()), this::notOpened);
        Future<Channel> opening = site.connector().connect(sockets.loop());
        connecting = opening;
        opening.addListener(outcome -> connected(opening, obtained));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void connected(Future<Channel> outcome, LoginRequest.Login obtained) {
        connecting = null;
        if (state != State.OPENING) {
            if (outcome.isSuccess()) {
                outcome.getNow().close();
            }
        } else if (outcome.isSuccess()) {
            URI target = URI.create((site.endpoint().tls() ? "wss://" : "ws://")
                    + site.endpoint().authority()
                    + request.path());
            socket = UpstreamSocket.open(
                    outcome.getNow(),
                    target,
                    site.heads().handshake(request, obtained.credentials(), obtained.routing()),
                    context.options().maxEventBytes(),
                    this);
        } else {
            // HTTP reports the failure with its message.
            overHttp();
        }
    }

    /** A network device drops the handshake. */
    private void notOpened() {
        if (connecting == null) {
            sockets.refused();
        }
        overHttp();
    }

    @Override
    public void onRefused(int status) {
        if (state == State.OPENING) {
            if (NOT_SERVED.contains(status)) {
                sockets.refused();
            }
            overHttp();
        }
    }

    @Override
    public void onOpen() {
        if (state == State.OPENING && socket != null) {
            head = socket.takeHead();
            site.cookies().learn(head);
            send(socket, "");
        }
    }

    private void send(UpstreamSocket open, String previousResponseId) {
        byte[] message = turn.toMessage(previousResponseId);
        if (message.length > SocketTransport.MOST_BYTES) {
            overHttp();
            return;
        }
        state = State.SENT;
        call.onSocket();
        // As long as bytes are being sent, a slow line may take its time.
        watchIdle();
        open.send(Unpooled.wrappedBuffer(message)).addListener(sent -> {
            if (state == State.SENT && socket == open) {
                sent(sent.cause());
            }
        });
    }

    private void sent(@Nullable Throwable failure) {
        if (failure != null) {
            // A part of it may have been sent.
            fail(lost(-1));
            return;
        }
        Duration limit = request.firstByteTimeout(context.options());
        watchdog.start(limit, () -> fail(site.failures().firstByteTimeout(limit)));
        pings.start(PING, this::ping);
    }

    private void ping() {
        if (socket == null) {
            return;
        }
        if (++unanswered > MOST_UNANSWERED) {
            fail(site.failures().idleTimeout(PING.multipliedBy(MOST_UNANSWERED)));
        } else {
            socket.ping();
            pings.start(PING, this::ping);
        }
    }

    /** The upstream accepted nothing: the request is sent over HTTP, with the same credentials. */
    private void overHttp() {
        // First: closing the connection may call back.
        state = State.ENDED;
        Credentials same = used;
        boolean held = paused;
        dispose();
        if (same == null) {
            throw new IllegalStateException("there are no credentials yet");
        }
        Transport.Exchange next =
                sockets.http().exchange(request, () -> CompletableFuture.completedStage(same), false, call);
        instead = next;
        if (held) {
            next.pause();
        }
        next.start();
    }

    // ---- What the upstream sends ----

    @Override
    public void onSign() {
        unanswered = 0;
    }

    @Override
    public void onMessage(ByteBuf text) {
        byte[] json = ByteBufUtil.getBytes(text);
        if (state == State.SENT) {
            JsonNode refusal = refusal(json);
            if (refusal != null) {
                refused(refusal);
                return;
            }
            if (event.type().extension() && early.size() < MOST_EARLY) {
                // The response has not begun: a refusal may follow.
                early.add(json);
                watchdog.touch();
                return;
            }
            begin();
        }
        if (state == State.RECEIVING) {
            watchdog.touch();
            note(json);
            call.onMessage(json);
        }
    }

    private void begin() {
        state = State.RECEIVING;
        watchIdle();
        if (paused) {
            pause();
        }
        HttpResponse opening = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        opening.headers().set(head).set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
        call.onHead(opening);
        for (byte[] json : early) {
            if (state == State.RECEIVING) {
                call.onMessage(json);
            }
        }
        early.clear();
    }

    private void note(byte[] json) {
        if (!event.read(json, 0, json.length)) {
            return;
        }
        if (upstreamId.isEmpty() && event.type().handshake()) {
            upstreamId = JSON.read(json).path("response").path("id").asString("");
        }
        completed |= event.type() == EventType.COMPLETED || event.type() == EventType.DONE;
    }

    /** Returns the message if it refuses the request, which it can do only before any event; otherwise null. */
    private @Nullable JsonNode refusal(byte[] json) {
        if (!event.read(json, 0, json.length) || event.type() != EventType.ERROR) {
            return null;
        }
        try {
            JsonNode message = JSON.read(json);
            return status(message) > 0 ? message : null;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    private static int status(JsonNode message) {
        return message.path("status").asInt(message.path("status_code").asInt(0));
    }

    private void refused(JsonNode message) {
        early.clear();
        String code = message.at("/error/code").asString("");
        if (code.equals("websocket_connection_limit_reached")) {
            // About the socket, and not about the request.
            overHttp();
            return;
        }
        boolean forgotten = code.equals("previous_response_not_found");
        if (forgotten && onlyNew && socket != null) {
            onlyNew = false;
            send(socket, "");
            return;
        }
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status(message)));
        message.path("headers").forEachEntry((name, value) -> add(head.headers(), name, value));
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("error", message.path("error"));
        dispose();
        state = State.RECEIVING;
        call.onHead(head);
        if (state == State.RECEIVING) {
            call.onContent(Unpooled.wrappedBuffer(JSON.write(body)));
            end();
            call.onEnd();
        }
    }

    private static void add(HttpHeaders headers, String name, JsonNode value) {
        if (value.isValueNode() && !name.isBlank()) {
            headers.set(name, value.asString());
        }
    }

    /** The bytes of an incomplete message. */
    @Override
    public long heldBytes() {
        return socket == null ? 0 : socket.partialBytes();
    }

    @Override
    public void onReadComplete() {
        if (state == State.RECEIVING) {
            call.onReadComplete();
        }
    }

    @Override
    public void onClosed(int status, @Nullable Throwable cause) {
        socket = null;
        if (state == State.OPENING) {
            overHttp();
        } else if (state == State.SENT && status == TOO_LARGE) {
            overHttp();
        } else if (state == State.SENT || state == State.RECEIVING) {
            fail(failure(status, cause));
        }
    }

    private UpstreamFailure failure(int status, @Nullable Throwable cause) {
        boolean tooLarge = cause instanceof TooLongFrameException
                || (cause instanceof CorruptedWebSocketFrameException broken
                        && broken.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG));
        if (tooLarge) {
            return context.eventTooLarge();
        }
        // An error of the relay has its own message. After any other cause the request must not be sent again.
        return cause == null || !TransportFailures.isOurs(cause)
                ? lost(status)
                : site.failures().closed(cause);
    }

    /** The upstream may have answered already, so a request is not sent again after this failure. */
    private static UpstreamFailure lost(int status) {
        return UpstreamFailure.server(
                502,
                "upstream_socket_closed",
                "The upstream closed the WebSocket in the middle of the request"
                        + (status < 0 ? "." : " with status " + status + ".")
                        + " The request was not retried, because the upstream may already have answered it.");
    }

    private void watchIdle() {
        Duration limit = context.options().idleTimeout();
        watchdog.start(limit, () -> fail(site.failures().idleTimeout(limit)));
    }

    // ---- The call ----

    @Override
    public void cancel() {
        if (instead != null) {
            instead.cancel();
        }
        end();
    }

    @Override
    public void finish() {
        if (instead != null) {
            instead.finish();
            return;
        }
        UpstreamSocket open = socket;
        Credentials same = used;
        if (state == State.RECEIVING && completed && open != null && same != null) {
            socket = null;
            sockets.rest(open, turn, new SocketTransport.Answered(upstreamId, site, same.accountId()));
        }
        end();
    }

    @Override
    public void pause() {
        paused = true;
        if (instead != null) {
            instead.pause();
        } else if (state == State.RECEIVING && socket != null) {
            socket.reading(false);
            watchdog.stop();
            pings.stop();
        }
    }

    @Override
    public void resume() {
        if (instead != null) {
            instead.resume();
        } else if (paused && state == State.RECEIVING && socket != null) {
            socket.reading(true);
            watchIdle();
            unanswered = 0;
            pings.start(PING, this::ping);
        }
        paused = false;
    }

    @Override
    public WorkspaceRouting routing() {
        return routing;
    }

    @Override
    public @Nullable Credentials used() {
        return instead == null ? used : instead.used();
    }

    private void fail(UpstreamFailure failure) {
        boolean awaited = state != State.ENDED;
        end();
        if (awaited) {
            call.onFailure(failure);
        }
    }

    private void end() {
        state = State.ENDED;
        dispose();
    }

    private void dispose() {
        watchdog.stop();
        pings.stop();
        if (connecting != null) {
            connecting.cancel(false);
            connecting = null;
        }
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
