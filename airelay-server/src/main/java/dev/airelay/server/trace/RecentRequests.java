package dev.airelay.server.trace;

import dev.airelay.traffic.record.TokenUsage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests for a model that are being answered, the last {@value #KEPT} that were, the clients that sent them, and sums by the
 * hour: what the page shows. A request enters with its first call upstream, or when it waits or fails, and changes a few times
 * until it ends, never with each delta. Bounded; safe for concurrent use; its lock is held for moments only.
 */
public final class RecentRequests {

    /** How many requests that have ended are kept. */
    public static final int KEPT = 100;

    private static final int MAX_CLIENTS = 50;
    private static final int HOURS = 24;
    private static final long HOUR_MILLIS = 3_600_000;

    private final InstantSource clock;
    /** In the order of their beginning. */
    private final Map<Long, RecentRequest> requests = new LinkedHashMap<>();
    /** By their own names, the one that was seen last at the end. */
    private final Map<String, Client> clients = new LinkedHashMap<>();
    /** Of each hour: which it is since 1970, then requests, failures, and tokens: input, cached, output. */
    private final long[][] hours = new long[HOURS][6];

    private long numbers;
    private long version;
    private int ended;

    /** Creates an empty list. */
    public RecentRequests(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A client as far as it was seen in this run.
     *
     * @param userAgent its own name for itself; empty when it sends none
     * @param requests how many it made
     * @param failed how many of these failed
     * @param lastMillis when the last one ended, in milliseconds since 1970
     * @param lastFailed whether the last one failed
     * @param lastError why, in the words that the client got; null when there are none, or it did not fail
     */
    public record Client(
            String userAgent,
            long requests,
            long failed,
            long lastMillis,
            boolean lastFailed,
            @Nullable String lastError) {}

    /**
     * Sums of the last 24 hours.
     *
     * @param input tokens read, of which {@code cached} came from the upstream's cache
     * @param output tokens written
     */
    public record Sums(long requests, long failed, long input, long cached, long output) {}

    /** Enters a request that began some time ago. */
    synchronized RecentRequest enter(RequestFacts facts, long agoMillis) {
        numbers++;
        RecentRequest entered = new RecentRequest(this, numbers, facts, clock.millis() - agoMillis);
        requests.put(numbers, entered);
        return entered;
    }

    /** Returns the number of the next change. */
    synchronized long next() {
        return ++version;
    }

    synchronized void ended(RecentRequest request, boolean failed) {
        ended++;
        long[] hour = hour();
        hour[1]++;
        hour[2] += failed ? 1 : 0;
        Client before = clients.remove(request.userAgent());
        clients.put(
                request.userAgent(),
                new Client(
                        request.userAgent(),
                        before == null ? 1 : before.requests() + 1,
                        (before == null ? 0 : before.failed()) + (failed ? 1 : 0),
                        clock.millis(),
                        failed,
                        failed ? request.errorMessage() : null));
        if (clients.size() > MAX_CLIENTS) {
            dropFirst(clients.values().iterator());
        }
        Iterator<RecentRequest> oldest = requests.values().iterator();
        while (ended > KEPT && oldest.hasNext()) {
            if (oldest.next().ended()) {
                oldest.remove();
                ended--;
            }
        }
    }

    private static void dropFirst(Iterator<?> all) {
        all.next();
        all.remove();
    }

    /** The reason of a failure is known, which may be after the client's next request. */
    synchronized void explained(RecentRequest request) {
        Client known = clients.get(request.userAgent());
        String why = request.errorMessage();
        if (known != null && known.lastFailed() && known.lastError() == null && request.failed() && why != null) {
            clients.put(
                    known.userAgent(),
                    new Client(known.userAgent(), known.requests(), known.failed(), known.lastMillis(), true, why));
        }
    }

    synchronized void spent(@Nullable TokenUsage usage) {
        if (usage != null) {
            long[] hour = hour();
            hour[3] += usage.input();
            hour[4] += usage.cached();
            hour[5] += usage.output();
        }
    }

    private long[] hour() {
        long now = clock.millis() / HOUR_MILLIS;
        long[] hour = hours[(int) (now % HOURS)];
        if (hour[0] != now) {
            Arrays.fill(hour, 0);
            hour[0] = now;
        }
        return hour;
    }

    /** Returns the number of the last change; it grows with each. */
    public synchronized long version() {
        return version;
    }

    /** Returns whether a request is in progress. */
    public synchronized boolean busy() {
        return requests.size() > ended;
    }

    /** Returns the requests that have changed since a change, the oldest first; since 0 all of them. */
    public synchronized List<RecentRequest.View> since(long change) {
        List<RecentRequest.View> changed = new ArrayList<>();
        for (RecentRequest request : requests.values()) {
            if (request.version() > change) {
                changed.add(request.view());
            }
        }
        return changed;
    }

    /** Returns the clients, the one that was seen last at the end. */
    public synchronized List<Client> clients() {
        return List.copyOf(clients.values());
    }

    /** Returns the sums of the last 24 hours, or since the start. */
    public synchronized Sums sums() {
        long now = clock.millis() / HOUR_MILLIS;
        long[] all = new long[6];
        for (long[] hour : hours) {
            if (now - hour[0] < HOURS) {
                for (int i = 1; i < all.length; i++) {
                    all[i] += hour[i];
                }
            }
        }
        return new Sums(all[1], all[2], all[3], all[4], all[5]);
    }
}
