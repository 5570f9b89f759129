package dev.airelay.auth;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.issuer.TokenRenewal;
import dev.airelay.auth.session.FileStore;
import dev.airelay.auth.session.RenewalStep;
import dev.airelay.auth.session.SessionCredentials;
import dev.airelay.auth.session.SessionRenewal;
import dev.airelay.auth.session.SessionStorage;
import dev.airelay.auth.session.StorageMode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A relay's session in a process of its own. Exits with 0 when every request got credentials. */
final class RelayProcess {
    static final int HALTED = 9;
    static final String NEVER = "NEVER";
    /** So fast that tokens end soon, and so slow that a renewal on a busy machine takes less time than they live. */
    private static final int SPEED = 300;

    private final Process process;

    private RelayProcess(Process process) {
        this.process = process;
    }

    /** A clock that runs fast, the same in every process that was given the same start. */
    static InstantSource fastClock(long startMillis) {
        return () -> ManualClock.NOON.plusMillis((System.currentTimeMillis() - startMillis) * SPEED);
    }

    /** Starts one. It works until it has seen so many tokens, or halts after a step of its first renewal. */
    static RelayProcess start(Path directory, int port, long startMillis, int tokens, String haltAfter)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp", classPath()));
        command.add(RelayProcess.class.getName());
        command.addAll(List.of(directory.toString(), "" + port, "" + startMillis, "" + tokens, haltAfter));
        return new RelayProcess(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    int exit() throws InterruptedException {
        try {
            return process.waitFor(3, TimeUnit.MINUTES) ? process.exitValue() : -1;
        } finally {
            process.destroyForcibly();
        }
    }

    private static String classPath() {
        Path tests = Path.of(resource()).resolve("../../../..").normalize();
        return String.join(
                File.pathSeparator,
                tests.toString(),
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""));
    }

    private static String resource() {
        String path = String.valueOf(RelayProcess.class.getResource("RelayProcess.class"));
        return URI.create(path).getPath();
    }

    /** Arguments: directory, port of the issuer, start of the clock, tokens to see, step to halt after. */
    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]).resolve("auth.json");
        InstantSource clock = fastClock(Long.parseLong(arguments[2]));
        TokenRenewal issuer = LoopbackIssuer.at(Integer.parseInt(arguments[1]));
        Consumer<RenewalStep> steps = step -> {
            if (step.name().equals(arguments[4])) {
                Runtime.getRuntime().halt(HALTED);
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            // Two of everything: storages in one process must not get in each other's way either.
            CompletableFuture<Void> first = work(source(file, clock, issuer, steps, threads), arguments[3]);
            CompletableFuture<Void> second = work(source(file, clock, issuer, steps, threads), arguments[3]);
            CompletableFuture.allOf(first, second).join();
        } finally {
            threads.shutdownNow();
        }
    }

    private static SessionCredentials source(
            Path file, InstantSource clock, TokenRenewal issuer, Consumer<RenewalStep> steps, ExecutorService threads) {
        SessionStorage storage = new SessionStorage(
                StorageMode.FILE, file, new SessionStorage.Parts(new FileStore(file), Duration.ofSeconds(30)), clock);
        return new SessionCredentials(storage, new SessionRenewal(storage, issuer, steps), threads);
    }

    private static CompletableFuture<Void> work(SessionCredentials source, String tokens) {
        return CompletableFuture.runAsync(() -> {
            Set<String> seen = new HashSet<>();
            while (seen.size() < Integer.parseInt(tokens)) {
                CompletableFuture<Credentials> one = source.current().toCompletableFuture();
                CompletableFuture<Credentials> other = source.current().toCompletableFuture();
                seen.add(one.join().accessToken());
                seen.add(other.join().accessToken());
            }
        });
    }
}
