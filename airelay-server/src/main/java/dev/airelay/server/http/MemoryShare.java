package dev.airelay.server.http;

import dev.airelay.backend.call.AnswerMeter;
import java.time.Duration;

/**
 * One holder's share of the {@link MemoryBudget}. Safe for concurrent use. Requesting what is already held costs only a
 * comparison, so it may be done for every event.
 */
public final class MemoryShare implements AnswerMeter {

    /** There is no room for a request: 503. Without a stack trace, which would cost memory. */
    static final class NoRoomException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoRoomException() {
            super("no room in the memory budget", null, false, false);
        }
    }

    private static final int ROOM_OF_THE_REQUEST = 32;
    private static final int COARSE = 16 * 1024;

    private final MemoryBudget budget;
    private final int step;
    private final long maxBytes;
    private final Duration patience;
    private volatile long reserved;
    private boolean released;

    private MemoryShare(MemoryBudget budget, int step, long maxBytes, Duration patience) {
        this.budget = budget;
        this.step = step;
        this.maxBytes = maxBytes;
        this.patience = patience;
    }

    /** Returns a share that is counted to the byte. */
    public static MemoryShare exact(MemoryBudget budget) {
        return new MemoryShare(budget, 1, Long.MAX_VALUE, Duration.ZERO);
    }

    /**
     * Returns a share that is counted in coarse steps, for memory that grows and shrinks often. Less than a step does not
     * count.
     */
    public static MemoryShare coarse(MemoryBudget budget) {
        return new MemoryShare(budget, COARSE, Long.MAX_VALUE, Duration.ZERO);
    }

    /**
     * Returns a coarse share for one upstream response.
     *
     * @param maxBytes the size beyond which the response is refused
     * @param patience how long the response waits for memory that others use
     */
    public static MemoryShare ofAnswer(MemoryBudget budget, long maxBytes, Duration patience) {
        return new MemoryShare(budget, COARSE, maxBytes, patience);
    }

    @Override
    public long maxBytes() {
        return maxBytes;
    }

    @Override
    public Duration patience() {
        return patience;
    }

    /**
     * Holds this many bytes from now on.
     *
     * @return false if there is no room for them, while the previous bytes are still held; also after {@link #release}
     */
    @Override
    public boolean hold(long bytes) {
        return fits(bytes) || resize(inSteps(bytes), false);
    }

    /** Holds this many bytes from now on, even without room, because they already exist. */
    public void charge(long bytes) {
        if (!fits(bytes)) {
            resize(inSteps(bytes), true);
        }
    }

    /** Holds this many more bytes; returns false, and still holds the previous number, if there is no room for them. */
    public synchronized boolean add(long bytes) {
        return resize(reserved + inSteps(bytes), false);
    }

    /** Holds this many more bytes, even without room. */
    public synchronized void chargeMore(long bytes) {
        resize(reserved + inSteps(bytes), true);
    }

    /**
     * Holds this many more bytes.
     *
     * @throws NoRoomException when there is no room for them
     */
    public void require(long bytes) {
        if (!add(bytes)) {
            throw new NoRoomException();
        }
    }

    /** Returns the most that one share can get: everything for one holder, less the memory of the request itself. */
    @Override
    public long largest() {
        return budget.largest() - budget.largest() / ROOM_OF_THE_REQUEST;
    }

    /** Releases everything, finally. Idempotent. */
    public synchronized void release() {
        resize(0, false);
        released = true;
    }

    /** Whether the reservation is enough for this many bytes, and not so large that a part should be released. */
    private boolean fits(long bytes) {
        long now = reserved;
        return now == 0 ? bytes < step : bytes <= now && bytes > now / 2;
    }

    private long inSteps(long bytes) {
        return bytes < step ? 0 : (bytes + step - 1) / step * step;
    }

    private synchronized boolean resize(long wanted, boolean forced) {
        if (released) {
            return false;
        }
        long more = wanted - reserved;
        if (more <= 0) {
            budget.give(-more);
        } else if (forced) {
            budget.charge(more);
        } else if (!budget.take(more, wanted)) {
            return false;
        }
        reserved = wanted;
        return true;
    }
}
