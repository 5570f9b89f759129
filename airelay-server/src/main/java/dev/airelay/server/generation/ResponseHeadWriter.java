package dev.airelay.server.generation;

import dev.airelay.server.http.ErrorResponses;
import dev.airelay.server.http.RelayHeaders;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.server.http.StreamHead;
import dev.airelay.server.trace.Disclosure;
import dev.airelay.server.trace.RequestTrace;
import dev.airelay.server.upstream.FailureDetails;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.server.upstream.PlanHeader;
import dev.airelay.server.upstream.PlanLimitCache;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FailureTranslator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Writes the head of a generation's response: the status, and the disclosure of the relay's adaptations. */
public final class ResponseHeadWriter implements GenerationCalls.CallNotes {

    private static final String ORIGINATOR = "originator";
    private static final String CODEX = "codex";

    private final ChannelHandlerContext ctx;
    private final HttpVersion version;
    private final ErrorResponses errors;
    private final Optional<RequestTrace> trace;
    private final List<String> ignoredParameters;
    private final Set<String> emulatedParameters;
    private Supplier<List<String>> foundIgnored = List::of;
    private Optional<String> notKept = Optional.empty();
    private Optional<PlanLimitCache.Known> repeatedLimit = Optional.empty();
    private final FailureDetails failures;
    private Dialect.Framing framing = Dialect.Framing.SSE;
    private final boolean codex;

    public ResponseHeadWriter(
            RelayRequest request, ChannelHandlerContext ctx, Disclosure disclosure, FailureDetails failures) {
        this.ctx = ctx;
        this.version = request.version();
        this.errors = request.errors();
        this.trace = request.trace();
        this.ignoredParameters = disclosure.ignored();
        this.emulatedParameters = new LinkedHashSet<>(disclosure.emulated());
        this.failures = failures;
        this.codex = request.headers().get(ORIGINATOR, "").regionMatches(true, 0, CODEX, 0, CODEX.length());
    }

    /** Sets the framing of the stream. For a head that is not written yet. */
    ResponseHeadWriter framed(Dialect.Framing other) {
        framing = other;
        return this;
    }

    /** Records whether the turn could be stored; {@code lost} says why not. */
    ResponseHeadWriter keptOrNot(Optional<String> lost) {
        notKept = lost.or(() -> notKept);
        return this;
    }

    /**
     * Sets the supplier of members that had no effect according to the finished response. For a head that is not written
     * yet.
     */
    ResponseHeadWriter alsoIgnoring(Supplier<List<String>> names) {
        foundIgnored = names;
        return this;
    }

    /**
     * Records a part of earlier turns that was omitted because the upstream rejected it. For a head that is not written yet.
     */
    @Override
    public void leftOut(String what) {
        emulatedParameters.add(what);
    }

    /** Records that the failure is the plan's limit, as the upstream reported it before. */
    @Override
    public void limitRepeated(PlanLimitCache.Known limit) {
        repeatedLimit = Optional.of(limit);
    }

    /** Writes the head of a stream, without flushing it. */
    void writeStream() {
        HttpResponse response = streamHead(version, framing);
        disclose(response.headers());
        ctx.write(response);
    }

    /** Returns the head of a stream for a client of this HTTP version. */
    public static HttpResponse streamHead(HttpVersion version, Dialect.Framing framing) {
        HttpResponse response = new StreamHead(framing);
        response.headers()
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
                .set("x-accel-buffering", "no");
        // HTTP/1.0 has no chunks: the end of the connection ends the body.
        HttpUtil.setTransferEncodingChunked(response, version.compareTo(HttpVersion.HTTP_1_1) >= 0);
        return response;
    }

    /** Writes a whole JSON response. */
    void writeObject(byte[] json) {
        write(Response.json(200, json));
    }

    /** Writes a whole response. */
    void write(Response answer) {
        disclose(answer.headers());
        answer.writeTo(ctx);
    }

    /** Returns the trace of the request; empty when none is recorded. */
    @Override
    public Optional<RequestTrace> trace() {
        return trace;
    }

    /** Returns the error responses of the client's API. */
    ErrorResponses errors() {
        return errors;
    }

    /**
     * Returns whether a stream reports this failure as an event even if nothing else has been sent. Codex compacts a
     * conversation that is too long only after such an event, and gives up after an HTTP error.
     */
    boolean isInStream(UpstreamFailure failure) {
        return codex && UpstreamFailure.OVERFLOW.equals(failure.error().code());
    }

    /** Writes an upstream failure as an HTTP error. */
    void writeFailure(UpstreamFailure failure) {
        Response answer = errors.of(failure, failures.of(failure));
        repeatedLimit.ifPresent(limit -> {
            answer.header(RelayHeaders.CACHED_LIMIT, limit.disclosure());
            if (!answer.headers().contains(HttpHeaderNames.RETRY_AFTER)) {
                // It is unknown when the limit ends: the next attempt is the first one that may succeed.
                answer.header(HttpHeaderNames.RETRY_AFTER, limit.secondsUntilNextTry());
            }
        });
        answer.writeTo(ctx);
    }

    /** Returns a translator that knows when the plan's limits end. */
    FailureTranslator knowingLimits(FailureTranslator translator) {
        return failures.knowingLimits(translator);
    }

    /** Returns the failure that an event reports. */
    UpstreamFailure failureIn(UpstreamEvent event) {
        return failures.in(event);
    }

    private void disclose(HttpHeaders headers) {
        Set<String> ignored = new LinkedHashSet<>(ignoredParameters);
        ignored.addAll(foundIgnored.get());
        if (!ignored.isEmpty()) {
            headers.set(RelayHeaders.IGNORED_PARAMETERS, String.join(", ", ignored));
        }
        if (!emulatedParameters.isEmpty()) {
            headers.set(RelayHeaders.EMULATED, String.join(", ", emulatedParameters));
        }
        failures.limits().latest().flatMap(PlanHeader::of).ifPresent(plan -> headers.set(RelayHeaders.LIMITS, plan));
        notKept.ifPresent(why -> headers.set(RelayHeaders.NOT_KEPT, why));
    }
}
