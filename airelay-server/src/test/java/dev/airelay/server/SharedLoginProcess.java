package dev.airelay.server;

import dev.airelay.auth.issuer.IssuerClient;
import dev.airelay.auth.issuer.IssuerOptions;
import dev.airelay.auth.issuer.TokenRenewal;
import dev.airelay.auth.issuer.TokenReply;
import dev.airelay.auth.keyring.Keyring;
import dev.airelay.auth.session.SessionCredentials;
import dev.airelay.auth.session.SessionStorage;
import dev.airelay.auth.session.StorageMode;
import dev.airelay.backend.connect.NettyIssuerTransport;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.upstream.UpstreamSettings;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.URI;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process that asks for the credentials of a shared login again and again, over the real issuer client, until its standard
 * input ends. Prints a line for each renewal that it makes; exits with 1 when a request got no credentials.
 */
final class SharedLoginProcess {
    private static final int WORKERS = 2;

    private SharedLoginProcess() {}

    /**
     * A clock that several processes share, and that moves when one of them says so.
     *
     * @param seconds one number in a file that all have mapped
     */
    record SharedClock(MappedByteBuffer seconds) implements InstantSource {
        private static final VarHandle NUMBER =
                MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

        static SharedClock in(Path file) {
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return new SharedClock(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond((long) NUMBER.getVolatile(seconds, 0));
        }

        void advance(Duration step) {
            long unused = (long) NUMBER.getAndAdd(seconds, 0, step.toSeconds());
        }
    }

    /** Starts one on this directory. */
    static Process start(Path directory, URI issuer, Duration step, ProcessBuilder.Redirect output) throws IOException {
        String tests = URI.create(String.valueOf(SharedLoginProcess.class.getResource("SharedLoginProcess.class")))
                .getPath();
        String classPath = String.join(
                File.pathSeparator,
                Path.of(tests).resolve("../../../..").normalize().toString(),
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-Dslf4j.internal.verbosity=ERROR",
                        "-cp",
                        classPath,
                        SharedLoginProcess.class.getName(),
                        directory.toString(),
                        issuer.toString(),
                        step.toString())
                .redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static SessionStorage storage(Path directory, InstantSource clock) {
        return SessionStorage.of(
                StorageMode.FILE, directory.resolve("auth.json"), Keyring.ofPlatform("none", Map.of()), clock);
    }

    /** Arguments: directory, address of the issuer, how far each request moves the clock. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        SharedClock clock = SharedClock.in(directory.resolve("clock"));
        RelayConfig config = ConfigLoader.load(ConfigSources.of(Map.of(), Map.of(), directory))
                .config();
        NettyIssuerTransport transport = new NettyIssuerTransport(
                new RelayLoops(1, new DefaultThreadFactory("issuer", true)),
                UpstreamSettings.options(config),
                UpstreamSettings.outbound(config),
                Runnable::run);
        IssuerClient issuer = new IssuerClient(transport, IssuerOptions.codex().withIssuer(URI.create(arguments[1])));
        TokenRenewal counted = token -> {
            TokenReply reply = issuer.renew(token);
            System.out.println("renewed");
            return reply;
        };
        ExecutorService threads = Executors.newFixedThreadPool(2 * WORKERS);
        SessionCredentials credentials = new SessionCredentials(storage(directory, clock), counted, threads);
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Void>> workers = List.of(
                work(credentials, clock, Duration.parse(arguments[2]), over, threads),
                work(credentials, clock, Duration.parse(arguments[2]), over, threads));
        // The issuer's answer to a request that is under way must still be stored.
        CompletableFuture<Void> all = CompletableFuture.allOf(workers.toArray(new CompletableFuture<?>[0]));
        all.whenComplete((done, failure) -> {
            if (failure != null) {
                failure.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        });
        while (System.in.read() >= 0) {
            // Until the other end is closed.
        }
        over.set(true);
        all.join();
        System.exit(0);
    }

    private static CompletableFuture<Void> work(
            SessionCredentials credentials,
            SharedClock clock,
            Duration step,
            AtomicBoolean over,
            ExecutorService threads) {
        return CompletableFuture.runAsync(
                () -> {
                    do {
                        clock.advance(step);
                        credentials.current().toCompletableFuture().join();
                    } while (!over.get());
                },
                threads);
    }
}
