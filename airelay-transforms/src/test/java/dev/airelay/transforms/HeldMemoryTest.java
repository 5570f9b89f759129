package dev.airelay.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.reply.RememberedReply;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The memory that encoders report for a reply is about what it takes, for anything the upstream sends.
 *
 * <p>It collects all garbage again and again, so it runs first, before other tests have filled the heap.
 */
@Order(1)
class HeldMemoryTest {

    /** The error that the memory budget can bear: it is a quarter of the heap. */
    private static final int BEARABLE = 3;

    private static final long SOME_BYTES = 200_000;
    private static final int ATTEMPTS = 5;

    private final GoldenCase golden = GoldenCase.all().get(0);

    /** Floods of events that all leave something behind. */
    enum Flood {
        DELTAS(20_000, n -> delta(0, 0, "x".repeat(100))),
        TINY_DELTAS(40_000, n -> delta(0, 0, "x")),
        PARTS(1_500, n -> delta(0, n, "x")),
        ITEMS_OF_DELTAS(1_500, n -> delta(n, 0, "x")),
        ANNOUNCED_CALLS(1_500, n -> item("added", n, "")),
        WHOLE_CALLS(1_500, n -> item("done", n, "{}")),
        LARGE_CALLS(200, n -> item("done", n, "x".repeat(20_000))),
        ANNOTATIONS(
                5_000,
                n -> Streams.event("{\"type\":\"response.output_text.annotation.added\",\"output_index\":0,"
                        + "\"content_index\":0,\"annotation\":{\"type\":\"url_citation\",\"url\":\"https://a/" + n
                        + "\",\"title\":\"t\",\"start_index\":0,\"end_index\":1}}")),
        HEADS(
                2_000,
                n -> Streams.event(
                        "{\"type\":\"response.in_progress\",\"response\":{\"id\":\"r\",\"m" + n + "\":[" + n + "]}}"));

        private final int count;
        private final IntFunction<UpstreamEvent> event;

        Flood(int count, IntFunction<UpstreamEvent> event) {
            this.count = count;
            this.event = event;
        }
    }

    private static UpstreamEvent delta(int item, int part, String text) {
        return Streams.event("{\"type\":\"response.output_text.delta\",\"item_id\":\"msg_" + item
                + "\",\"output_index\":" + item + ",\"content_index\":" + part + ",\"delta\":\"" + text + "\"}");
    }

    private static UpstreamEvent item(String step, int n, String arguments) {
        return Streams.event("{\"type\":\"response.output_item." + step + "\",\"output_index\":" + n
                + ",\"item\":{\"type\":\"function_call\",\"id\":\"fc_" + n + "\",\"call_id\":\"call_" + n
                + "\",\"name\":\"f\",\"arguments\":\"" + arguments.replace("\"", "\\\"") + "\"}}");
    }

    private List<Reply> replies() {
        return List.of(
                golden.chat(),
                golden.completions(),
                golden.responses(),
                new RememberedReply(golden.chat(), "token", GoldenCase.NOW, List.of(), false));
    }

    @ParameterizedTest
    @EnumSource
    void streamEncodersReportTheirApproximateMemory(Flood flood) {
        for (Reply reply : replies()) {
            assertReportsWhatItHolds(flood + " of " + reply, () -> {
                StreamEncoder encoder = reply.streamEncoder();
                IntStream.range(0, flood.count)
                        .forEach(n -> encoder.accept(flood.event.apply(n), (bytes, from, length) -> {}));
                return encoder::heldBytes;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void objectEncodersReportTheirApproximateMemory(Flood flood) {
        for (Reply reply : replies()) {
            assertReportsWhatItHolds(flood + " of " + reply, () -> {
                ObjectEncoder encoder = reply.objectEncoder();
                IntStream.range(0, flood.count).forEach(n -> encoder.accept(flood.event.apply(n)));
                return encoder::heldBytes;
            });
        }
    }

    /**
     * Compares what a fed encoder says with the heap. What else happens in this process only adds to the heap, so the least
     * of a few measurements counts.
     */
    private static void assertReportsWhatItHolds(String what, Supplier<LongSupplier> fed) {
        long least = Long.MAX_VALUE;
        long says = 0;
        for (int attempt = 0; attempt < ATTEMPTS && least >= BEARABLE * says + SOME_BYTES; attempt++) {
            long before = usedBytes();
            LongSupplier held = fed.get();
            least = Math.min(least, usedBytes() - before);
            says = held.getAsLong();
        }
        assertThat(least).as("%s, which says %s", what, says).isLessThan(BEARABLE * says + SOME_BYTES);
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void whatTheUpstreamRepeatsCountsOnce() {
        List<UpstreamEvent> events = new ArrayList<>();
        IntStream.range(0, 1_000).forEach(n -> events.add(delta(0, 0, "x".repeat(100))));
        StreamEncoder encoder = golden.chat().streamEncoder();
        events.forEach(event -> encoder.accept(event, (bytes, from, length) -> {}));
        long held = encoder.heldBytes();
        assertThat(held).isBetween(100_000L, 102_000L);

        encoder.accept(
                Streams.event("{\"type\":\"response.output_text.done\",\"item_id\":\"msg_0\",\"output_index\":0,"
                        + "\"content_index\":0,\"text\":\"" + "x".repeat(100_000) + "\"}"),
                (bytes, from, length) -> {});

        assertThat(encoder.heldBytes()).isEqualTo(held);
    }
}
