package dev.airelay.auth.login;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One port of both loopback addresses. A browser may resolve {@code localhost} to either, so a port counts as free only if
 * it is free on both; without IPv6, IPv4 is enough.
 */
public final class LoopbackSockets implements Closeable {
    private static final byte[] IPV4 = {127, 0, 0, 1};
    private static final byte[] IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final int BACKLOG = 16;
    private static final int TRIES_AFTER_CANCEL = 10;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final int port;
    private final List<ServerSocket> sockets;

    /** Binds a listening socket; for tests of systems that refuse some ports. */
    @FunctionalInterface
    public interface Binder {
        /** Listens at this address. */
        ServerSocket bind(int port, InetAddress address) throws IOException;

        /** Returns a binder of real sockets. */
        static Binder system() {
            return (port, address) -> new ServerSocket(port, BACKLOG, address);
        }
    }

    private LoopbackSockets(int port, List<ServerSocket> sockets) {
        this.port = port;
        this.sockets = List.copyOf(sockets);
    }

    /**
     * Opens the first port that is free or that another login releases on request. If the system itself reserves a port, as
     * Windows does with its excluded ranges, no program can listen on it, and none can intercept what a browser sends there:
     * then the result has that port and no sockets.
     *
     * @throws LoginException when other programs use every port
     */
    public static LoopbackSockets open(LoopbackPorts ports, LoginClock clock, Binder binder)
            throws LoginException, InterruptedException {
        Optional<LoopbackSockets> reserved = Optional.empty();
        for (int port : ports.inOrder()) {
            Optional<LoopbackSockets> free = bind(port, binder);
            boolean held = free.isEmpty() && StaleLogin.askToCancel(port, addresses());
            for (int i = 0; i < (held ? TRIES_AFTER_CANCEL : 1) && free.isEmpty(); i++) {
                clock.pause(BETWEEN_TRIES);
                free = bind(port, binder);
            }
            if (free.isPresent()) {
                return free.get();
            }
            if (!held && reserved.isEmpty()) {
                reserved = Optional.of(new LoopbackSockets(port, List.of()));
            }
        }
        return reserved.orElseThrow(() -> busy(ports));
    }

    private static LoginException busy(LoopbackPorts ports) {
        String taken = String.join(
                " and ", ports.inOrder().stream().map(String::valueOf).toList());
        return new LoginException(
                LoginFailure.PORTS_BUSY,
                "The sign-in needs one of the ports " + taken
                        + " on this machine, but other programs use them. Stop those programs, or run: airelay login"
                        + " --device");
    }

    /** Both addresses at this port; empty when one of them is taken. */
    public static Optional<LoopbackSockets> bind(int port) {
        return bind(port, Binder.system());
    }

    private static Optional<LoopbackSockets> bind(int port, Binder binder) {
        List<ServerSocket> bound = new ArrayList<>();
        try {
            for (InetAddress address : addresses()) {
                bound.add(binder.bind(port, address));
            }
            return Optional.of(new LoopbackSockets(port, bound));
        } catch (IOException taken) {
            closeAll(bound);
            return Optional.empty();
        }
    }

    /** The loopback addresses this machine has: IPv4, and IPv6 where a socket can be bound to it. */
    public static List<InetAddress> addresses() {
        InetAddress six = address(IPV6);
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(six, 0));
            return List.of(address(IPV4), six);
        } catch (IOException noIpv6) {
            return List.of(address(IPV4));
        }
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 and 16 octets always are an address", impossible);
        }
    }

    /** Returns the port of all sockets. */
    public int port() {
        return port;
    }

    /** Returns the sockets, one for each loopback address. */
    public List<ServerSocket> sockets() {
        return sockets;
    }

    @Override
    public void close() {
        closeAll(sockets);
    }

    private static void closeAll(List<ServerSocket> sockets) {
        for (ServerSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // A listener whose close fails is closed anyway.
            }
        }
    }
}
