package dev.airelay.server;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A whole relay whose threads' processor time is measured: event loops, workers and the writer of the traffic log. */
public final class MeasuredRelay implements AutoCloseable {
    /** The token that a client of it presents. */
    public static final String TOKEN = "relay-token-of-the-bench";

    private static final String NAMES = "airelay-";
    private static final int QUIET_LOOKS = 3;
    /** A round of {@link #reachAllThreads} takes less. */
    private static final long STILL_NANOS = 300_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final RelayThreads threads = RelayThreads.open();
    private final RelayServer server;
    private final List<Thread> measured;

    /** The processor time of a request, and its result. */
    public record Cost(long nanos, long result) {}

    private MeasuredRelay(Map<String, String> settings, Path directory) {
        server = RelayServer.builder()
                .config(ConfigLoader.load(ConfigSources.of(Map.of(), settings, directory)))
                .token(RelayTokenSource.fixed(RelayToken.of(TOKEN, RelayToken.Source.MEMORY)))
                .session(new StaticCredentials(new Credentials("access-token", "account")))
                .start(threads);
        measured = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(NAMES))
                .toList();
    }

    /**
     * Starts a relay without limits on rates, which stores responses and repeats no call.
     *
     * @param settings win over these
     */
    public static MeasuredRelay start(URI upstream, Path directory, Map<String, String> settings) {
        // Records of every use of a buffer cost more than what is measured.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        Map<String, String> all = new HashMap<>(Map.of(
                "server.port", "0",
                "paths.data_dir", directory.toString(),
                "upstream.base_url", upstream.toString(),
                "upstream.retry_attempts", "0",
                "upstream.limit_cache_seconds", "0",
                "responses.store_true", "local",
                "traffic.bodies", "summary",
                "security.rate_limit_per_minute", "1000000",
                "security.rate_limit_burst", "1000000",
                "security.failed_auth_max_attempts", "10000"));
        all.putAll(settings);
        return new MeasuredRelay(all, directory);
    }

    /** Returns the port that it listens on. */
    public int port() {
        return server.port();
    }

    /** Makes a request and returns the processor time that the relay's threads took until they were idle again. */
    public Cost costOf(LongSupplier request) {
        awaitIdle();
        long before = nanos();
        long result = request.getAsLong();
        awaitIdle();
        return new Cost(nanos() - before, result);
    }

    private long nanos() {
        long[] ids = measured.stream().mapToLong(Thread::getId).toArray();
        return Arrays.stream(ids)
                .map(THREADS::getThreadCpuTime)
                .filter(nanos -> nanos > 0)
                .sum();
    }

    private void awaitIdle() {
        long last = nanos();
        int quiet = 0;
        while (quiet < QUIET_LOOKS) {
            reachAllThreads();
            long now = nanos();
            quiet = isAtRest() && now - last < STILL_NANOS ? quiet + 1 : 0;
            last = now;
        }
    }

    /** Every event loop has done what it was given before when this returns. */
    private void reachAllThreads() {
        for (EventExecutor loop : threads.loops()) {
            Future<?> unused = loop.submit(() -> {}).syncUninterruptibly();
        }
    }

    private boolean isAtRest() {
        return server.trafficLog().waiting() == 0
                && isAtRest(threads.blockingWork())
                && isAtRest(threads.longWork())
                && measured.stream()
                        .filter(thread -> !thread.getName().contains("loop"))
                        .map(Thread::getState)
                        .allMatch(state -> state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING);
    }

    private static boolean isAtRest(Workers workers) {
        return workers.getActiveCount() == 0 && workers.getQueue().isEmpty();
    }

    @Override
    public void close() {
        server.close();
    }
}
