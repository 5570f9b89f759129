package dev.airelay.server.trace;

import dev.airelay.backend.call.TraceContext;
import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.record.ClientRecord;
import dev.airelay.traffic.record.DeferredRecord;
import dev.airelay.traffic.record.LoggedBody;
import dev.airelay.traffic.record.Measures;
import dev.airelay.traffic.record.ModelAnswer;
import dev.airelay.traffic.record.Outcome;
import dev.airelay.traffic.record.SecurityRecord;
import dev.airelay.traffic.record.StreamTap;
import dev.airelay.traffic.record.TrafficRecord;
import dev.airelay.traffic.record.UpstreamRecord;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.Dialect;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, as recorded in the traffic log: the request when it has arrived, the response when it has
 * been sent. Monitoring requests are recorded only if they fail. Used on its event loop only.
 */
public final class RequestTrace {
    static final int FIRST_ERROR_STATUS = 400;
    /** The bytes of a record besides its texts and bodies. */
    private static final int RECORD_BYTES = 512;

    private final RequestTraffic traffic;
    private final RequestFacts request;
    private final boolean watching;
    private final long begun;
    private final String requestType;
    private final boolean form;
    private final long announcedBytes;
    private final CapturedBody received;
    private final AnswerNotes notes = new AnswerNotes();
    private @Nullable CapturedBody sent;
    private long sentBytes;
    private String answerType = "";
    private int status;
    private @Nullable String route;
    private LoggedBody.@Nullable Upload uploaded;
    private @Nullable Duration firstByte;
    private @Nullable Duration firstToken;
    private @Nullable StreamTap stream;
    private boolean streamed;
    private boolean requestWhole;
    private boolean requestRecorded;
    private boolean ended;
    private @Nullable RecentRequest recent;

    /**
     * Begins with the request's head.
     *
     * @param watching whether the request only monitors the relay
     */
    RequestTrace(RequestTraffic traffic, RequestFacts request, HttpRequest head, boolean watching) {
        this.traffic = traffic;
        this.request = request;
        this.watching = watching;
        this.begun = traffic.nanoTime().getAsLong();
        this.requestType = RequestFacts.bodyType(head.headers());
        this.announcedBytes = announced(head);
        this.form = requestType.startsWith("multipart/");
        this.received = new CapturedBody(form ? 0 : traffic.keptBytes());
    }

    private static long announced(HttpRequest head) {
        try {
            return HttpUtil.getContentLength(head, -1L);
        } catch (NumberFormatException refusedLater) {
            return -1;
        }
    }

    public String requestId() {
        return request.id();
    }

    public RequestTraffic traffic() {
        return traffic;
    }

    public void record(TrafficRecord record) {
        if (recent != null && record instanceof UpstreamRecord.RetryBackoff) {
            recent.retried();
        }
        traffic.log().record(record);
    }

    /** Returns the request's place in the list of recent ones, which it enters now if it was not in it. */
    private RecentRequest recent() {
        RecentRequest entered = recent;
        if (entered == null) {
            entered = traffic.recent().enter(request, elapsed().toMillis());
            recent = entered;
        }
        return entered;
    }

    /** The request waits for a free place. */
    public void waits() {
        if (!watching) {
            recent().waits();
        }
    }

    /** The request has got the place that it waited for. */
    public void admitted() {
        if (recent != null) {
            recent.admitted(elapsed());
        }
    }

    /** A piece of the request's body has arrived. */
    public void received(ByteBuf piece, boolean last) {
        received.add(piece);
        if (last) {
            requestWhole = true;
            // The content of a form is known when it has been received.
            if (!watching && !form) {
                recordRequest();
            }
        }
    }

    private void recordRequest() {
        if (requestRecorded) {
            return;
        }
        requestRecorded = true;
        long held = request.approximateBytes() + received.heldBytes();
        Supplier<LoggedBody> body = requestBody();
        RequestFacts head = request;
        boolean open = traffic.open();
        record(
                held,
                () -> new ClientRecord.Inbound(
                        head.id(),
                        head.method(),
                        head.path(),
                        head.query(),
                        head.headers(),
                        head.clientIp(),
                        open,
                        body.get()));
    }

    /** Adds a record that the log's own thread assembles. */
    private void record(long heldBytes, Supplier<@Nullable TrafficRecord> made) {
        record(new DeferredRecord(request.id(), RECORD_BYTES + heldBytes, made));
    }

    private Supplier<LoggedBody> requestBody() {
        LoggedBody.Upload file = uploaded;
        if (file == null && requestWhole) {
            return received.take(requestType);
        }
        LoggedBody known = file == null ? new LoggedBody.Omitted(Math.max(received.size(), announcedBytes)) : file;
        received.forget();
        return () -> known;
    }

    /** The file of the request's form has been received. */
    public void uploaded(LoggedBody.Upload file) {
        uploaded = file;
    }

    /** Returns the distributed trace that the request belongs to; empty when the client names none. */
    public Optional<TraceContext> traceContext() {
        return TraceContext.of(request.header("traceparent"), request.header("tracestate"));
    }

    /** The request matches the route with this pattern. */
    public void routed(String pattern) {
        route = pattern;
    }

    /** The admission or a guard refuses the request. */
    public void refused(RefusalRecord refusal) {
        recordRequest();
        record(refusal.record(request));
    }

    /** Creates the record of a refused request. */
    @FunctionalInterface
    public interface RefusalRecord {
        SecurityRecord record(RequestFacts request);
    }

    /** The upstream is about to be called. */
    public void asks(CodexRequest upstream) {
        String model = upstream.body().path("model").asString("");
        notes.asks(model);
        recent().asks(model, upstream.body().path("reasoning").path("effort").asString(""));
    }

    /** The request is adapted. */
    public void adapted(Disclosure disclosure) {
        if (!disclosure.ignored().isEmpty() || !disclosure.emulated().isEmpty()) {
            notes.ignored(disclosure.ignored());
            record(new ClientRecord.Adapted(
                    request.id(), disclosure.ignored(), disclosure.emulated(), "not_honoured_upstream"));
        }
    }

    /** The upstream has sent the first content. */
    public void content() {
        if (firstToken == null) {
            firstToken = elapsed();
            if (recent != null) {
                recent.firstToken(firstToken);
            }
        }
    }

    /** An upstream call has ended successfully. */
    public void answered(Supplier<ModelAnswer> answer) {
        notes.add(answer);
    }

    /** The response ends with an error after it has begun. */
    public void brokenOff(String code) {
        brokenOff(code, null);
    }

    /**
     * The answer ends with an error after it has begun.
     *
     * @param message as the client gets it; null when the answer's body has it
     */
    public void brokenOff(String code, @Nullable String message) {
        notes.streamError(code);
        if (recent != null) {
            recent.failed(code, message);
        }
    }

    /** The head of the response is written. */
    public void head(HttpResponse response) {
        status = response.status().code();
        firstByte = elapsed();
        answerType = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        Optional<Dialect.Framing> framing = Dialect.Framing.of(answerType);
        streamed = framing.isPresent();
        boolean events = framing.filter(known -> known == Dialect.Framing.SSE).isPresent();
        if (events && watching) {
            // It would fill the log with what the log says already.
            sent = null;
        } else if (events) {
            stream = traffic.log().stream(request.id(), StreamTap.Direction.TO_CLIENT);
        } else {
            boolean error = status >= FIRST_ERROR_STATUS;
            sent = new CapturedBody(error ? RequestTraffic.MAX_ERROR_BYTES : traffic.keptBytes());
        }
    }

    /** A piece of the response's body is written. */
    public void sent(ByteBuf piece) {
        sentBytes += piece.readableBytes();
        if (sent != null) {
            sent.add(piece);
        }
        if (stream != null && piece.isReadable()) {
            stream.piece(ByteBufUtil.getBytes(piece));
        }
    }

    /** The response has ended. Later calls have no effect. */
    public void end(boolean complete) {
        if (ended) {
            return;
        }
        ended = true;
        if (stream != null) {
            stream.end();
        }
        boolean fine = complete && status < FIRST_ERROR_STATUS;
        if (watching && fine) {
            return;
        }
        recordRequest();
        Supplier<Outcome> outcome = notes.outcome();
        Measures measures = new Measures(elapsed(), firstByte, firstToken, received.size(), sentBytes);
        if (!watching && (recent != null || status >= FIRST_ERROR_STATUS)) {
            recent().ends(status, complete, measures, notes.ignored());
        }
        outbound(complete, outcome, measures);
        sent = null;
        if (streamed && notes.answered()) {
            String id = request.id();
            record(0, () -> usage(id, outcome.get()));
        }
    }

    private void outbound(boolean complete, Supplier<Outcome> outcome, Measures measures) {
        CapturedBody whole = sent;
        long held = whole == null ? 0 : whole.heldBytes();
        Supplier<LoggedBody> body =
                whole == null ? () -> new LoggedBody.Omitted(measures.bytesOut()) : whole.take(answerType);
        int answered = status;
        String matched = route;
        RequestFacts head = request;
        RecentRequest listed = recent;
        record(held, () -> {
            LoggedBody sentBody = body.get();
            Outcome result = outcome.get();
            if (listed != null) {
                ErrorText error = ErrorText.of(answered, sentBody);
                listed.answered(result.answer(), error.code(), error.message());
            }
            return new ClientRecord.Outbound(
                    head.id(), head.line(matched), answered, complete, sentBody, result, measures);
        });
    }

    private static @Nullable TrafficRecord usage(String requestId, Outcome outcome) {
        ModelAnswer answer = outcome.answer();
        return answer == null || answer.usage() == null ? null : new ClientRecord.Usage(requestId, answer);
    }

    private Duration elapsed() {
        return Duration.ofNanos(traffic.nanoTime().getAsLong() - begun);
    }

    /** The level of logged bodies. */
    public BodyLevel bodies() {
        return traffic.log().bodies();
    }
}
