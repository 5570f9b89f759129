package dev.airelay.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.bench.Workload;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.StreamEncoder;
import dev.airelay.transforms.sse.SseParser;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One delta of a long stream: found in the bytes, read, and encoded for a client. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventBenchmark {

    private static final int DELTAS = 1_000;
    private static final int MAX_EVENT_BYTES = 1 << 20;
    private static final Map<String, Dialect> DIALECTS = Map.of(
            "chat", new ChatDialect(), "completions", new CompletionsDialect(), "responses", new ResponsesDialect());

    /** The work on the events: {@code parse} only finds them in the bytes. */
    @Param({"parse", "chat", "completions", "responses"})
    private String work = "parse";

    private final byte[] deltas = Inputs.deltas(DELTAS).getBytes(UTF_8);
    private final UpstreamEvent event = new UpstreamEvent();
    private long written;
    private final ByteSink sink = (bytes, offset, length) -> written += length;
    private SseParser parser = new SseParser(MAX_EVENT_BYTES, (name, bytes, from, to) -> {});
    private @Nullable StreamEncoder encoder;

    /** Begins a stream, which never ends: every invocation adds as many deltas. */
    @Setup
    public void begin() {
        Dialect dialect = DIALECTS.get(work);
        encoder = dialect == null
                ? null
                : Workload.translation(dialect, Inputs.request(work)).reply().streamEncoder();
        parser = new SseParser(MAX_EVENT_BYTES, this::take);
        byte[] beginning = Inputs.beginning().getBytes(UTF_8);
        parser.feed(beginning, 0, beginning.length);
    }

    private void take(String name, byte[] bytes, int from, int to) {
        if (!event.read(bytes, from, to)) {
            throw new IllegalStateException("not an event");
        }
        if (encoder != null) {
            encoder.accept(event.type().delta() ? event : event.kept(), sink);
        }
    }

    /** Takes the deltas of one piece; returns how many bytes have been written. */
    @Benchmark
    @OperationsPerInvocation(DELTAS)
    public long delta() {
        parser.feed(deltas, 0, deltas.length);
        return written;
    }
}
