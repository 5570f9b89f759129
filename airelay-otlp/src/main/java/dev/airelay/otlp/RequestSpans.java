package dev.airelay.otlp;

import dev.airelay.traffic.record.ClientRecord;
import dev.airelay.traffic.record.HeaderField;
import dev.airelay.traffic.record.ModelAnswer;
import dev.airelay.traffic.record.RecordObserver;
import dev.airelay.traffic.record.TokenUsage;
import dev.airelay.traffic.record.TrafficRecord;
import dev.airelay.traffic.record.UpstreamRecord;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of a request into spans: one of the request and, below it, one of each attempt to call the upstream. A
 * {@code traceparent} of the client is the parent. The spans of a request are made when it has ended. Not thread-safe.
 *
 * <p>Bodies, headers and addresses never become attributes. Names follow OpenTelemetry's conventions for HTTP and for generative AI.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/">OpenTelemetry, semantic conventions</a>
 */
final class RequestSpans implements RecordObserver {
    /** The most requests in progress to remember; of more, the oldest is forgotten: the log may have dropped its last record. */
    private static final int MOST_OPEN = 4_096;

    private static final int FIRST_CLIENT_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;

    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("airelay.request_id");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<Long> RESENT = AttributeKey.longKey("http.request.resend_count");
    private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.response.model");
    private static final AttributeKey<String> RESPONSE_ID = AttributeKey.stringKey("gen_ai.response.id");
    private static final AttributeKey<Long> INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
    private static final AttributeKey<Long> CACHED = AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
    private static final AttributeKey<Long> OUTPUT = AttributeKey.longKey("gen_ai.usage.output_tokens");
    private static final AttributeKey<Double> FIRST_TOKEN =
            AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk");

    private final Tracer tracer;
    private final Map<String, Open> open = new LinkedHashMap<>();

    /**
     * Creates an observer.
     *
     * @param tracer takes the spans
     */
    RequestSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** A request that has not ended. */
    private static final class Open {
        private final List<Attempt> attempts = new ArrayList<>();
        private Context parent = Context.root();

        private @Nullable Attempt last() {
            return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
        }
    }

    /** A call of the upstream. */
    private static final class Attempt {
        private final UpstreamRecord.Request request;
        private final Instant begun;
        private @Nullable Instant ended;
        private long status;
        private @Nullable String error;

        Attempt(UpstreamRecord.Request request, Instant begun) {
            this.request = request;
            this.begun = begun;
        }
    }

    /** Finds headers by their names, in upper or lower case. */
    private static final TextMapGetter<List<HeaderField>> HEADERS = new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // Still abstract.
        public Iterable<String> keys(List<HeaderField> headers) {
            return headers.stream().map(HeaderField::name).toList();
        }

        @Override
        public @Nullable String get(@Nullable List<HeaderField> headers, String name) {
            if (headers != null) {
                for (HeaderField header : headers) {
                    if (header.name().equalsIgnoreCase(name)) {
                        return header.value();
                    }
                }
            }
            return null;
        }
    };

    @Override
    public void observe(Instant at, TrafficRecord record) {
        if (record instanceof ClientRecord.Inbound begun) {
            of(begun.requestId()).parent =
                    W3CTraceContextPropagator.getInstance().extract(Context.root(), begun.headers(), HEADERS);
        } else if (record instanceof UpstreamRecord.Request request) {
            Open of = of(request.requestId());
            finish(of.last(), at);
            of.attempts.add(new Attempt(request, at));
        } else if (record instanceof UpstreamRecord upstream) {
            Open known = open.get(upstream.requestId());
            Attempt attempt = known == null ? null : known.last();
            if (attempt != null) {
                learn(attempt, at, upstream);
            }
        } else if (record instanceof ClientRecord.Outbound ended) {
            Open known = open.remove(ended.requestId());
            export(known == null ? new Open() : known, ended, at);
        }
    }

    private Open of(String requestId) {
        Open known = open.computeIfAbsent(requestId, id -> new Open());
        if (open.size() > MOST_OPEN) {
            open.remove(open.keySet().iterator().next());
        }
        return known;
    }

    private static void learn(Attempt attempt, Instant at, UpstreamRecord record) {
        if (record instanceof UpstreamRecord.Response response) {
            attempt.status = response.status();
        } else if (record instanceof UpstreamRecord.ResponseError refused) {
            attempt.status = refused.status();
            attempt.error = Integer.toString(refused.status());
            finish(attempt, at);
        } else if (record instanceof UpstreamRecord.StreamError broken) {
            attempt.error = broken.event();
            finish(attempt, at);
        } else if (record instanceof UpstreamRecord.RetryBackoff retry) {
            attempt.error = retry.reason();
            finish(attempt, at);
        } else if (record instanceof UpstreamRecord.Usage) {
            finish(attempt, at);
        }
    }

    private static void finish(@Nullable Attempt attempt, Instant at) {
        if (attempt != null && attempt.ended == null) {
            attempt.ended = at;
        }
    }

    private void export(Open request, ClientRecord.Outbound ended, Instant at) {
        String route = ended.line().route();
        String method = ended.line().method();
        SpanBuilder builder = tracer.spanBuilder(route == null ? method : method + " " + route)
                .setSpanKind(SpanKind.SERVER)
                .setParent(request.parent)
                .setStartTimestamp(at.minus(ended.measures().duration()))
                .setAttribute(REQUEST_ID, ended.requestId())
                .setAttribute(METHOD, method)
                .setAttribute(STATUS, (long) ended.status());
        if (route != null) {
            builder.setAttribute(ROUTE, route);
        }
        if (ended.measures().firstToken() != null) {
            builder.setAttribute(FIRST_TOKEN, ended.measures().firstToken().toNanos() / 1e9);
        }
        ModelAnswer answer = ended.outcome().answer();
        if (answer != null) {
            describe(builder, answer);
        }
        Span span = builder.startSpan();
        String failure = failure(ended);
        if (failure != null) {
            span.setAttribute(ERROR, failure);
            if (ended.status() >= FIRST_SERVER_ERROR || ended.status() < FIRST_CLIENT_ERROR) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        Context below = Context.root().with(span);
        for (int i = 0; i < request.attempts.size(); i++) {
            export(request.attempts.get(i), i, below, at);
        }
        span.end(at);
    }

    private static void describe(SpanBuilder builder, ModelAnswer answer) {
        if (answer.model() != null) {
            builder.setAttribute(MODEL, answer.model());
        }
        if (answer.id() != null) {
            builder.setAttribute(RESPONSE_ID, answer.id());
        }
        TokenUsage usage = answer.usage();
        if (usage != null) {
            builder.setAttribute(INPUT, usage.input())
                    .setAttribute(CACHED, usage.cached())
                    .setAttribute(OUTPUT, usage.output());
        }
    }

    private static @Nullable String failure(ClientRecord.Outbound ended) {
        if (ended.outcome().streamError() != null) {
            return ended.outcome().streamError();
        }
        if (ended.status() >= FIRST_CLIENT_ERROR) {
            return Integer.toString(ended.status());
        }
        return ended.complete() ? null : "client_left";
    }

    private void export(Attempt attempt, int number, Context parent, Instant latest) {
        SpanBuilder builder = tracer.spanBuilder(attempt.request.method())
                .setSpanKind(SpanKind.CLIENT)
                .setParent(parent)
                .setStartTimestamp(attempt.begun)
                .setAttribute(METHOD, attempt.request.method())
                .setAttribute(URL, attempt.request.url());
        if (number > 0) {
            builder.setAttribute(RESENT, (long) number);
        }
        if (attempt.status > 0) {
            builder.setAttribute(STATUS, attempt.status);
        }
        Span span = builder.startSpan();
        if (attempt.error != null) {
            span.setAttribute(ERROR, attempt.error).setStatus(StatusCode.ERROR);
        }
        span.end(attempt.ended == null ? latest : attempt.ended);
    }
}
