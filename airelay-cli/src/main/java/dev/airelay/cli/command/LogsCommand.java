package dev.airelay.cli.command;

import dev.airelay.base.FileFailures;
import dev.airelay.cli.text.RequestLine;
import dev.airelay.cli.text.Since;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.server.ExitStatus;
import dev.airelay.traffic.read.LogEntry;
import dev.airelay.traffic.read.LogFollower;
import dev.airelay.traffic.read.LogReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the traffic log: a line for each request, or the log's own lines. */
@Command(name = "logs", description = "Show the requests in the traffic log, one line each.")
final class LogsCommand implements Callable<Integer> {
    /** Short enough to seem at once, long enough to cost nothing. */
    private static final long POLL_MILLIS = 200;

    private final CommandContext context;
    private final InstantSource clock;
    private boolean shown;

    @Option(
            names = {"-f", "--follow"},
            description = "Keep printing new entries until you press Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            defaultValue = "1d",
            description = "Show entries since a time: 10m, 2h, 3d or 2026-05-20T10:30:00Z (default: 1d).")
    private String since = "";

    @Option(names = "--json", description = "Print the log's own entries, of every phase, one JSON object per line.")
    private boolean json;

    LogsCommand(CommandContext context, InstantSource clock) {
        this.context = context;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        Instant from = Since.parse(since, clock.instant())
                .orElseThrow(() -> new CommandFailure(
                        ExitStatus.USAGE,
                        "--since must be a time span such as 30s, 10m, 2h or 3d, or a time such as 2026-05-20T10:30:00Z,"
                                + " was " + since,
                        null));
        Path directory = ConfigLoader.load(context.sources()).config().get(ConfigKeys.LOGS_DIR);
        LogReader log = new LogReader(directory);
        try {
            if (follow) {
                follow(log, from);
            } else {
                log.read(from, this::show);
            }
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "Cannot read the traffic log in " + directory + ": " + FileFailures.words(unreadable),
                    unreadable);
        }
        if (!shown && !follow) {
            context.note("airelay: Nothing was logged in " + directory + " since "
                    + from.truncatedTo(ChronoUnit.SECONDS) + ".");
        }
        return ExitStatus.OK.code();
    }

    /** Until the process receives a signal to stop, or nobody reads any more. */
    private void follow(LogReader log, Instant from) throws IOException, InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        try (OpenResources resources = context.openResources();
                LogFollower follower = log.follow(from)) {
            resources.add(stopped::countDown);
            do {
                if (follower.poll(this::show)) {
                    context.flush();
                }
            } while (!context.nobodyReads() && !stopped.await(POLL_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    private void show(LogEntry entry) {
        Optional<String> line = json ? Optional.of(entry.json()) : RequestLine.of(entry);
        line.ifPresent(text -> {
            shown = true;
            context.line(text);
        });
    }
}
