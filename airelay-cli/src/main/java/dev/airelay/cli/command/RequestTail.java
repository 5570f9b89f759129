package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.RequestLine;
import dev.airelay.server.RelayServer;
import dev.airelay.traffic.read.LogEntry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Prints a line for each request while a relay runs, as {@code logs -f} does. The log's thread only hands its lines over: a
 * terminal that takes no text for a while, or more requests than anybody can read, cost the relay nothing. Lines that are
 * left out are counted.
 */
final class RequestTail implements Runnable {
    private static final String STARTUP = "{\"request_id\":\"startup\"";
    private static final String SHUTDOWN = "{\"request_id\":\"shutdown\"";
    private static final int MOST_BATCHES = 8;
    private static final int LINES_PER_SECOND = 40;
    private static final long FINISH_MILLIS = 1_000;
    private static final long SECOND = 1_000_000_000L;

    private final CommandContext context;
    private final Page page;
    private final Thread thread = new Thread(this, "airelay-request-lines");
    private final BlockingQueue<byte[]> batches = new ArrayBlockingQueue<>(MOST_BATCHES);
    private final AtomicLong batchesLeftOut = new AtomicLong();
    /** Made by the first line: what it loads would make a start slower. */
    private @Nullable RequestLine form;

    private long second;
    private int shownInSecond;
    /** The last second in which there were more lines than are shown. */
    private volatile long exhausted = Long.MIN_VALUE;

    private long leftOut;

    RequestTail(CommandContext context) {
        this.context = context;
        this.page = context.page();
        thread.setDaemon(true);
    }

    /** Begins with the next request, on a thread of its own. */
    void start(RelayServer server) {
        thread.start();
        server.watchLog(this::offer);
    }

    /** Waits until what the relay has logged is printed, but not for a terminal that takes no text. */
    void finish() {
        thread.interrupt();
        try {
            thread.join(FINISH_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void offer(byte[] lines) {
        // Under load, nobody reads: to wake the thread for each batch would take time from the requests.
        if (exhausted() || !batches.offer(lines)) {
            batchesLeftOut.incrementAndGet();
        }
    }

    @Override
    public void run() {
        try {
            while (!context.nobodyReads()) {
                byte[] batch = batches.poll(1, TimeUnit.SECONDS);
                if (batch == null) {
                    printLeftOut();
                } else {
                    print(batch);
                }
                context.flush();
            }
        } catch (InterruptedException finished) {
            for (byte[] batch = batches.poll(); batch != null; batch = batches.poll()) {
                print(batch);
            }
            printLeftOut();
            context.flush();
        }
    }

    private void print(byte[] batch) {
        if (exhausted()) {
            batchesLeftOut.incrementAndGet();
            return;
        }
        String text = new String(batch, StandardCharsets.UTF_8);
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            print(text.substring(start, end));
            start = end + 1;
        }
    }

    private void print(String line) {
        // That the relay starts and stops is shown already.
        if (line.startsWith(STARTUP) || line.startsWith(SHUTDOWN) || !RequestLine.mayBeShown(line)) {
            return;
        }
        if (!affordable()) {
            leftOut++;
            return;
        }
        RequestLine known = form;
        RequestLine current = known == null ? context.requestLines() : known;
        form = current;
        LogEntry.parse(line).flatMap(current::of).ifPresent(page::request);
    }

    private boolean exhausted() {
        return context.nanoTime() / SECOND == exhausted;
    }

    private boolean affordable() {
        long now = context.nanoTime() / SECOND;
        if (now != second) {
            second = now;
            shownInSecond = 0;
            printLeftOut();
        }
        if (++shownInSecond > LINES_PER_SECOND) {
            exhausted = now;
            return false;
        }
        return true;
    }

    private void printLeftOut() {
        long batchesGone = batchesLeftOut.getAndSet(0);
        if (leftOut > 0 || batchesGone > 0) {
            page.line("("
                    + (leftOut == 0 ? "more lines" : (batchesGone == 0 ? "" : "more than ") + leftOut + " more lines")
                    + " not shown; " + context.commandName() + " logs has them)");
            leftOut = 0;
        }
    }
}
