package dev.airelay.bench.micro;

import dev.airelay.bench.Workload;
import dev.airelay.server.http.JsonBody;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
import tools.jackson.databind.json.JsonMapper;

/** One request of about 1 KB: its body read, translated, and written for the upstream. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TranslationBenchmark {

    private static final Map<String, Dialect> DIALECTS =
            Map.of("chat", new ChatDialect(), "responses", new ResponsesDialect());
    private static final int MAX_TEXT = 1 << 20;

    @Param({"chat", "responses"})
    private String dialect = "chat";

    private final JsonBody bodies = new JsonBody(MAX_TEXT);
    private byte[] body = {};

    /** Makes the request's body. */
    @Setup
    public void write() {
        body = JsonMapper.shared().writeValueAsBytes(Inputs.request(dialect));
    }

    /** Returns the body of the upstream request. */
    @Benchmark
    public byte[] request() {
        return Workload.translation(DIALECTS.get(dialect), bodies.read(body))
                .request()
                .toBytes();
    }
}
