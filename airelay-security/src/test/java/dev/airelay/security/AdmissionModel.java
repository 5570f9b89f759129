package dev.airelay.security;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What admission must do for one address, said again in the plainest way: time in ticks of 100 ms, the allowance in
 * tenths, at 60 requests a minute one tenth a tick.
 */
final class AdmissionModel {
    static final int BURST = 5;
    static final int SLOTS = 2;
    static final int PLACES = 3;
    static final int LONGEST_TICKS = 12;
    static final int ATTEMPTS = 3;
    static final int WINDOW_TICKS = 90;
    static final int BLOCK_TICKS = 150;

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

    AdmissionModel(int number, boolean loopback, List<String> events) {
        this.number = number;
        this.loopback = loopback;
        this.events = events;
    }

    private void say(int id, String what) {
        events.add(number + "/" + id + " " + what);
    }

    void tick() {
        tick++;
        tenths = Math.min(BURST * 10, tenths + 1);
        while (!waiting.isEmpty() && waiting.getFirst().deadline() <= tick) {
            say(waiting.removeFirst().id(), "CONCURRENCY 1");
            tenths = Math.min(BURST * 10, tenths + 10);
        }
    }

    void arrive(int id, boolean rightToken) {
        boolean blocked = tick < blockedUntil;
        if (blocked && !(loopback && rightToken)) {
            say(id, "FAILED_AUTH " + ceilSeconds(blockedUntil - tick));
        } else if (rightToken && active == SLOTS && waiting.size() == PLACES) {
            say(id, "CONCURRENCY 1");
        } else if (tenths < 10) {
            say(id, "RATE " + ceilSeconds(10 - tenths));
        } else {
            tenths -= 10;
            pay(id, rightToken);
        }
    }

    private void pay(int id, boolean rightToken) {
        if (!rightToken) {
            fail(id);
        } else if (active == SLOTS) {
            waiting.addLast(new Waiter(id, tick + LONGEST_TICKS));
        } else {
            active++;
            say(id, "in");
        }
    }

    private void fail(int id) {
        failures.removeIf(at -> tick - at >= WINDOW_TICKS);
        failures.addLast(tick);
        say(id, "401 " + failures.size());
        if (failures.size() == ATTEMPTS) {
            failures.clear();
            blockedUntil = tick + BLOCK_TICKS;
        }
    }

    private static long ceilSeconds(long ticks) {
        return Math.max(1, (ticks + 9) / 10);
    }

    void free() {
        if (waiting.isEmpty()) {
            active--;
        } else {
            granted.add(waiting.removeFirst().id());
        }
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
