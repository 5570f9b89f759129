package dev.airelay.server.upstream;

import dev.airelay.backend.CallHandle;
import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.server.trace.RequestTrace;
import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.record.LoggedBody;
import dev.airelay.traffic.record.StreamTap;
import dev.airelay.traffic.record.UpstreamRecord;
import dev.airelay.transforms.CodexRequest;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One attempt of an upstream call, of which the traffic log is told. Passes everything on. Used on its event loop only. */
final class TracedCall implements CallHandle, UpstreamSink {
    private static final String METHOD = "POST";
    private static final String JSON = "application/json";
    private static final byte[] FRAME = "data: ".getBytes(StandardCharsets.US_ASCII);

    private final RequestTrace transit;
    private final UpstreamSink sink;
    private final @Nullable StreamTap tap;
    private @Nullable CallHandle call;
    private boolean open;
    private boolean over;

    private TracedCall(RequestTrace transit, UpstreamSink sink) {
        this.transit = transit;
        this.sink = sink;
        this.tap = transit.traffic().log().stream(transit.requestId(), StreamTap.Direction.FROM_UPSTREAM);
    }

    /**
     * Opens an attempt.
     *
     * @param opener opens it in earnest
     * @param transit of the request that it is for
     */
    static CallHandle open(CallOpener opener, RequestTrace transit, CodexRequest request, UpstreamSink sink) {
        TracedCall traced = new TracedCall(transit, sink);
        transit.record(new UpstreamRecord.Request(
                transit.requestId(),
                METHOD,
                transit.traffic().upstream().responses(),
                request.sessionId(),
                body(transit, request)));
        CallHandle opened = opener.open(traced);
        traced.call = opened;
        return traced;
    }

    /** Returns what is logged of a request to the upstream. */
    static LoggedBody body(RequestTrace transit, CodexRequest request) {
        return transit.bodies() == BodyLevel.NONE
                ? LoggedBody.unknown()
                : new LoggedBody.Written(JSON, transit.requestBytes(), request::toBytes);
    }

    @Override
    public void onOpen(UpstreamHead head) {
        open = true;
        transit.record(new UpstreamRecord.Response(
                transit.requestId(),
                METHOD,
                transit.traffic().upstream().responses(),
                200,
                requestId(head),
                LoggedBody.unknown()));
        sink.onOpen(head);
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
            transit.content();
        }
        sink.onEvent(event);
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
        TerminalEvent end = TerminalEvent.of(event);
        if (event.type().failure()) {
            ApiError error = FailureClassifier.ofEvent(event, 0).error();
            broken(event.type().wireName(), end.answer().id(), error);
        } else {
            over();
            transit.answered(end.answer());
            transit.record(new UpstreamRecord.Usage(transit.requestId(), end.answer(), end.status()));
        }
    }

    private void broken(String event, @Nullable String responseId, ApiError error) {
        over();
        String code = error.code() == null ? error.type() : error.code();
        transit.brokenOff(code);
        transit.record(
                new UpstreamRecord.StreamError(transit.requestId(), event, responseId, code + ": " + error.message()));
    }

    private void over() {
        if (!over && tap != null) {
            tap.end();
        }
        over = true;
    }

    @Override
    public void onBatchEnd() {
        sink.onBatchEnd();
    }

    @Override
    public void onHeld(long bytes) {
        sink.onHeld(bytes);
    }

    @Override
    public void onComplete() {
        over();
        sink.onComplete();
    }

    @Override
    public void onFailure(UpstreamException failure) {
        ApiError error = failure.failure().error();
        if (open) {
            broken("broken_off", null, error);
        } else {
            over();
            transit.record(new UpstreamRecord.ResponseError(
                    transit.requestId(),
                    failure.failure().status(),
                    failure.head().map(TracedCall::requestId).orElse(null),
                    new LoggedBody.Bytes(JSON, JsonMapper.shared().writeValueAsBytes(error.toEnvelope()))));
        }
        sink.onFailure(failure);
    }

    @Override
    public void cancel() {
        if (!over) {
            over();
            transit.record(new UpstreamRecord.StreamError(
                    transit.requestId(),
                    "cancelled",
                    null,
                    "The relay canceled the call because the response that it was for has ended."));
        }
        if (call != null) {
            call.cancel();
        }
    }

    @Override
    public void pause() {
        if (call != null) {
            call.pause();
        }
    }

    @Override
    public void resume() {
        if (call != null) {
            call.resume();
        }
    }
}
