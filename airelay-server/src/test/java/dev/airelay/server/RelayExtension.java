package dev.airelay.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts, resets and stops the relay of a test class; see {@link Relay}. */
final class RelayExtension implements BeforeAllCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(RelayExtension.class);

    /** A relay and the directory of its data. */
    private record Started(SdkRelay relay, Path directory) implements AutoCloseable {

        static Started start() {
            try {
                Path directory = Files.createTempDirectory("airelay-test");
                return new Started(SdkRelay.start(directory), directory);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void close() throws IOException {
            relay.close();
            List<Path> files;
            try (Stream<Path> all = Files.walk(directory)) {
                files = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // JUnit closes it after the class.
        context.getStore(NAMESPACE).put(Started.class, Started.start());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        relay(context).reset();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == RunningRelay.class || type == SdkRelay.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SdkRelay relay = relay(context);
        return parameter.getParameter().getType() == SdkRelay.class ? relay : relay.running();
    }

    private static SdkRelay relay(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Started.class, Started.class).relay();
    }
}
