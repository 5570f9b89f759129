package dev.airelay.cli.command;

import dev.airelay.base.FileFailures;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.OpenResources;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.RequestLine;
import dev.airelay.cli.text.Since;
import dev.airelay.cli.text.TimeText;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.server.ExitStatus;
import dev.airelay.traffic.read.LogEntry;
import dev.airelay.traffic.read.LogFollower;
import dev.airelay.traffic.read.LogReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the traffic log: a line for each request, or the log's own lines. */
@Command(
        name = "logs",
        description = "Show the requests in the traffic log, one line each.",
        footer = {"airelay logs -f", "airelay logs --errors -n 20", "airelay logs --client codex --since 2h"})
final class LogsCommand implements Callable<Integer> {
    /** Short enough to seem at once, long enough to cost nothing. */
    private static final long POLL_MILLIS = 200;

    private final CommandContext context;
    private boolean shown;

    @Option(
            names = {"-f", "--follow"},
            description = "Keep printing new entries until you press Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--tail"},
            paramLabel = "N",
            description = "Show only the last N entries.")
    private @Nullable Integer tail;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            defaultValue = "1d",
            description = "Show entries since a time: 10m, 2h, 3d or 2026-05-20T10:30:00Z (default: 1d).")
    private String since = "";

    @Option(names = "--errors", description = "Show only requests that failed.")
    private boolean errors;

    @Option(
            names = "--status",
            paramLabel = "CODE",
            description = "Show only requests with this status: 429, 4xx, 5xx.")
    private @Nullable String status;

    @Option(names = "--model", paramLabel = "TEXT", description = "Show only requests whose model contains the text.")
    private @Nullable String model;

    @Option(names = "--client", paramLabel = "TEXT", description = "Show only requests whose client contains the text.")
    private @Nullable String client;

    @Option(names = "--utc", description = "Show and read times in UTC instead of local time.")
    private boolean utc;

    @Option(names = "--json", description = "Print the log's own entries, of every phase, one JSON object per line.")
    private boolean json;

    LogsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Clock clock = utc ? context.clock().withZone(ZoneOffset.UTC) : context.clock();
        if (tail != null && tail < 1) {
            throw new CommandFailure(ExitStatus.USAGE, "--tail must be at least 1, was " + tail + ".", null);
        }
        Instant from = Since.parse(since, clock)
                .orElseThrow(() -> new CommandFailure(
                        ExitStatus.USAGE,
                        "--since must be a time span such as 30s, 10m, 2h or 3d, or a time such as 2026-05-20T10:30:00Z,"
                                + " was " + since,
                        null));
        Path directory = ConfigLoader.load(context.sources()).config().get(ConfigKeys.LOGS_DIR);
        LogReader log = new LogReader(directory);
        Output output = new Output(
                new LogFilter(status, errors, model, client),
                new RequestLine(new TimeText(clock), context.width(), !context.interactive()));
        try {
            if (follow) {
                follow(log, from, output);
            } else {
                log.read(from, output::wanted, output::accept);
                output.end();
            }
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "Cannot read the traffic log in " + directory + ": " + FileFailures.words(unreadable),
                    unreadable);
        }
        if (!shown && !follow) {
            context.note("airelay: Nothing" + (output.filter.all() ? "" : " like that") + " was logged in " + directory
                    + " since " + new TimeText(clock).whole(from)
                    + ". A relay with another data directory logs there; add its --data-dir.");
        }
        return ExitStatus.OK.code();
    }

    /** Until the process receives a signal to stop, or nobody reads any more. */
    private void follow(LogReader log, Instant from, Output output) throws IOException, InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        try (OpenResources resources = context.openResources();
                LogFollower follower = log.follow(from)) {
            resources.add(stopped::countDown);
            follower.poll(output::accept);
            output.end();
            if (!shown && context.interactive()) {
                context.note("airelay: Waiting for requests. Press Ctrl-C to stop.");
            }
            context.flush();
            while (!context.nobodyReads() && !stopped.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (follower.poll(output::accept)) {
                    context.flush();
                }
            }
        }
    }

    /** Prints the wanted entries; of those there were, only the last ones, if the user asks for these. */
    private final class Output {
        private final LogFilter filter;
        private final RequestLine form;
        private final Page page = context.page();
        private final Deque<LogEntry> last = new ArrayDeque<>();
        private boolean ended;

        Output(LogFilter filter, RequestLine form) {
            this.filter = filter;
            this.form = form;
        }

        /** Whether a line can be one that is printed. */
        boolean wanted(String line) {
            return json || RequestLine.mayBeShown(line);
        }

        void accept(LogEntry entry) {
            if (!filter.test(entry) || (!json && form.of(entry).isEmpty())) {
                return;
            }
            if (ended || tail == null) {
                show(entry);
                return;
            }
            last.add(entry);
            if (last.size() > tail) {
                last.remove();
            }
        }

        /** Everything there was has been read; from now on entries are printed at once. */
        void end() {
            ended = true;
            last.forEach(this::show);
            last.clear();
        }

        private void show(LogEntry entry) {
            shown = true;
            if (json) {
                context.line(entry.json());
            } else {
                form.of(entry).ifPresent(page::request);
            }
        }
    }
}
