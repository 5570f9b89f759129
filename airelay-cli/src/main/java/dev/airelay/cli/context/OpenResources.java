package dev.airelay.cli.context;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The open resources of a serving command, released once and newest first: by the command when it ends or by the process
 * when it receives a signal to stop. The second of the two waits for the first. Safe for concurrent use.
 */
public final class OpenResources implements AutoCloseable {
    private final Deque<Runnable> releases = new ArrayDeque<>();
    private boolean closed;

    /** Remembers how to release something just opened; does it at once when the rest is already closed. */
    public synchronized void add(Runnable release) {
        if (closed) {
            release.run();
        } else {
            releases.push(release);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Runnable next = releases.poll();
        if (next == null) {
            return;
        }
        try {
            next.run();
        } finally {
            close();
        }
    }
}
