package dev.airelay.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the figures as Markdown to standard output. Asserts nothing: what a machine does is read by people, and what must
 * hold everywhere is tested.
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
}
