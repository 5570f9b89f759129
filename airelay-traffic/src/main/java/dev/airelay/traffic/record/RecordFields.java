package dev.airelay.traffic.record;

import java.util.Map;
import java.util.function.BiConsumer;

/** The name of each kind of record in the log, and those of its fields: the one table of them. */
final class RecordFields {
    private record Shape<T>(Class<T> type, String phase, BiConsumer<T, RecordWriter> fields) {
        void write(TrafficRecord record, RecordWriter out) {
            out.text("request_id", record.requestId()).own("phase", phase);
            fields.accept(type.cast(record), out);
        }
    }

    private static final String IGNORED_PARAMETERS = "ignored_parameters";
    private static final String UPSTREAM_REQUEST_ID = "upstream_request_id";
    private static final int FIRST_ERROR_STATUS = 400;

    private static final Map<Class<?>, Shape<?>> SHAPES = Map.ofEntries(
            shape(ClientRecord.Inbound.class, "inbound_request", RecordFields::inbound),
            shape(ClientRecord.Adapted.class, "compatibility_adaptation", RecordFields::adapted),
            shape(ClientRecord.Outbound.class, "outbound_response", RecordFields::outbound),
            shape(ClientRecord.Usage.class, "outbound_usage", (record, out) -> out.answer(record.answer())),
            shape(UpstreamRecord.Request.class, "upstream_request", RecordFields::request),
            shape(UpstreamRecord.Response.class, "upstream_response", RecordFields::response),
            shape(UpstreamRecord.ResponseError.class, "upstream_response_error", RecordFields::responseError),
            shape(UpstreamRecord.Usage.class, "upstream_usage", RecordFields::upstreamUsage),
            shape(UpstreamRecord.StreamError.class, "upstream_stream_error", RecordFields::streamError),
            shape(UpstreamRecord.RetryBackoff.class, "retry_backoff", RecordFields::retryBackoff),
            shape(UpstreamRecord.RetrySkipped.class, "retry_skipped", RecordFields::retrySkipped),
            shape(SecurityRecord.Ready.class, "endpoint_security_ready", RecordFields::ready),
            shape(SecurityRecord.Rejected.class, "endpoint_rejected", RecordFields::rejected),
            shape(SecurityRecord.AuthFailed.class, "endpoint_auth_failed", RecordFields::authFailed),
            shape(SecurityRecord.Event.class, "security_event", RecordFields::event),
            shape(LogNotice.class, "traffic_log_gap", RecordFields::gap));

    private RecordFields() {}

    private static <T> Map.Entry<Class<?>, Shape<?>> shape(
            Class<T> type, String phase, BiConsumer<T, RecordWriter> fields) {
        return Map.entry(type, new Shape<>(type, phase, fields));
    }

    static void write(TrafficRecord record, RecordWriter out) {
        Shape<?> shape = SHAPES.get(record.getClass());
        if (shape == null) {
            throw new IllegalArgumentException("no shape for " + record.getClass());
        }
        shape.write(record, out);
    }

    private static void inbound(ClientRecord.Inbound record, RecordWriter out) {
        out.text("method", record.method())
                .text("path", record.path())
                .fields("query", record.query())
                .fields("headers", record.headers())
                .text("client_ip", record.clientIp())
                .text("auth", record.open() ? "none" : null)
                .body(record.body());
    }

    private static void adapted(ClientRecord.Adapted record, RecordWriter out) {
        out.texts(IGNORED_PARAMETERS, record.ignoredParameters())
                .textsIfAny("emulated_parameters", record.emulatedParameters())
                .text("reason", record.reason());
    }

    private static void outbound(ClientRecord.Outbound record, RecordWriter out) {
        Outcome outcome = record.outcome();
        out.line(record.line())
                .number("status_code", record.status())
                .flag("complete", record.complete())
                .answer(outcome.answer())
                .textsIfAny(IGNORED_PARAMETERS, outcome.ignoredParameters())
                .text("error_code", outcome.streamError())
                .measures(record.measures());
        if (record.status() >= FIRST_ERROR_STATUS) {
            out.error(record.body());
        }
        out.body(record.body());
    }

    private static void request(UpstreamRecord.Request record, RecordWriter out) {
        out.text("method", record.method())
                .text("url", record.url())
                .text("session_id", record.sessionId())
                .body(record.body());
    }

    private static void response(UpstreamRecord.Response record, RecordWriter out) {
        out.text("method", record.method())
                .text("url", record.url())
                .number("status_code", record.status())
                .text(UPSTREAM_REQUEST_ID, record.upstreamRequestId())
                .body(record.body());
    }

    private static void responseError(UpstreamRecord.ResponseError record, RecordWriter out) {
        out.number("status_code", record.status())
                .text(UPSTREAM_REQUEST_ID, record.upstreamRequestId())
                .error(record.body())
                .body(record.body());
    }

    private static void upstreamUsage(UpstreamRecord.Usage record, RecordWriter out) {
        out.answer(record.answer()).text("status", record.status());
    }

    private static void streamError(UpstreamRecord.StreamError record, RecordWriter out) {
        out.text("event", record.event())
                .text("response_id", record.responseId())
                .text("error", record.error());
    }

    private static void retryBackoff(UpstreamRecord.RetryBackoff record, RecordWriter out) {
        out.number("attempt", record.attempt())
                .number("max_attempts", record.maxAttempts())
                .millis("delay_ms", record.delay())
                .numberIfAny("status_code", record.status())
                .text("reason", record.reason());
    }

    private static void retrySkipped(UpstreamRecord.RetrySkipped record, RecordWriter out) {
        out.text("reason", record.reason()).numberIfAny("status_code", record.status());
    }

    private static void ready(SecurityRecord.Ready record, RecordWriter out) {
        out.flag("require_bearer_auth", record.requireBearerAuth())
                .flag("bearer_token_present", record.bearerTokenPresent())
                .text("bearer_token_file", record.bearerTokenFile())
                .number("rate_limit_per_minute", record.limits().requestsPerMinute())
                .number("rate_limit_burst", record.limits().burst())
                .number("concurrent_requests_per_ip", record.limits().concurrentRequests());
    }

    private static void rejected(SecurityRecord.Rejected record, RecordWriter out) {
        out.text("method", record.method())
                .text("path", record.path())
                .text("client_ip", record.clientIp())
                .text("reason", record.reason())
                .number("status_code", record.status())
                .numberIfAny("retry_after_seconds", record.retryAfterSeconds());
    }

    private static void authFailed(SecurityRecord.AuthFailed record, RecordWriter out) {
        out.text("method", record.method())
                .text("path", record.path())
                .text("client_ip", record.clientIp())
                .fields("headers", record.headers())
                .text("token_fingerprint", record.tokenFingerprint())
                .flag("blocked", !record.blockedFor().isZero())
                .number("block_seconds", record.blockedFor().toSeconds());
    }

    private static void event(SecurityRecord.Event record, RecordWriter out) {
        out.text("event", record.event()).text("detail", record.detail());
    }

    private static void gap(LogNotice record, RecordWriter out) {
        out.number("dropped", record.dropped()).number("failed", record.failed());
    }
}
