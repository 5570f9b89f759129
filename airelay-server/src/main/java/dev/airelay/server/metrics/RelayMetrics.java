package dev.airelay.server.metrics;

import dev.airelay.security.AdmissionOverview;
import dev.airelay.traffic.record.ClientRecord;
import dev.airelay.traffic.record.Measures;
import dev.airelay.traffic.record.ModelAnswer;
import dev.airelay.traffic.record.RecordObserver;
import dev.airelay.traffic.record.TokenUsage;
import dev.airelay.traffic.record.TrafficRecord;
import dev.airelay.traffic.record.UpstreamRecord;
import dev.airelay.traffic.write.TrafficCounters;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The relay's measurements of itself. Requests are counted by the records of the traffic log, on its thread; the figures of the
 * moment are read when somebody asks. Safe for concurrent use.
 *
 * <p>Labels take a bounded number of values: routes by their patterns, statuses, and the first {@value #MOST_MODELS} models.
 */
public final class RelayMetrics implements RecordObserver {
    private static final int MOST_MODELS = 100;
    private static final String OTHER_MODELS = "other";
    private static final String NO_ROUTE = "none";
    /** From answers of the relay itself to the longest generations, in seconds. */
    private static final double[] DURATIONS = {0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900};

    private static final double[] FIRST_TOKENS = {0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 20, 40, 80};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Set<String> models = new HashSet<>();
    private final Counter requests;
    private final Counter incomplete;
    private final Counter streamErrors;
    private final Counter tokens;
    private final Counter retries;
    private final Histogram durations;
    private final Histogram firstTokens;

    /**
     * The figures of the moment. Each is asked for on any thread.
     *
     * @param version of the relay
     * @param admissions the requests in progress and in a queue
     * @param connections the client connections that are open, WebSockets included
     * @param sockets the WebSockets of clients that are open
     * @param streams the responses that are streams in progress
     * @param heapBytes the part of the heap that is in use
     * @param directBytes the memory outside of the heap that buffers hold
     * @param log the counts of the traffic log's records
     */
    public record Gauges(
            String version,
            Supplier<AdmissionOverview> admissions,
            DoubleSupplier connections,
            DoubleSupplier sockets,
            DoubleSupplier streams,
            DoubleSupplier heapBytes,
            DoubleSupplier directBytes,
            Supplier<TrafficCounters> log) {}

    /** Creates the metrics, all at zero. */
    public RelayMetrics() {
        requests = counter(
                "requests", "Requests that have ended; status 0 when the client left before.", "route", "status");
        incomplete = counter("requests_incomplete", "Requests whose response did not reach its last byte.", "route");
        streamErrors = counter("stream_errors", "Streams that ended with an error after they had begun.", "route");
        tokens = counter(
                "tokens", "Tokens by kind; cached is part of input, and reasoning is part of output.", "model", "kind");
        retries = counter(
                "upstream_retries", "Attempts that were repeated, by the status that they failed with.", "status");
        durations = histogram("request_duration", "From the head of a request to the last byte.", DURATIONS);
        firstTokens =
                histogram("time_to_first_token", "From the head of a request to its first content.", FIRST_TOKENS);
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name("airelay_" + name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    private Histogram histogram(String name, String help, double[] bounds) {
        return Histogram.builder()
                .name("airelay_" + name)
                .help(help)
                .unit(Unit.SECONDS)
                .labelNames("route")
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars()
                .register(registry);
    }

    /** Adds the figures of the moment. Called once. */
    public void show(Gauges figures) {
        Info.builder()
                .name("airelay_build")
                .help("The relay's version.")
                .labelNames("version")
                .register(registry)
                .setLabelValues(figures.version());
        gauge(
                "active_requests",
                "Requests in progress, the one for this page included.",
                () -> figures.admissions().get().activeRequests());
        gauge(
                "waiting_requests",
                "Requests that wait for a free slot.",
                () -> figures.admissions().get().waitingRequests());
        gauge("connections", "Connections of clients, WebSockets included.", figures.connections());
        gauge("websockets", "WebSockets of clients.", figures.sockets());
        gauge("active_streams", "Responses that are streams in progress, the page's included.", figures.streams());
        gauge("heap_used_bytes", "Java heap in use.", figures.heapBytes());
        gauge("direct_memory_used_bytes", "Memory of buffers outside of the Java heap.", figures.directBytes());
        CounterWithCallback.builder()
                .name("airelay_log_records")
                .help("Records of the traffic log by their fate; those that were dropped count nowhere else.")
                .labelNames("outcome")
                .callback(values -> {
                    TrafficCounters log = figures.log().get();
                    values.call((double) log.written(), "written");
                    values.call((double) log.dropped(), "dropped");
                    values.call((double) log.failed(), "failed");
                })
                .register(registry);
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name("airelay_" + name)
                .help(help)
                .callback(values -> values.call(value.getAsDouble()))
                .register(registry);
    }

    @Override
    public void observe(Instant at, TrafficRecord record) {
        if (record instanceof ClientRecord.Outbound ended) {
            ended(ended);
        } else if (record instanceof UpstreamRecord.RetryBackoff retry) {
            retries.labelValues(retry.status() == null ? "none" : retry.status().toString())
                    .inc();
        }
    }

    private void ended(ClientRecord.Outbound ended) {
        String matched = ended.line().route();
        String route = matched == null ? NO_ROUTE : matched;
        requests.labelValues(route, Integer.toString(ended.status())).inc();
        if (!ended.complete()) {
            incomplete.labelValues(route).inc();
        }
        if (ended.outcome().streamError() != null) {
            streamErrors.labelValues(route).inc();
        }
        Measures measures = ended.measures();
        durations.labelValues(route).observe(seconds(measures.duration()));
        if (measures.firstToken() != null) {
            firstTokens.labelValues(route).observe(seconds(measures.firstToken()));
        }
        ModelAnswer answer = ended.outcome().answer();
        if (answer != null && answer.usage() != null) {
            used(model(answer.model()), answer.usage());
        }
    }

    private void used(String model, TokenUsage usage) {
        tokens.labelValues(model, "input").inc(usage.input());
        tokens.labelValues(model, "cached").inc(usage.cached());
        tokens.labelValues(model, "output").inc(usage.output());
        tokens.labelValues(model, "reasoning").inc(usage.reasoning());
    }

    /** The upstream names the models, so nobody promises that they are few. */
    private String model(@Nullable String named) {
        if (named == null) {
            return OTHER_MODELS;
        }
        if (models.size() < MOST_MODELS) {
            models.add(named);
        }
        return models.contains(named) ? named : OTHER_MODELS;
    }

    private static double seconds(Duration duration) {
        return (double) duration.toNanos() / TimeUnit.SECONDS.toNanos(1);
    }

    /** Returns all figures as they are now. */
    MetricSnapshots figures() {
        return registry.scrape();
    }
}
