package dev.airelay.traffic.record;

/** The names in the log: of each kind of record, and of its fields. They are defined only here. */
final class RecordFields {
    private static final String PHASE = "phase";
    private static final String IGNORED_PARAMETERS = "ignored_parameters";
    private static final String UPSTREAM_REQUEST_ID = "upstream_request_id";
    private static final int FIRST_ERROR_STATUS = 400;

    private RecordFields() {}

    /**
     * Writes the fields of a record, its id and its phase first.
     *
     * @throws IllegalArgumentException when the record has no fields of its own: a deferred one, or a piece of a stream
     */
    static void write(TrafficRecord record, RecordWriter out) {
        out.text("request_id", record.requestId());
        // Tests instead of a table, the kinds of every request first: a table would load all kinds at the start.
        if (record instanceof ClientRecord client) {
            writeClient(client, out);
        } else if (record instanceof UpstreamRecord upstream) {
            writeUpstream(upstream, out);
        } else if (record instanceof SecurityRecord security) {
            writeSecurity(security, out);
        } else if (record instanceof LogNotice notice) {
            gap(notice, out.own(PHASE, "traffic_log_gap"));
        } else {
            throw unknown(record);
        }
    }

    private static void writeClient(ClientRecord record, RecordWriter out) {
        if (record instanceof ClientRecord.Inbound inbound) {
            inbound(inbound, out.own(PHASE, "inbound_request"));
        } else if (record instanceof ClientRecord.Outbound outbound) {
            outbound(outbound, out.own(PHASE, "outbound_response"));
        } else if (record instanceof ClientRecord.Usage usage) {
            out.own(PHASE, "outbound_usage").answer(usage.answer());
        } else if (record instanceof ClientRecord.Adapted adapted) {
            adapted(adapted, out.own(PHASE, "compatibility_adaptation"));
        } else {
            throw unknown(record);
        }
    }

    private static void writeUpstream(UpstreamRecord record, RecordWriter out) {
        if (record instanceof UpstreamRecord.Request request) {
            request(request, out.own(PHASE, "upstream_request"));
        } else if (record instanceof UpstreamRecord.Response response) {
            response(response, out.own(PHASE, "upstream_response"));
        } else if (record instanceof UpstreamRecord.Usage usage) {
            upstreamUsage(usage, out.own(PHASE, "upstream_usage"));
        } else if (record instanceof UpstreamRecord.ResponseError error) {
            responseError(error, out.own(PHASE, "upstream_response_error"));
        } else if (record instanceof UpstreamRecord.StreamError error) {
            streamError(error, out.own(PHASE, "upstream_stream_error"));
        } else if (record instanceof UpstreamRecord.RetryBackoff backoff) {
            retryBackoff(backoff, out.own(PHASE, "retry_backoff"));
        } else if (record instanceof UpstreamRecord.RetrySkipped skipped) {
            retrySkipped(skipped, out.own(PHASE, "retry_skipped"));
        } else {
            throw unknown(record);
        }
    }

    private static void writeSecurity(SecurityRecord record, RecordWriter out) {
        if (record instanceof SecurityRecord.Event event) {
            event(event, out.own(PHASE, "security_event"));
        } else if (record instanceof SecurityRecord.Ready ready) {
            ready(ready, out.own(PHASE, "endpoint_security_ready"));
        } else if (record instanceof SecurityRecord.Rejected rejected) {
            rejected(rejected, out.own(PHASE, "endpoint_rejected"));
        } else if (record instanceof SecurityRecord.AuthFailed failed) {
            authFailed(failed, out.own(PHASE, "endpoint_auth_failed"));
        } else {
            throw unknown(record);
        }
    }

    private static IllegalArgumentException unknown(TrafficRecord record) {
        return new IllegalArgumentException("no fields for " + record.getClass());
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
