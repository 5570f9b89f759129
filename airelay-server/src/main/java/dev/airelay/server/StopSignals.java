package dev.airelay.server;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Handles the signals that stop a process. The first runs the process's exit hooks, as without this class; the next one,
 * while these still run, runs the given action. The exit code is the platform's own: 128 and the signal's number.
 *
 * <p>The JDK's module {@code jdk.unsupported} is used by reflection: if it is missing, or the platform has no such signals,
 * the Java virtual machine handles them.
 */
public final class StopSignals {

    private static final System.Logger LOG = System.getLogger(StopSignals.class.getName());
    private static final List<String> NAMES = List.of("TERM", "INT");
    private static final int SIGNALLED = 128;

    private static final int TERM = 15;

    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Runnable again;
    /** Whether this process only stands in for a child process. */
    private final boolean forChild;

    private StopSignals(Runnable again, boolean forChild) {
        this.again = again;
        this.forChild = forChild;
    }

    /**
     * Handles the signals from now on, for the whole process.
     *
     * @param again the action of a further signal; runs on a thread of its own
     */
    public static void install(Runnable again) {
        StopSignals signals = new StopSignals(again, false);
        NAMES.forEach(signals::take);
    }

    /**
     * Leaves Ctrl-C to a child process of the same terminal, which gets it too, for the rest of this process.
     *
     * @param terminate runs when SIGTERM arrives, which only this process gets; on a thread of its own
     */
    public static void leaveToChild(Runnable terminate) {
        StopSignals signals = new StopSignals(terminate, true);
        NAMES.forEach(signals::take);
    }

    private void take(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object receiver = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        arrived((int) signal.getMethod("getNumber").invoke(arguments[0]));
                        return null;
                    });
            Object named = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, named, receiver);
        } catch (ReflectiveOperationException | IllegalArgumentException left) {
            LOG.log(System.Logger.Level.DEBUG, "signal_left name=" + name, left);
        }
    }

    private void arrived(int number) {
        if (forChild) {
            if (number == TERM) {
                again.run();
            }
        } else if (stopping.compareAndSet(false, true)) {
            System.exit(SIGNALLED + number);
        } else {
            again.run();
        }
    }
}
