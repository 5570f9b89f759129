package dev.airelay.server;

import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigKey;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigProblem;
import dev.airelay.config.RelayConfig;
import dev.airelay.traffic.record.RecordObserver;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the optional module that exports spans: in the directory that {@code tracing.library} names, else beside the relay, where a
 * program that embeds it may have put it. Nobody looks for it unless {@code tracing.enabled} is set.
 */
final class SpanExport {

    private SpanExport() {}

    /**
     * Opens it.
     *
     * @throws ConfigException when the module is missing, or cannot work with the settings of its own
     */
    static RecordObserver open(RelayConfig config) {
        ClassLoader here = SpanExport.class.getClassLoader();
        Optional<Path> library = config.get(ConfigKeys.TRACING_LIBRARY);
        // As long as the process: the exporter's threads load classes until they end.
        ClassLoader loader = library.isPresent() ? new URLClassLoader(jars(library.get()), here) : here;
        RecordObserver.Provider exporter = ServiceLoader.load(RecordObserver.Provider.class, loader)
                .findFirst()
                .orElseThrow(() -> library.isPresent()
                        ? refused(
                                ConfigKeys.TRACING_LIBRARY,
                                "has no jar that exports spans: " + library.get() + ". Unpack airelay-otlp there.",
                                null)
                        : refused(
                                ConfigKeys.TRACING,
                                "is true, but there is nothing to export spans with. Unpack airelay-otlp and set"
                                        + " tracing.library to its directory.",
                                null));
        try {
            return exporter.open();
        } catch (IllegalArgumentException unusable) {
            throw refused(
                    ConfigKeys.TRACING, "is true, but spans cannot be exported: " + unusable.getMessage(), unusable);
        }
    }

    private static URL[] jars(Path library) {
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(library, "*.jar")) {
            for (Path jar : files) {
                jars.add(jar.toUri().toURL());
            }
        } catch (IOException unreadable) {
            throw refused(
                    ConfigKeys.TRACING_LIBRARY, "must be a directory that can be read, was " + library, unreadable);
        }
        return jars.toArray(URL[]::new);
    }

    private static ConfigException refused(ConfigKey<?> key, String reason, @Nullable Throwable cause) {
        return new ConfigException(new ConfigProblem(key.name(), 0, 0, "", reason), cause);
    }
}
