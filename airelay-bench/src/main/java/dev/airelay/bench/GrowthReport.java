package dev.airelay.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Times work at one, two and four times its size: linear work doubles with each step. */
final class GrowthReport {
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
