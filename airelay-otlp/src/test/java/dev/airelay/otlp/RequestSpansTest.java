package dev.airelay.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.airelay.traffic.record.ClientRecord;
import dev.airelay.traffic.record.HeaderField;
import dev.airelay.traffic.record.LoggedBody;
import dev.airelay.traffic.record.Measures;
import dev.airelay.traffic.record.ModelAnswer;
import dev.airelay.traffic.record.Outcome;
import dev.airelay.traffic.record.RequestLine;
import dev.airelay.traffic.record.TokenUsage;
import dev.airelay.traffic.record.UpstreamRecord;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestSpansTest {
    private static final Instant BEGIN = Instant.parse("2026-05-20T10:30:00Z");
    private static final LoggedBody NO_BODY = new LoggedBody.Omitted(0);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .build();
    private final RequestSpans spans = new RequestSpans(provider.get("test"));

    @AfterEach
    void close() {
        provider.close();
    }

    private static Instant at(long millis) {
        return BEGIN.plusMillis(millis);
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    private void begins(HeaderField... headers) {
        spans.observe(
                at(1),
                new ClientRecord.Inbound(
                        "req_1", "POST", "/v1/responses", List.of(), List.of(headers), "127.0.0.1", NO_BODY));
    }

    private void asksUpstream(long millis) {
        spans.observe(
                at(millis), new UpstreamRecord.Request("req_1", "POST", "https://up.example/responses", null, NO_BODY));
    }

    private void ends(int status, boolean complete, Outcome outcome) {
        spans.observe(
                at(900),
                new ClientRecord.Outbound(
                        "req_1",
                        new RequestLine("POST", "/v1/responses", "/v1/responses", "127.0.0.1", null),
                        status,
                        complete,
                        NO_BODY,
                        outcome,
                        new Measures(Duration.ofMillis(900), null, Duration.ofMillis(250), 10, 20)));
    }

    private SpanData span(SpanKind kind) {
        return exported.getFinishedSpanItems().stream()
                .filter(span -> span.getKind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static String text(SpanData span, String name) {
        return String.valueOf(span.getAttributes().asMap().entrySet().stream()
                .filter(entry -> entry.getKey().getKey().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue());
    }

    @Test
    void requestAndItsUpstreamCallAreParentAndChild() {
        ModelAnswer answer = new ModelAnswer("resp_1", "response", "gpt-5.5", new TokenUsage(10, 4, 7, 2, 17));
        begins();
        asksUpstream(5);
        spans.observe(
                at(100),
                new UpstreamRecord.Response("req_1", "POST", "https://up.example/responses", 200, null, NO_BODY));
        spans.observe(at(800), new UpstreamRecord.Usage("req_1", answer, "completed"));
        ends(200, true, new Outcome(answer, List.of(), null));

        SpanData request = span(SpanKind.SERVER);
        assertThat(request.getName()).isEqualTo("POST /v1/responses");
        assertThat(request.getStartEpochNanos()).isEqualTo(nanos(BEGIN));
        assertThat(request.getEndEpochNanos()).isEqualTo(nanos(at(900)));
        assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(text(request, "airelay.request_id")).isEqualTo("req_1");
        assertThat(text(request, "http.response.status_code")).isEqualTo("200");
        assertThat(text(request, "gen_ai.response.model")).isEqualTo("gpt-5.5");
        assertThat(text(request, "gen_ai.usage.input_tokens")).isEqualTo("10");
        assertThat(text(request, "gen_ai.usage.cache_read.input_tokens")).isEqualTo("4");
        assertThat(text(request, "gen_ai.response.time_to_first_chunk")).isEqualTo("0.25");
        SpanData call = span(SpanKind.CLIENT);
        assertThat(call.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(call.getTraceId()).isEqualTo(request.getTraceId());
        assertThat(call.getStartEpochNanos()).isEqualTo(nanos(at(5)));
        assertThat(call.getEndEpochNanos()).isEqualTo(nanos(at(800)));
        assertThat(text(call, "url.full")).isEqualTo("https://up.example/responses");
    }

    @Test
    void spanOfTheClientIsTheParent() {
        begins(new HeaderField("Traceparent", "00-" + TRACE + "-" + PARENT + "-01"));
        ends(200, true, Outcome.PLAIN);

        assertThat(span(SpanKind.SERVER).getTraceId()).isEqualTo(TRACE);
        assertThat(span(SpanKind.SERVER).getParentSpanId()).isEqualTo(PARENT);
    }

    @Test
    void eachAttemptHasASpan() {
        begins();
        asksUpstream(5);
        spans.observe(
                at(50),
                new UpstreamRecord.RetryBackoff("req_1", 1, 3, Duration.ofMillis(20), 503, "server_is_overloaded"));
        asksUpstream(70);
        ends(200, true, Outcome.PLAIN);

        List<SpanData> calls = exported.getFinishedSpanItems().stream()
                .filter(span -> span.getKind() == SpanKind.CLIENT)
                .toList();
        assertThat(calls).hasSize(2);
        assertThat(calls.get(0).getEndEpochNanos()).isEqualTo(nanos(at(50)));
        assertThat(calls.get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(text(calls.get(0), "error.type")).isEqualTo("server_is_overloaded");
        assertThat(text(calls.get(1), "http.request.resend_count")).isEqualTo("1");
        assertThat(calls.get(1).getEndEpochNanos()).isEqualTo(nanos(at(900)));
    }

    @Test
    void failuresAreNamedAndOnlyThoseOfTheServerAreErrors() {
        begins();
        ends(400, true, Outcome.PLAIN);
        begins();
        ends(503, true, Outcome.PLAIN);
        begins();
        ends(200, true, new Outcome(null, List.of(), "server_error"));
        begins();
        ends(200, false, Outcome.PLAIN);

        assertThat(exported.getFinishedSpanItems())
                .extracting(
                        span -> span.getAttributes().get(AttributeKey.stringKey("error.type")),
                        span -> span.getStatus().getStatusCode())
                .containsExactly(
                        tuple("400", StatusCode.UNSET),
                        tuple("503", StatusCode.ERROR),
                        tuple("server_error", StatusCode.ERROR),
                        tuple("client_left", StatusCode.ERROR));
    }

    @Test
    void nothingOfBodiesHeadersOrAddressesIsExported() {
        begins(new HeaderField("authorization", "Bearer secret-value"), new HeaderField("x-name", "private-value"));
        ends(200, true, Outcome.PLAIN);

        assertThat(exported.getFinishedSpanItems().toString())
                .doesNotContain("secret-value", "private-value", "127.0.0.1");
    }
}
