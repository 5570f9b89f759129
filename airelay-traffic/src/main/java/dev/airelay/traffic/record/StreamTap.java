package dev.airelay.traffic.record;

import java.util.function.Consumer;

/**
 * Passes the pieces of one stream of server-sent events to the log. Not thread-safe: for the event loop of the stream. Never
 * blocks. The pieces may be split at any position; the log assembles them, so that a secret across two pieces is redacted
 * too.
 */
public final class StreamTap {

    /** The direction of the stream. */
    public enum Direction {
        /** Phase {@code upstream_stream_line}. */
        FROM_UPSTREAM,
        /** Phase {@code outbound_stream_chunk}. */
        TO_CLIENT
    }

    private final Consumer<TrafficRecord> log;
    private final String requestId;
    private final Direction direction;
    private long next;

    /** A tap on one stream, whose pieces go to the log. */
    public StreamTap(Consumer<TrafficRecord> log, String requestId, Direction direction) {
        this.log = log;
        this.requestId = requestId;
        this.direction = direction;
    }

    /**
     * Takes the next piece.
     *
     * @param bytes not copied; must not be changed any more
     */
    public void piece(byte[] bytes) {
        log.accept(new StreamRecord.Piece(this, next++, bytes));
    }

    /** The stream has ended, complete or not. Must be called. */
    public void end() {
        log.accept(new StreamRecord.End(this, next++));
    }

    String requestId() {
        return requestId;
    }

    Direction direction() {
        return direction;
    }
}
