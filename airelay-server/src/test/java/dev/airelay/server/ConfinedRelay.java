package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.emulator.Emulator;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A relay in a process of its own, with as little memory as a test gives it; the emulator stays in the test's. It takes
 * its commands as lines: {@code figures} and {@code taken} print what it holds, {@code look} whether it can still serve,
 * {@code fill} takes all the heap for good, {@code stick} blocks every event loop for good, and {@code stop} stops it.
 */
final class ConfinedRelay implements AutoCloseable {

    private static final Deque<byte[]> FILLING = new ArrayDeque<>();

    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;
    private final int port;

    private ConfinedRelay(Process process) throws IOException {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.in = new PrintStream(process.getOutputStream(), true, UTF_8);
        this.port = Integer.parseInt(String.valueOf(out.readLine()));
    }

    /**
     * Starts one.
     *
     * @param options of the Java virtual machine
     */
    static ConfinedRelay start(Path dataDir, Emulator upstream, List<String> options, Map<String, String> settings)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dslf4j.internal.verbosity=ERROR"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), ConfinedRelay.class.getName(), dataDir.toString()));
        command.add("upstream.base_url=" + upstream.baseUrl());
        settings.forEach((key, value) -> command.add(key + "=" + value));
        return new ConfinedRelay(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static String classPath() {
        String tests = URI.create(String.valueOf(ConfinedRelay.class.getResource("ConfinedRelay.class")))
                .getPath();
        return String.join(
                File.pathSeparator,
                Path.of(tests).resolve("../../../..").normalize().toString(),
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""));
    }

    int port() {
        return port;
    }

    /** The resources that the process holds after a collection. */
    SoakFigures figures() {
        String[] numbers = ask("figures").split(" ");
        return new SoakFigures(
                Long.parseLong(numbers[0]),
                Long.parseLong(numbers[1]),
                Long.parseLong(numbers[2]),
                Long.parseLong(numbers[3]));
    }

    /** The bytes that the relay counts as taken. */
    long takenBytes() {
        return Long.parseLong(ask("taken"));
    }

    /** Sends a command and returns its answer. */
    String ask(String line) {
        send(line);
        try {
            return String.valueOf(out.readLine());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    void send(String line) {
        in.println(line);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Waits until the process ends by itself. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        in.close();
    }

    /** Arguments: the data directory, then settings as {@code key=value}. */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("server.port", "0");
        settings.put("upstream.retry_attempts", "0");
        settings.put("models.cache_ttl_seconds", "0");
        settings.put("security.rate_limit_per_minute", "1000000");
        settings.put("security.rate_limit_burst", "1000000");
        settings.put("security.concurrent_requests_per_ip", "1000");
        for (int i = 1; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            settings.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        settings.put("paths.data_dir", arguments[0]);
        RelayServer relay = RelayServer.builder()
                .config(ConfigLoader.load(ConfigSources.of(Map.of(), settings, Path.of(arguments[0]))))
                .token(RelayTokenSource.fixed(RelayToken.of(RunningRelay.TOKEN, RelayToken.Source.MEMORY)))
                .session(new StaticCredentials(new Credentials(Emulator.accessToken(), Emulator.accountId())))
                .start();
        EmergencyExit exit = new EmergencyExit(relay::endNow);
        relay.whenLost(exit);
        System.out.println(relay.port());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            switch (line) {
                case "figures" -> System.out.println(numbers(SoakFigures.now()));
                case "taken" -> System.out.println(relay.memory().taken());
                case "fill" -> {
                    // As the relay's own watch, but for the time between two looks.
                    new Vitals(List.of(Vitals.memory()), exit).start(Duration.ofMillis(100));
                    fill();
                }
                case "look" -> System.out.println(relay.watch().look());
                case "stick" -> relay.loops().forEach(loop -> loop.execute(ConfinedRelay::stick));
                case "stop" -> new Thread(relay::stop, "test-stop").start();
                default -> throw new IllegalArgumentException(line);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static String numbers(SoakFigures figures) {
        return figures.heapBytes() + " " + figures.directBytes() + " " + figures.handles() + " " + figures.threads();
    }

    private static void stick() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fills the heap and any part of it that becomes free. */
    private static void fill() {
        while (true) {
            try {
                FILLING.add(new byte[8192]);
            } catch (OutOfMemoryError full) {
                Thread.onSpinWait();
            }
        }
    }
}
