package dev.airelay.server;

import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigProblem;
import dev.airelay.traffic.record.RecordObserver;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the optional module that exports spans. Nobody looks for it unless {@code tracing.enabled} is set. */
final class SpanExport {

    private SpanExport() {}

    /**
     * Opens it.
     *
     * @throws ConfigException when the module is missing, or cannot work with the settings of its own
     */
    static RecordObserver open() {
        RecordObserver.Provider exporter = ServiceLoader.load(
                        RecordObserver.Provider.class, SpanExport.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> refused(
                        "is true, but the optional module airelay-otlp is not installed. Install it as docs/metrics.md"
                                + " says, or set this to false.",
                        null));
        try {
            return exporter.open();
        } catch (IllegalArgumentException unusable) {
            throw refused("is true, but spans cannot be exported: " + unusable.getMessage(), unusable);
        }
    }

    private static ConfigException refused(String reason, @Nullable Throwable cause) {
        return new ConfigException(new ConfigProblem(ConfigKeys.TRACING.name(), 0, 0, "", reason), cause);
    }
}
