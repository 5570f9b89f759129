package dev.airelay.security;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The admission of one address, in the simplest possible terms: time in ticks of 100 ms, the allowance in
 * tenths, at 60 requests a minute one tenth a tick.
 */
final class AdmissionModel {
    static final int BURST = 5;
    static final int SLOTS = 2;
    static final int PLACES = 3;
    static final int LONGEST_TICKS = 25;
    static final int ATTEMPTS = 3;
    static final int WINDOW_TICKS = 90;
    static final int BLOCK_TICKS = 150;
    private static final int PER_REQUEST = 10;
    private static final int LONGEST_SPREAD = 600;

    private record Waiter(int id, long deadline) {}

    private final boolean loopback;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private final Deque<Long> failures = new ArrayDeque<>();
    private final Set<Integer> granted = new HashSet<>();
    private final List<String> events;
    private final int number;
    private long tick;
    private long blockedUntil;
    private int tenths = BURST * 10;
    private int active;
    private long lastReturn = -PER_REQUEST;
    private long touched;

    AdmissionModel(int number, boolean loopback, List<String> events) {
        this.number = number;
        this.loopback = loopback;
        this.events = events;
    }

    private void say(int id, String what) {
        events.add(number + "/" + id + " " + what);
    }

    void tick() {
        touchIfBusy();
        tick++;
        tenths = Math.min(BURST * 10, tenths + 1);
        letIn();
        while (!waiting.isEmpty() && waiting.getFirst().deadline() <= tick) {
            Waiter late = waiting.removeFirst();
            say(late.id(), active == SLOTS ? "CONCURRENCY " + comeBack(0) : "RATE " + comeBack(untilAllowed(1)));
            touched = tick;
        }
        touchIfBusy();
    }

    private void touchIfBusy() {
        if (active > 0 || !waiting.isEmpty()) {
            touched = tick;
        }
    }

    /** An address that is idle for as long as wrong tokens count is forgotten, with any retry time it was given. */
    private void forgetIfIdle() {
        if (tick - touched >= WINDOW_TICKS) {
            lastReturn = tick - PER_REQUEST;
        }
        touched = tick;
    }

    private void letIn() {
        while (!waiting.isEmpty() && active < SLOTS && tenths >= PER_REQUEST) {
            tenths -= PER_REQUEST;
            active++;
            granted.add(waiting.removeFirst().id());
        }
    }

    private long untilAllowed(int requests) {
        return Math.max(0, requests * PER_REQUEST - tenths);
    }

    private long comeBack(long earliest) {
        long afterTheLast = lastReturn + PER_REQUEST - tick;
        long wait = afterTheLast > LONGEST_SPREAD ? earliest : Math.max(earliest, afterTheLast);
        lastReturn = tick + wait;
        return ceilSeconds(wait);
    }

    void arrive(int id, boolean rightToken) {
        boolean blocked = tick < blockedUntil;
        if (blocked && !(loopback && rightToken)) {
            say(id, "FAILED_AUTH " + ceilSeconds(blockedUntil - tick));
            return;
        }
        forgetIfIdle();
        if (rightToken) {
            join(id);
        } else {
            fail(id);
        }
    }

    private void join(int id) {
        waiting.addLast(new Waiter(id, tick + LONGEST_TICKS));
        letIn();
        long tooLong = untilAllowed(waiting.size()) - LONGEST_TICKS;
        if (granted.remove(id)) {
            say(id, "in");
        } else if (waiting.size() > PLACES) {
            waiting.removeLast();
            say(id, active == SLOTS ? "CONCURRENCY " + comeBack(0) : "RATE " + comeBack(untilAllowed(1)));
        } else if (tooLong > 0) {
            waiting.removeLast();
            say(id, "RATE " + comeBack(tooLong));
        }
    }

    private void fail(int id) {
        boolean paid = tenths >= PER_REQUEST;
        tenths -= paid ? PER_REQUEST : 0;
        failures.removeIf(at -> tick - at >= WINDOW_TICKS);
        failures.addLast(tick);
        boolean last = failures.size() == ATTEMPTS;
        say(id, paid || last ? "401 " + failures.size() : "RATE " + comeBack(untilAllowed(1)));
        if (last) {
            failures.clear();
            blockedUntil = tick + BLOCK_TICKS;
        }
    }

    private static long ceilSeconds(long ticks) {
        return Math.max(1, (ticks + 9) / 10);
    }

    void free() {
        active--;
        letIn();
    }

    void deliver() {
        granted.forEach(id -> say(id, "in"));
        granted.clear();
    }

    void leave(int id) {
        if (!waiting.removeIf(waiter -> waiter.id() == id) && granted.remove(id)) {
            free();
        }
    }

    int active() {
        return active;
    }

    int waiting() {
        return waiting.size();
    }

    double allowance() {
        forgetIfIdle();
        return tenths / 10.0;
    }

    int failures() {
        failures.removeIf(at -> tick - at >= WINDOW_TICKS);
        return failures.size();
    }

    long blockedSeconds() {
        return tick < blockedUntil ? ceilSeconds(blockedUntil - tick) : 0;
    }
}
