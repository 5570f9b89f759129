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
        for (long i = 1; !out.checkError(); i++) {
            log.record(StepLog.event(round + "/" + i));
            while (log.counters().written() < i) {
                if (log.counters().failed() > 0) {
                    System.exit(2);
                }
                Thread.onSpinWait();
            }
            out.println(round + "/" + i);
        }
        System.exit(1);
    }
}
