import org.jspecify.annotations.NullMarked;

/** Exports requests as OpenTelemetry spans. */
@NullMarked
@SuppressWarnings("requires-automatic") // ADR 0018: OpenTelemetry's jars have names but no descriptors.
module dev.airelay.otlp {
    requires dev.airelay.traffic;
    requires io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires io.opentelemetry.sdk;
    requires io.opentelemetry.sdk.autoconfigure;
    requires io.opentelemetry.sdk.autoconfigure.spi;
    requires io.opentelemetry.sdk.trace;
    requires static org.jspecify;

    provides dev.airelay.traffic.record.RecordObserver.Provider with
            dev.airelay.otlp.OtlpProvider;
}
