package dev.airelay.server.upstream;

import dev.airelay.backend.call.CallObserver;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.base.JsonTrees;
import dev.airelay.server.trace.Lazy;
import dev.airelay.server.trace.RequestTrace;
import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.record.DeferredRecord;
import dev.airelay.traffic.record.LoggedBody;
import dev.airelay.traffic.record.StreamTap;
import dev.airelay.traffic.record.UpstreamRecord;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records the attempts of one upstream call in the traffic log. Used on the call's event loop only. */
final class CallTrace implements CallObserver {
    private static final String METHOD = "POST";
    private static final String SOCKET = "WEBSOCKET";
    private static final String JSON = "application/json";
    private static final int RECORD_BYTES = 256;
    private static final byte[] FRAME = "data: ".getBytes(StandardCharsets.US_ASCII);

    private final RequestTrace trace;
    private final String url;
    private final @Nullable String sessionId;
    private final Function<byte[], LoggedBody> logged;
    private @Nullable StreamTap tap;
    private boolean open;
    private boolean over;
    private String method = METHOD;

    /**
     * Creates the trace of a call.
     *
     * @param url the address of the call
     * @param sessionId the conversation; null if there is none
     * @param logged returns the logged form of an attempt's body
     */
    CallTrace(RequestTrace trace, String url, @Nullable String sessionId, Function<byte[], LoggedBody> logged) {
        this.trace = trace;
        this.url = url;
        this.sessionId = sessionId;
        this.logged = logged;
    }

    /**
     * Creates the trace of a call that sends JSON.
     *
     * @param session the conversation; empty if there is none
     */
    static CallTrace ofJson(RequestTrace trace, String url, String session) {
        return new CallTrace(
                trace,
                url,
                session.isEmpty() ? null : session,
                sent -> trace.bodies() == BodyLevel.NONE ? LoggedBody.unknown() : new LoggedBody.Bytes(JSON, sent));
    }

    @Override
    public void onAttempt(byte[] body) {
        open = false;
        over = false;
        method = METHOD;
        tap = trace.traffic().log().stream(trace.requestId(), StreamTap.Direction.FROM_UPSTREAM);
        trace.record(new UpstreamRecord.Request(trace.requestId(), METHOD, url, sessionId, logged.apply(body)));
    }

    @Override
    public void onSocket() {
        method = SOCKET;
    }

    @Override
    public void onOpen(UpstreamHead head) {
        open = true;
        trace.record(new UpstreamRecord.Response(
                trace.requestId(), method, url, 200, requestId(head), LoggedBody.unknown()));
    }

    private static @Nullable String requestId(UpstreamHead head) {
        return head.header("x-request-id")
                .or(() -> head.header("x-oai-request-id"))
                .orElse(null);
    }

    @Override
    public void onEvent(UpstreamEvent event) {
        EventType type = event.type();
        if (tap != null) {
            tap.piece(frame(event.json()));
        }
        if (type.terminal()) {
            ended(event);
        } else if (!type.handshake() && !type.extension()) {
            trace.content();
        }
    }

    /** For a log of the whole stream. */
    @Override
    public boolean everyEvent() {
        return tap != null;
    }

    private static byte[] frame(byte[] json) {
        byte[] frame = new byte[FRAME.length + json.length + 2];
        System.arraycopy(FRAME, 0, frame, 0, FRAME.length);
        System.arraycopy(json, 0, frame, FRAME.length, json.length);
        frame[frame.length - 2] = '\n';
        frame[frame.length - 1] = '\n';
        return frame;
    }

    private void ended(UpstreamEvent event) {
        if (event.type().failure()) {
            ApiError error = FailureClassifier.ofEvent(event, 0).error();
            broken(event.type().wireName(), TerminalEvent.of(event).answer().id(), error);
            return;
        }
        over();
        String requestId = trace.requestId();
        // The log's thread reads it later, when its bytes may be those of another event.
        UpstreamEvent kept = event.kept();
        Lazy<TerminalEvent> end = new Lazy<>(() -> TerminalEvent.of(kept));
        trace.answered(() -> end.get().answer());
        trace.record(new DeferredRecord(
                requestId,
                RECORD_BYTES + kept.json().length,
                () -> new UpstreamRecord.Usage(
                        requestId, end.get().answer(), end.get().status())));
    }

    private void broken(String event, @Nullable String responseId, ApiError error) {
        over();
        String code = error.code() == null ? error.type() : error.code();
        trace.brokenOff(code, error.message());
        trace.record(
                new UpstreamRecord.StreamError(trace.requestId(), event, responseId, code + ": " + error.message()));
    }

    private void over() {
        if (!over && tap != null) {
            tap.end();
        }
        over = true;
    }

    @Override
    public void onComplete() {
        over();
    }

    @Override
    public void onFailure(UpstreamException failure) {
        ApiError error = failure.failure().error();
        if (open) {
            broken("broken_off", null, error);
        } else {
            over();
            trace.record(new UpstreamRecord.ResponseError(
                    trace.requestId(),
                    failure.failure().status(),
                    failure.head().map(CallTrace::requestId).orElse(null),
                    new LoggedBody.Bytes(JSON, JsonTrees.usual().write(error.toEnvelope()))));
        }
    }

    @Override
    public void onCancel() {
        if (!over) {
            over();
            trace.record(new UpstreamRecord.StreamError(
                    trace.requestId(),
                    "cancelled",
                    null,
                    "The relay canceled the call because the response that it was for has ended."));
        }
    }
}
