package dev.airelay.bench.micro;

import dev.airelay.security.Admission;
import dev.airelay.security.AdmissionDecision;
import dev.airelay.security.AdmissionLimits;
import dev.airelay.security.BearerDecision;
import dev.airelay.security.BearerGuard;
import dev.airelay.security.ClientAddress;
import dev.airelay.security.RequestLoop;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One request's token, allowance and slot. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AdmissionBenchmark {

    private static final String TOKEN = "relay-token-relay-token-relay-token";
    private static final RequestLoop NOBODY_WAITS = new RequestLoop() {
        @Override
        public void execute(Runnable task) {
            throw new IllegalStateException("a request waits");
        }

        @Override
        public Runnable schedule(Runnable task, Duration delay) {
            throw new IllegalStateException("a request waits");
        }
    };

    private final AdmissionLimits usual = AdmissionLimits.defaults();
    private final Admission admission = new Admission(
            new AdmissionLimits(1_000_000, 1_000_000, 8, usual.waiting(), usual.failedAuth(), 4096), new Ticks());
    private final BearerGuard guard = new BearerGuard(() -> Optional.of(TOKEN));
    private final ClientAddress client = ClientAddress.of(InetAddress.getLoopbackAddress());

    /** A clock by which the allowance never runs out. */
    private static final class Ticks implements LongSupplier {
        private long now;

        @Override
        public long getAsLong() {
            return now += 1_000_000;
        }
    }

    /** Returns the decision on the token. */
    @Benchmark
    public BearerDecision token() {
        return guard.check("Bearer " + TOKEN);
    }

    /** Takes a slot and gives it back. */
    @Benchmark
    public Object slot() {
        return admission.admit(client, () -> new BearerDecision.Allowed(), NOBODY_WAITS, decision -> {
            if (!(decision instanceof AdmissionDecision.Admitted admitted)) {
                throw new IllegalStateException("refused");
            }
            admitted.slot().close();
        });
    }
}
