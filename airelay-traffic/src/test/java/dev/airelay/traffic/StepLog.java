package dev.airelay.traffic;

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

/** A log whose writer works on the test's thread, when told. */
final class StepLog {
    private final TrafficOptions options;
    private final InstantSource clock;
    private final TrafficQueue queue;
    private final TrafficWriter writer;

    StepLog(TrafficOptions options, InstantSource clock) {
        this(options, clock, clock);
    }

    StepLog(TrafficOptions options, InstantSource clock, InstantSource retentionClock) {
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
                retentionClock);
    }

    static SecurityRecord.Event event(String detail) {
        return new SecurityRecord.Event("req_1", "test", detail);
    }

    void offer(String detail) {
        queue.offer(clock.instant(), event(detail));
    }

    void offer(Instant at, String detail) {
        queue.offer(at, event(detail));
    }

    /** Writes what is offered and lets the upkeep finish. */
    void settle() {
        for (int i = 0; i < 50 || queue.waiting() > 0; i++) {
            writer.step(Duration.ZERO);
        }
    }

    void write(String... details) {
        for (String detail : details) {
            offer(detail);
        }
        settle();
    }

    TrafficCounters counters() {
        return writer.counts().snapshot();
    }

    void end() {
        queue.close();
        writer.run();
    }

    /** Every file of the log, by its path below the directory, in order. */
    List<String> files() {
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
    List<String> details() {
        return details(options.directory());
    }

    static List<String> details(Path directory) {
        List<String> details = new ArrayList<>();
        try {
            new LogReader(directory).read(Instant.EPOCH, entry -> details.add(detail(entry)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return details;
    }

    static String detail(LogEntry entry) {
        return LogJson.read(entry.json()).path("detail").asString(entry.phase());
    }
}
