package dev.airelay.traffic;

import dev.airelay.traffic.read.LogEntry;
import dev.airelay.traffic.read.LogReader;
import dev.airelay.traffic.record.LineFormat;
import dev.airelay.traffic.record.SecurityRecord;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.redact.LogJson;
import dev.airelay.traffic.redact.Redactor;
import dev.airelay.traffic.redact.SecretValues;
import dev.airelay.traffic.write.HourlyFile;
import dev.airelay.traffic.write.LogTree;
import dev.airelay.traffic.write.TrafficCounters;
import dev.airelay.traffic.write.TrafficQueue;
import dev.airelay.traffic.write.TrafficWriter;
import dev.airelay.traffic.write.Upkeep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A log whose writer works on the test's thread, on request. */
public final class StepLog {
    private final TrafficOptions options;
    private final InstantSource clock;
    private final TrafficQueue queue;
    private final TrafficWriter writer;

    public StepLog(TrafficOptions options, InstantSource clock) {
        this(options, clock, clock);
    }

    public StepLog(TrafficOptions options, InstantSource clock, InstantSource retentionClock) {
        this.options = options;
        this.clock = clock;
        this.queue = new TrafficQueue(options.queue());
        LogTree tree = new LogTree(options.directory());
        this.writer = new TrafficWriter(
                queue,
                new LineFormat(new Redactor(new SecretValues()), options),
                new HourlyFile(tree, options.files().maxFileBytes()),
                new Upkeep(tree, options.retention()),
                clock,
                retentionClock,
                List.of());
    }

    public static SecurityRecord.Event event(String detail) {
        return new SecurityRecord.Event("req_1", "test", detail);
    }

    public void offer(String detail) {
        queue.offer(clock.instant(), event(detail));
    }

    void offer(Instant at, String detail) {
        queue.offer(at, event(detail));
    }

    /** Writes what is offered, as one batch. */
    public void step() {
        writer.step(Duration.ZERO);
    }

    /** Writes what is offered and lets the upkeep finish. */
    public void settle() {
        for (int i = 0; i < 50 || queue.waiting() > 0; i++) {
            writer.step(Duration.ZERO);
        }
    }

    public void write(String... details) {
        for (String detail : details) {
            offer(detail);
        }
        settle();
    }

    public TrafficCounters counters() {
        return writer.counts().snapshot();
    }

    void end() {
        queue.close();
        writer.run();
    }

    /** Every file of the log, by its path below the directory, in order. */
    public List<String> files() {
        try (Stream<Path> paths = Files.walk(options.directory())) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> options.directory().relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The details of all events, as the reader finds them. */
    public List<String> details() {
        return details(options.directory());
    }

    public static List<String> details(Path directory) {
        List<String> details = new ArrayList<>();
        try {
            new LogReader(directory).read(Instant.EPOCH, entry -> details.add(detail(entry)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return details;
    }

    public static String detail(LogEntry entry) {
        return LogJson.read(entry.json()).path("detail").asString(entry.phase());
    }
}
