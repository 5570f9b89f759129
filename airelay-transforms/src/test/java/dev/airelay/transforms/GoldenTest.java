package dev.airelay.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.event.UpstreamEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every recorded stream to what clients must receive. */
class GoldenTest {

    private static final int RANDOM_SPLITS = 5;
    private static final long SEED = 20_260_421L;

    static List<GoldenCase> cases() {
        return GoldenCase.all();
    }

    private static List<UpstreamEvent> whole(GoldenCase golden) {
        byte[] events = golden.events();
        return Streams.events(events, events.length);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void chatStreamIsAsRecorded(GoldenCase golden) {
        assertThat(Streams.encode(golden.chat(), whole(golden)).text()).isEqualTo(golden.expected("chat.stream.sse"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void responsesStreamIsAsRecorded(GoldenCase golden) {
        assertThat(Streams.encode(golden.responses(), whole(golden)).text())
                .isEqualTo(golden.expected("responses.stream.sse"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void completionsStreamIsAsRecorded(GoldenCase golden) {
        assertThat(Streams.encode(golden.completions(), whole(golden)).text())
                .isEqualTo(golden.expected("completions.stream.sse"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void messagesStreamIsAsRecorded(GoldenCase golden) {
        assertThat(Streams.encode(golden.messages(), whole(golden)).text())
                .isEqualTo(golden.expected("messages.stream.sse"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void messagesObjectIsAsRecorded(GoldenCase golden) {
        assertThat(Streams.object(golden.messages(), whole(golden))).isEqualTo(golden.expected("messages.object.json"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void completionsObjectIsAsRecorded(GoldenCase golden) {
        assertThat(Streams.object(golden.completions(), whole(golden)))
                .isEqualTo(golden.expected("completions.object.json"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void chatObjectIsAsRecorded(GoldenCase golden) {
        assertThat(Streams.object(golden.chat(), whole(golden))).isEqualTo(golden.expected("chat.object.json"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void responsesObjectIsAsRecorded(GoldenCase golden) {
        assertThat(Streams.object(golden.responses(), whole(golden)))
                .isEqualTo(golden.expected("responses.object.json"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void ollamaStreamsAreAsRecorded(GoldenCase golden) {
        assertThat(Streams.encode(golden.ollamaChat(), whole(golden)).text())
                .isEqualTo(golden.expected("ollama-chat.stream.ndjson"));
        assertThat(Streams.encode(golden.ollamaGenerate(), whole(golden)).text())
                .isEqualTo(golden.expected("ollama-generate.stream.ndjson"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void ollamaObjectsAreAsRecorded(GoldenCase golden) {
        assertThat(Streams.object(golden.ollamaChat(), whole(golden)))
                .isEqualTo(golden.expected("ollama-chat.object.json"));
        assertThat(Streams.object(golden.ollamaGenerate(), whole(golden)))
                .isEqualTo(golden.expected("ollama-generate.object.json"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void splitOfTheUpstreamsBytesDoesNotMatter(GoldenCase golden) {
        byte[] events = golden.events();
        Random random = new Random(SEED);

        assertSame(golden, Streams.events(events, 1));
        for (int i = 0; i < RANDOM_SPLITS; i++) {
            int[] lengths = random.ints(events.length, 1, 200).toArray();
            assertSame(golden, Streams.events(events, lengths));
        }
    }

    private static void assertSame(GoldenCase golden, List<UpstreamEvent> events) {
        assertThat(events)
                .usingElementComparator((one, other) -> Arrays.compare(one.json(), other.json()))
                .isEqualTo(whole(golden));
        assertThat(Streams.encode(golden.chat(), events).text()).isEqualTo(golden.expected("chat.stream.sse"));
        assertThat(Streams.encode(golden.responses(), events).text())
                .isEqualTo(golden.expected("responses.stream.sse"));
        assertThat(Streams.encode(golden.ollamaChat(), events).text())
                .isEqualTo(golden.expected("ollama-chat.stream.ndjson"));
    }
}
