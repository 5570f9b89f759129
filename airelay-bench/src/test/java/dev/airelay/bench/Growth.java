package dev.airelay.bench;

import dev.airelay.server.MeasuredRelay;
import dev.airelay.server.MeasuredRelay.Cost;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * Compares the work of a relay for a text, one twice as long and one four times as long: each step is at most two and a half
 * times as much.
 *
 * <p>Other programs on the machine must not decide. So what takes hardly any time is not judged, and what looks like too much
 * is measured again, until the least or the middle of all measurements do not. A search from every position of the text takes
 * four times as much each step, however often it is measured.
 */
final class Growth {
    private static final double MOST = 2.5;
    private static final long LITTLE_NANOS = 12_000_000;
    /** Neither what takes so long nor what grows so much does so by chance. */
    private static final long LONG_NANOS = 3_000_000_000L;

    private static final double BY_FAR_TOO_MUCH = 3.2;
    /** With four times the text, quadratic work then takes a few seconds at most. */
    private static final long SHORT_NANOS = 250_000_000;

    /** Shorter texts show as well how this grows, before the relay takes its event loop for stuck. */
    private static final long TOO_LONG_NANOS = 2_000_000_000;

    private static final int MUCH_LESS = 8;

    /** So many failures tell enough. */
    private static final int ENOUGH = 5;

    private static final int ATTEMPTS = 12;
    private static final int STEPS = 3;
    private static final long OK = 200;

    private final MeasuredRelay relay;
    private final List<String> tooMuch = new ArrayList<>();
    private int judged;
    private int accepted;

    Growth(MeasuredRelay relay) {
        this.relay = relay;
    }

    /**
     * Measures a request.
     *
     * @param title names it
     * @param size the smallest length
     * @param request sends a request with a text of a length and returns the status
     */
    void measure(String title, int size, IntToLongFunction request) {
        if (tooMuch.size() == ENOUGH) {
            return;
        }
        judged++;
        try {
            Measured measured = new Measured(size, request);
            if (measured.take(0) == OK) {
                accepted++;
            }
            if (measured.least(0) > TOO_LONG_NANOS) {
                measured = new Measured(size / MUCH_LESS, request);
                measured.take(0);
            }
            if (!measured.isClearlyLinear() && !measured.isLinear()) {
                tooMuch.add(title + ": least microseconds " + measured.least());
            }
        } catch (UncheckedIOException unanswered) {
            tooMuch.add(title + ": " + unanswered.getMessage());
        }
    }

    /** The time of one request so far, by step. */
    private final class Measured {
        private final int size;
        private final IntToLongFunction request;
        private final List<List<Long>> nanos = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

        Measured(int size, IntToLongFunction request) {
            this.size = size;
            this.request = request;
        }

        long take(int step) {
            Cost cost = relay.costOf(() -> request.applyAsLong(size << step));
            nanos.get(step).add(cost.nanos());
            nanos.get(step).sort(null);
            return cost.result();
        }

        private long least(int step) {
            return nanos.get(step).get(0);
        }

        private long middle(int step) {
            return nanos.get(step).get(nanos.get(step).size() / 2);
        }

        /** The usual case: the longest text takes hardly more than the shortest, so the step between need not be known. */
        boolean isClearlyLinear() {
            if (least(0) > SHORT_NANOS) {
                return false;
            }
            take(STEPS - 1);
            return !isTooMuch(MOST, least(0), least(STEPS - 1));
        }

        boolean isLinear() {
            boolean linear = false;
            for (int attempt = 0; !linear && attempt < ATTEMPTS; attempt++) {
                for (int step = 0; step < STEPS; step++) {
                    take(step);
                    if (step > 0
                            && least(step) > LONG_NANOS
                            && isTooMuch(BY_FAR_TOO_MUCH, least(step - 1), least(step))) {
                        return false;
                    }
                }
                linear = growsLinearly(least(0), least(1), least(2)) || growsLinearly(middle(0), middle(1), middle(2));
            }
            return linear;
        }

        private boolean growsLinearly(long once, long twice, long fourfold) {
            return !isTooMuch(MOST, twice, fourfold) && !isTooMuch(MOST * MOST, once, fourfold);
        }

        List<Long> least() {
            return IntStream.range(0, STEPS)
                    .filter(step -> !nanos.get(step).isEmpty())
                    .mapToObj(step -> least(step) / 1_000)
                    .toList();
        }
    }

    private static boolean isTooMuch(double most, long less, long more) {
        return more > LITTLE_NANOS && more > most * less;
    }

    /** Returns what took more than a linear share. */
    List<String> tooMuch() {
        return tooMuch;
    }

    /** Returns how many requests were measured. */
    int judged() {
        return judged;
    }

    /** Returns how many of them the relay accepted. */
    int accepted() {
        return accepted;
    }
}
