package dev.airelay.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.airelay.transforms.sse.SseLimitExceededException;
import dev.airelay.transforms.sse.SseListener;
import dev.airelay.transforms.sse.SseParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Any bytes as an event stream: the pieces in which they come make no difference. */
class SseParserFuzzTest {
    private static final int MAX_EVENT_BYTES = 200;

    @FuzzTest(maxDuration = "2m")
    void piecesMakeNoDifference(FuzzedDataProvider data) {
        int piece = data.consumeInt(1, 20);
        byte[] stream = data.consumeRemainingAsBytes();

        assertThat(events(stream, piece)).isEqualTo(events(stream, Math.max(1, stream.length)));
    }

    private static List<String> events(byte[] stream, int piece) {
        Heard heard = new Heard(new ArrayList<>());
        SseParser parser = new SseParser(MAX_EVENT_BYTES, heard);
        try {
            for (int at = 0; at < stream.length; at += piece) {
                parser.feed(stream, at, Math.min(piece, stream.length - at));
            }
            parser.finish();
        } catch (SseLimitExceededException tooLong) {
            heard.events().add("too long");
        }
        return heard.events();
    }

    private record Heard(List<String> events) implements SseListener {
        @Override
        public void onEvent(String name, byte[] bytes, int from, int to) {
            assertThat(to - from).isLessThanOrEqualTo(MAX_EVENT_BYTES);
            events.add(name + "=" + new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void onComment() {
            events.add("comment");
        }
    }
}
