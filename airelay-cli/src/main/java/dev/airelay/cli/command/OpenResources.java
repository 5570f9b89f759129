package dev.airelay.cli.command;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a serving command has open, released once and newest first: by the command at its end or by the process when it
 * is told to stop. Whoever comes second waits for the first. Safe for concurrent use.
 */
final class OpenResources implements AutoCloseable {
    private final Deque<Runnable> releases = new ArrayDeque<>();
    private boolean closed;

    /** Remembers how to release something just opened; does it at once when the rest is already closed. */
    synchronized void add(Runnable release) {
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
