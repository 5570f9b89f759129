package dev.airelay.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.bench.Workload;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.Reply;
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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One whole streamed answer of 30 deltas: its events found in the bytes, read, and encoded for a client. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AnswerBenchmark {

    private static final int DELTAS = 30;
    private static final int MAX_EVENT_BYTES = 1 << 20;
    private static final Map<String, Dialect> DIALECTS =
            Map.of("chat", new ChatDialect(), "responses", new ResponsesDialect());

    @Param({"chat", "responses"})
    private String dialect = "chat";

    private final byte[] answer = Inputs.answer(DELTAS).getBytes(UTF_8);
    private final UpstreamEvent event = new UpstreamEvent();
    private long written;
    private final ByteSink sink = (bytes, offset, length) -> written += length;
    private @Nullable Reply reply;

    /** Translates the request that all answers belong to. */
    @Setup
    public void translate() {
        reply = Workload.translation(DIALECTS.get(dialect), Inputs.request(dialect))
                .reply();
    }

    /** Encodes the answer; returns how many bytes have been written. */
    @Benchmark
    public long answer() {
        StreamEncoder encoder = reply.streamEncoder();
        SseParser parser = new SseParser(MAX_EVENT_BYTES, (name, bytes, from, to) -> {
            if (!event.read(bytes, from, to)) {
                throw new IllegalStateException("not an event");
            }
            encoder.accept(event.type().delta() ? event : event.kept(), sink);
        });
        parser.feed(answer, 0, answer.length);
        if (!encoder.ended()) {
            throw new IllegalStateException("the answer has no end");
        }
        return written;
    }
}
