package dev.airelay.backend;

import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One request that is answered with one JSON object, within one deadline. Used on its event loop only. */
final class UnaryCall<T> implements ResponseReceiver {

    private static final System.Logger LOG = System.getLogger(UnaryCall.class.getName());
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final ClientContext wiring;
    private final AuthorisedExchange exchange;
    private final TransportFailures failures;
    private final RestartableTimer watchdog;
    private final Limits limits;
    private final BoundedBody body;
    private final Function<Answer, Optional<T>> reader;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private @Nullable HttpResponse head;

    /**
     * How long and how large an answer may be.
     *
     * @param deadline for the whole call
     * @param maxBytes of the body
     * @param memory asked as the body grows, for the bytes that it takes; false ends the call
     */
    record Limits(Duration deadline, int maxBytes, LongPredicate memory) {}

    /** Creates a call; {@code reader} returns empty for an object that is not what was asked for. */
    UnaryCall(
            EventLoop loop,
            ClientContext wiring,
            ConnectionPool pool,
            OutgoingRequest request,
            Limits limits,
            Function<Answer, Optional<T>> reader) {
        this.wiring = wiring;
        this.reader = reader;
        this.limits = limits;
        this.body = new BoundedBody(limits.maxBytes());
        this.failures = wiring.failures();
        this.watchdog = new RestartableTimer(loop);
        this.exchange = new AuthorisedExchange(loop, wiring, pool, request, this);
    }

    /** Starts; on the event loop, on which the result is completed too. */
    void start() {
        watchdog.start(limits.deadline(), () -> {
            exchange.cancel();
            onFailure(failures.wholeTimeout(limits.deadline()));
        });
        exchange.start();
    }

    /** Ends the call at once; the result is not completed any more. */
    void cancel() {
        watchdog.stop();
        exchange.cancel();
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
                    502,
                    "answer_too_large",
                    "The upstream's response is larger than " + limits.maxBytes() + " bytes."));
        } else if (!limits.memory().test(body.heldBytes())) {
            exchange.cancel();
            onFailure(UpstreamFailure.outOfMemory());
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
        if (!ok(complete)) {
            return Optional.empty();
        }
        byte[] bytes = body.bytes();
        return parsed(bytes).flatMap(json -> reader.apply(new Answer(complete.headers(), bytes, json)));
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

    private static Optional<ObjectNode> parsed(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    /**
     * What came.
     *
     * @param body the object as it came
     * @param json the object
     */
    @SuppressWarnings("ArrayRecordComponent") // Answers are not compared.
    record Answer(HttpHeaders headers, byte[] body, ObjectNode json) {

        /** Returns the object's version, if it has one. */
        @Nullable
        String etag() {
            return headers.get(HttpHeaderNames.ETAG);
        }
    }
}
