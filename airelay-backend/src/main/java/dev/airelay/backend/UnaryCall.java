package dev.airelay.backend;

import dev.airelay.transforms.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One GET that is answered with one JSON object, within one deadline. */
final class UnaryCall<T> implements ResponseReceiver {

    private static final System.Logger LOG = System.getLogger(UnaryCall.class.getName());
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int MAX_BODY_BYTES = 8 * 1024 * 1024;
    /** Somebody waits at a terminal for these small answers. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Wiring wiring;
    private final AuthorisedExchange exchange;
    private final TransportFailures failures;
    private final Watchdog watchdog;
    private final Duration deadline;
    private final BoundedBody body = new BoundedBody(MAX_BODY_BYTES);
    private final Function<Answer, Optional<T>> reader;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private @Nullable HttpResponse head;

    /** Creates a call; {@code reader} returns empty for an object that is not what was asked for. */
    UnaryCall(
            EventLoop loop,
            Wiring wiring,
            ConnectionPool pool,
            OutgoingRequest request,
            Function<Answer, Optional<T>> reader) {
        this.wiring = wiring;
        this.reader = reader;
        Duration firstByte = wiring.options().firstByteTimeout();
        this.deadline = firstByte.compareTo(LONGEST) < 0 ? firstByte : LONGEST;
        this.failures = wiring.failures();
        this.watchdog = new Watchdog(loop);
        this.exchange = new AuthorisedExchange(loop, wiring, pool, request, this);
    }

    /** Starts; on the event loop, on which the result is completed too. */
    void start() {
        watchdog.start(deadline, () -> {
            exchange.cancel();
            onFailure(failures.wholeTimeout(deadline));
        });
        exchange.start();
    }

    /** Returns what the call will be answered with. */
    CompletableFuture<T> result() {
        return result;
    }

    @Override
    public void onHead(HttpResponse response) {
        head = response;
    }

    @Override
    public void onContent(ByteBuf content) {
        if (!body.add(content)) {
            exchange.cancel();
            onFailure(UpstreamFailure.server(
                    502, "answer_too_large", "The upstream's answer has more than " + MAX_BODY_BYTES + " bytes."));
        }
    }

    @Override
    public void onReadComplete() {
        // Nothing is passed on before the end.
    }

    @Override
    public void onEnd() {
        HttpResponse complete = head;
        if (complete == null) {
            return;
        }
        CompletableFuture.completedFuture(complete).thenApply(this::read).whenComplete((read, thrown) -> {
            if (thrown != null) {
                LOG.log(System.Logger.Level.ERROR, "event=upstream_answer_not_handled", thrown);
                fail(failures.closed(thrown), complete);
            } else if (read.isPresent()) {
                watchdog.stop();
                result.complete(read.get());
            } else {
                fail(Refusals.of(complete, body.bytes(), wiring.epochSeconds()), complete);
            }
        });
    }

    private Optional<T> read(HttpResponse complete) {
        return ok(complete)
                ? parsed().flatMap(json ->
                        reader.apply(new Answer(complete.headers().get(HttpHeaderNames.ETAG), json)))
                : Optional.empty();
    }

    @Override
    public void onFailure(UpstreamFailure failure) {
        HttpResponse begun = head;
        fail(begun == null || ok(begun) ? failure : Refusals.of(begun, body.bytes(), wiring.epochSeconds()), begun);
    }

    private void fail(UpstreamFailure failure, @Nullable HttpResponse begun) {
        watchdog.stop();
        UpstreamHead shown = begun == null ? null : UpstreamHead.of(begun.headers());
        result.completeExceptionally(new UpstreamException(failure, shown));
    }

    private static boolean ok(HttpResponse response) {
        return response.status().equals(HttpResponseStatus.OK);
    }

    private Optional<ObjectNode> parsed() {
        try {
            return MAPPER.readTree(body.bytes()) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    /** The object and its version, if it has one. */
    record Answer(@Nullable String etag, ObjectNode json) {}
}
