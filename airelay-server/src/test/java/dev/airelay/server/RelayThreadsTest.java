package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.auth.session.AuthFailure;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A relay on a system that gives it no more threads, and threads that survive what their work throws. */
@Timeout(60)
class RelayThreadsTest {

    private static final CredentialSource NOBODY =
            () -> CompletableFuture.failedFuture(AuthFailure.MISSING.exception());
    private static final RelayTokenSource TOKEN =
            RelayTokenSource.fixed(RelayToken.of(RunningRelay.TOKEN, RelayToken.Source.MEMORY));

    @TempDir
    Path dataDir;

    private LoadedConfig settings() {
        return ConfigLoader.load(ConfigSources.of(Map.of(), Map.of("server.port", "0"), dataDir));
    }

    /** A system that has so many threads left. */
    private static Function<String, ThreadFactory> limited(AtomicInteger left) {
        return name -> {
            ThreadFactory threads = new DefaultThreadFactory(name, true);
            return work -> {
                if (left.getAndDecrement() <= 0) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                return threads.newThread(work);
            };
        };
    }

    @Test
    void relayWithoutThreadsDoesNotStartAndSaysWhy() throws IOException {
        RelayThreads none = RelayThreads.open(limited(new AtomicInteger(0)));

        assertThatThrownBy(() -> RelayServer.builder()
                        .config(settings())
                        .token(TOKEN)
                        .session(NOBODY)
                        .start(none))
                .isInstanceOfSatisfying(ThreadsException.class, failed -> {
                    assertThat(failed.status().code()).isEqualTo(71);
                    assertThat(failed).hasMessageContaining("unable to create native thread");
                    assertThat(failed).hasMessageContaining("ulimit -u");
                });

        RelayServer.builder()
                .config(settings())
                .token(TOKEN)
                .session(NOBODY)
                .start()
                .close();
    }

    @Test
    void relayThatRunsNeedsNoFurtherThreads() throws Exception {
        AtomicInteger left = new AtomicInteger(1_000);
        try (RelayServer relay = RelayServer.builder()
                .config(settings())
                .token(TOKEN)
                .session(NOBODY)
                .start(RelayThreads.open(limited(left)))) {
            left.set(0);

            assertThat(status(relay, "/healthz")).isEqualTo(200);
            assertThat(status(relay, "/v1/relay/status")).as("asks the disk").isEqualTo(200);
            assertThat(status(relay, "/v1/files")).isEqualTo(200);
            assertThat(left).as("attempts to start a thread").hasValue(0);
        }
    }

    private static int status(RelayServer relay, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.port() + path))
                .header("authorization", "Bearer " + RunningRelay.TOKEN)
                .timeout(RunningRelay.LIMIT)
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void eventLoopOutlivesAFullHeap() throws Exception {
        RelayLoops loops = new RelayLoops(1, new DefaultThreadFactory("test-loop", true));
        Pipe pipe = Pipe.open();
        try {
            Thread before = loops.submit(Thread::currentThread).get();
            FailingSource source = new FailingSource(pipe.source());
            IoRegistration registration = loops.register(source).get(20, TimeUnit.SECONDS);
            registration.submit(NioIoOps.READ);
            pipe.sink().write(ByteBuffer.allocate(1));

            assertThat(source.read.await(20, TimeUnit.SECONDS))
                    .as("what was ready is reported again")
                    .isTrue();

            assertThat(source.failures).hasValue(2);
            assertThat(loops.submit(Thread::currentThread).get(20, TimeUnit.SECONDS))
                    .isSameAs(before);
        } finally {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
            pipe.sink().close();
        }
        assertThat(loops.isTerminated()).isTrue();
    }

    /** A connection whose handling finds no memory, twice; not even the handling of that. */
    private static final class FailingSource implements NioIoHandle {

        private final Pipe.SourceChannel channel;
        private final AtomicInteger failures = new AtomicInteger();
        private final CountDownLatch read = new CountDownLatch(1);

        FailingSource(Pipe.SourceChannel channel) throws IOException {
            this.channel = channel;
            channel.configureBlocking(false);
        }

        @Override
        public SelectableChannel selectableChannel() {
            return channel;
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            if (failures.get() < 2) {
                failures.incrementAndGet();
                throw new OutOfMemoryError("Java heap space");
            }
            read.countDown();
            registration.cancel();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Test
    void workerOutlivesWhatItsWorkThrows() throws Exception {
        AtomicInteger started = new AtomicInteger();
        Workers workers = new Workers(1, work -> {
            started.incrementAndGet();
            return new Thread(work, "test-worker");
        });
        CountDownLatch done = new CountDownLatch(1);
        try {
            workers.execute(() -> {
                throw new OutOfMemoryError("Java heap space");
            });
            workers.execute(() -> {
                throw new IllegalStateException("a defect");
            });
            workers.execute(done::countDown);

            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(started).hasValue(1);
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void relayThatCanNoLongerServeReportsItOnce() throws Exception {
        RelayThreads threads = RelayThreads.open();
        try (RelayServer relay = RelayServer.builder()
                .config(settings())
                .token(TOKEN)
                .session(NOBODY)
                .start(threads)) {
            CompletableFuture<String> lack = new CompletableFuture<>();
            relay.whenLost(lack::complete);
            assertThat(relay.watch().look()).as("healthy").isTrue();
            assertThat(relay.outcome()).isEqualTo(ExitStatus.OK);

            threads.loops().next().shutdownGracefully(0, 1, TimeUnit.SECONDS).await();

            assertThat(relay.watch().look()).isFalse();
            assertThat(lack.get()).isNotEmpty();
            assertThat(relay.outcome()).isEqualTo(ExitStatus.LOST);
        }
    }
}
