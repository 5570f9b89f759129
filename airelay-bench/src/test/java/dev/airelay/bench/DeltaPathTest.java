package dev.airelay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Counts the types and hand-offs that one streamed delta takes, the third of 30, from the relay's socket read to the end of
 * its flush. The files in {@code src/test/resources/delta-path} list them; {@code -Dairelay.delta-path=write} rewrites these.
 */
class DeltaPathTest {
    private static final int MEASURED = 3;
    private static final Path LISTS = Path.of("src", "test", "resources", "delta-path");
    private static final boolean WRITE =
            System.getProperty("airelay.delta-path", "").equals("write");

    /**
     * The routes, with what a delta may take at most. The limits are today's numbers and may only be lowered: a rewritten
     * list alone would accept any number.
     */
    enum StreamedRoute {
        CHAT("/v1/chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]", 25, 5),
        RESPONSES("/v1/responses", "\"input\":\"Hello\"", 24, 5);

        private final String path;
        private final String prompt;
        private final int maxTypes;
        private final int maxHandOffs;

        StreamedRoute(String path, String prompt, int maxTypes, int maxHandOffs) {
            this.path = path;
            this.prompt = prompt;
            this.maxTypes = maxTypes;
            this.maxHandOffs = maxHandOffs;
        }

        private String body() {
            return "{\"model\":\"gpt-5.5\",\"stream\":true," + prompt + "}";
        }

        private Path list() {
            return LISTS.resolve(name().toLowerCase(Locale.ROOT) + ".txt");
        }
    }

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void passesDeltaThroughListedTypesOnOneThread(StreamedRoute route) throws Exception {
        DeltaPath measured = measure(route);
        if (WRITE) {
            Files.createDirectories(LISTS);
            Files.write(route.list(), measured.lines(), UTF_8);
        }

        assertThat(measured.changesSince(DeltaPath.of(Files.readAllLines(route.list(), UTF_8))))
                .as("changes since %s was written", route.list())
                .isEmpty();
        assertThat(measured.types().size()).as("types").isLessThanOrEqualTo(route.maxTypes);
        assertThat(measured.handOffs().size()).as("hand-offs").isLessThanOrEqualTo(route.maxHandOffs);
    }

    private DeltaPath measure(StreamedRoute route) throws Exception {
        try (DeltaStream stream = new DeltaStream();
                TracedRelay relay = TracedRelay.start(stream.upstreamUrl(), directory)) {
            stream.begin(relay.port(), route.path, route.body());
            stream.pass(1, DeltaStream.DELTAS);
            stream.end();

            stream.begin(relay.port(), route.path, route.body());
            stream.pass(1, MEASURED - 1);
            DeltaTracer tracer = new DeltaTracer(relay.machine());
            stream.send(MEASURED);
            DeltaPath path = tracer.follow();
            stream.await(MEASURED);
            stream.pass(MEASURED + 1, DeltaStream.DELTAS);
            stream.end();

            assertThat(tracer.threadChanges()).isEmpty();
            return path;
        }
    }
}
