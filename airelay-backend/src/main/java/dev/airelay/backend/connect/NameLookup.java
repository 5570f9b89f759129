package dev.airelay.backend.connect;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the upstream's host name and caches the result: a new connection does not wait for a lookup if there was a recent
 * one, and uses the cached addresses while a later lookup runs. A numeric address needs no lookup. Safe for concurrent use.
 */
final class NameLookup {

    /** How long addresses are used without a new lookup; the JDK caches them as long. */
    static final Duration FRESH = Duration.ofSeconds(30);
    /** How long they are used while they are looked up again. */
    static final Duration USABLE = Duration.ofMinutes(10);

    private final Executor blocking;
    private final Resolver resolver;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** Finds the addresses of a host; blocks. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /**
     * The result of a lookup.
     *
     * @param at its time, by the clock of the event loops
     * @param asked time of the last lookup
     */
    private record Known(List<InetAddress> addresses, long at, long asked) {}

    NameLookup(Executor blocking) {
        this(blocking, InetAddress::getAllByName);
    }

    NameLookup(Executor blocking, Resolver resolver) {
        this.blocking = blocking;
        this.resolver = resolver;
    }

    /** Returns the host's addresses in order of preference, at least one; completed on {@code loop}. */
    Future<List<InetAddress>> addresses(String host, EventExecutor loop) {
        Known last = known.get(host);
        long now = loop.ticker().nanoTime();
        if (last == null || now - last.at() >= USABLE.toNanos()) {
            Promise<List<InetAddress>> found = loop.newPromise();
            if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
                lookUp(host, now, found);
            } else {
                startLookup(host, now, found);
            }
            return found;
        }
        if (now - last.asked() >= FRESH.toNanos()) {
            // One lookup at a time is enough: until it ends, other callers treat these addresses as fresh.
            known.put(host, new Known(last.addresses(), last.at(), now));
            startLookup(host, now, null);
        }
        return loop.newSucceededFuture(last.addresses());
    }

    /** Drops the addresses of a host, because none of them can be reached: it may have others by now. */
    void forget(String host) {
        known.remove(host);
    }

    private void startLookup(String host, long now, @Nullable Promise<List<InetAddress>> found) {
        try {
            blocking.execute(() -> lookUp(host, now, found));
        } catch (RejectedExecutionException stopping) {
            if (found != null) {
                found.tryFailure(stopping);
            }
        }
    }

    private void lookUp(String host, long now, @Nullable Promise<List<InetAddress>> found) {
        try {
            List<InetAddress> addresses = List.of(resolver.addresses(host));
            known.put(host, new Known(addresses, now, now));
            if (found != null) {
                found.trySuccess(addresses);
            }
        } catch (UnknownHostException unknown) {
            if (found != null) {
                found.tryFailure(unknown);
            }
        }
    }
}
