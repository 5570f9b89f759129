package dev.airelay.backend.connect;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Looks the upstream's host name up. The JDK's lookup blocks, so it runs on an executor of its own; the JDK caches what it
 * finds. An address in numbers needs no lookup.
 */
final class NameLookup {

    private final Executor blocking;

    NameLookup(Executor blocking) {
        this.blocking = blocking;
    }

    /** Returns the host's addresses in order of preference, at least one; completed on {@code loop}. */
    Future<List<InetAddress>> addresses(String host, EventExecutor loop) {
        Promise<List<InetAddress>> found = loop.newPromise();
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            lookUp(host, found);
            return found;
        }
        try {
            blocking.execute(() -> lookUp(host, found));
        } catch (RejectedExecutionException stopping) {
            found.tryFailure(stopping);
        }
        return found;
    }

    private static void lookUp(String host, Promise<List<InetAddress>> found) {
        try {
            found.trySuccess(List.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException unknown) {
            found.tryFailure(unknown);
        }
    }
}
