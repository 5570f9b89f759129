package dev.airelay.security;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

/** A loop that runs only on request, on a clock that moves only on request. */
final class FakeLoop implements RequestLoop {
    private record Timer(long due, Runnable task) {}

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private long now;
    private boolean ended;

    FakeLoop(long start) {
        now = start;
    }

    long nanoTime() {
        return now;
    }

    /** From now on nothing is taken. */
    void end() {
        ended = true;
    }

    @Override
    public void execute(Runnable task) {
        refuseWhenEnded();
        tasks.add(task);
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        refuseWhenEnded();
        Timer timer = new Timer(now + delay.toNanos(), task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    private void refuseWhenEnded() {
        if (ended) {
            throw new RejectedExecutionException("ended");
        }
    }

    void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    int timers() {
        return timers.size();
    }

    /** Moves the clock and runs what falls due, in order; not the tasks. */
    void advance(Duration time) {
        long until = now + time.toNanos();
        while (true) {
            Timer next = timers.stream()
                    .filter(timer -> timer.due() - until <= 0)
                    .min(Comparator.comparingLong(Timer::due))
                    .orElse(null);
            if (next == null) {
                break;
            }
            timers.remove(next);
            now = next.due();
            next.task().run();
        }
        now = until;
    }
}
