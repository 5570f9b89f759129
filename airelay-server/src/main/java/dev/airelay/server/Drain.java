package dev.airelay.server;

/** Whether the relay is about to stop: it finishes what it has begun and takes nothing new. Safe for concurrent use. */
final class Drain {

    private volatile boolean begun;

    /** What every connection is told of a stop, as a user event. */
    enum Event {
        /** Close when nothing is in work; take nothing new. */
        BEGUN,
        /** End what is still in work. */
        TIME_IS_UP
    }

    void begin() {
        begun = true;
    }

    boolean begun() {
        return begun;
    }
}
