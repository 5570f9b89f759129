package dev.airelay.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the figures as Markdown to standard output. Asserts nothing: figures of one machine are for people to read, and
 * what must hold on every machine is tested.
 */
public final class Main {
    private static final int WARM_UPS = 5;
    private static final int RUNS = 15;

    private Main() {}

    /** Measures; takes no arguments. */
    public static void main(String[] args) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        GrowthReport translation =
                new GrowthReport(new Stopwatch(WARM_UPS, RUNS, threads::getCurrentThreadCpuTime), System.out);
        translation.write("Translation, processor time");
        translation.translations();
        GrowthReport call = new GrowthReport(new Stopwatch(WARM_UPS, RUNS, System::nanoTime), System.out);
        Path directory = Files.createTempDirectory("airelay-bench");
        try (RunningPair pair = new RunningPair(directory)) {
            call.write("A whole call through the relay");
            call.rows(
                    "chat, MB of image",
                    Workload.CHAT_IMAGE.smallest(),
                    size -> JsonMapper.shared().writeValueAsBytes(Workload.CHAT_IMAGE.request(size)),
                    body -> pair.relayed("/v1/chat/completions", body));
            new OverheadReport(pair, System::nanoTime, System.out).write();
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Times work at one, two and four times its size: linear work doubles with each step. */
    private static final class GrowthReport {
        private static final int STEPS = 3;

        private final Stopwatch stopwatch;
        private final PrintStream out;

        GrowthReport(Stopwatch stopwatch, PrintStream out) {
            this.stopwatch = stopwatch;
            this.out = out;
        }

        void write(String heading) {
            out.println("\n## " + heading + "\n");
            out.println("Twice the size should take about twice the time.\n");
            out.println("| work | size | ms | ratio to half the size |");
            out.println("|---|---|---|---|");
        }

        /** Writes the rows of all translations. */
        void translations() {
            for (Workload workload : Workload.all()) {
                rows("translate " + workload.title(), workload.smallest(), workload::request, workload::translate);
            }
        }

        /** Writes the rows of one workload. */
        <T> void rows(String title, int smallest, IntFunction<T> make, Consumer<T> work) {
            work.accept(make.apply(smallest << (STEPS - 1)));
            double half = 0;
            for (int step = 0, size = smallest; step < STEPS; step++, size *= 2) {
                T input = make.apply(size);
                double millis = Stopwatch.median(stopwatch.time(() -> work.accept(input))) / 1e6;
                String ratio = half == 0 ? "" : String.format(Locale.ROOT, "%.2f", millis / half);
                out.printf(Locale.ROOT, "| %s | %d | %.2f | %s |%n", title, size, millis, ratio);
                half = millis;
            }
        }
    }
}
