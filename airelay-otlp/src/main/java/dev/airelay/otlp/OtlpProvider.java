package dev.airelay.otlp;

import dev.airelay.traffic.record.RecordObserver;
import dev.airelay.traffic.record.TrafficRecord;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.time.Instant;
import java.util.Map;

/**
 * Opens an exporter as OpenTelemetry's variables say, such as {@code OTEL_EXPORTER_OTLP_ENDPOINT} and {@code OTEL_SERVICE_NAME}.
 * Found by {@link java.util.ServiceLoader}.
 */
public final class OtlpProvider implements RecordObserver.Provider {
    /** Spans only, by the protocol that needs no more than the JDK's own HTTP client. The variables take precedence. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "airelay",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    /** Creates the provider. */
    public OtlpProvider() {}

    @Override
    public RecordObserver open() {
        return open(Map.of());
    }

    /**
     * Opens an exporter.
     *
     * @param settings by the names of OpenTelemetry's system properties; the variables take precedence
     */
    static RecordObserver open(Map<String, String> settings) {
        OpenTelemetrySdk sdk;
        try {
            sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> DEFAULTS)
                    .addPropertiesSupplier(() -> settings)
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
        } catch (ConfigurationException refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
        return new Export(new RequestSpans(sdk.getTracer("dev.airelay")), sdk);
    }

    /** Spans until the SDK is closed, which sends what waits. */
    private record Export(RequestSpans spans, OpenTelemetrySdk sdk) implements RecordObserver {

        @Override
        public void observe(Instant at, TrafficRecord record) {
            spans.observe(at, record);
        }

        @Override
        public void close() {
            sdk.close();
        }
    }
}
