package dev.airelay.traffic;

import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.redact.SecretValues;
import dev.airelay.traffic.write.TrafficLog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;

/** A process that writes a log until it is killed, and prints each record that is written. */
final class ChildWriter {
    private ChildWriter() {}

    /** Records that are written in one batch, or in two. */
    private static final int TOGETHER = 10;

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        String round = arguments[1];
        TrafficOptions defaults = TrafficOptions.in(Path.of(arguments[0]));
        TrafficOptions small = new TrafficOptions(
                defaults.directory(),
                BodyLevel.FULL,
                defaults.queue(),
                new TrafficOptions.Files(20_000, 1_024),
                defaults.retention());
        TrafficLog log = TrafficLog.start(small, new SecretValues(), InstantSource.system());
        // Without a reader the test has ended, perhaps killed, and nobody would stop this process.
        for (long written = 0; !out.checkError(); written += TOGETHER) {
            for (int i = 1; i <= TOGETHER; i++) {
                log.record(StepLog.event(round + "/" + (written + i)));
            }
            while (log.counters().written() < written + TOGETHER) {
                if (log.counters().failed() > 0) {
                    System.exit(2);
                }
                Thread.onSpinWait();
            }
            for (int i = 1; i <= TOGETHER; i++) {
                out.println(round + "/" + (written + i));
            }
        }
        System.exit(1);
    }
}
