package dev.airelay.traffic.record;

/** A piece of a stream, split at any position. Created by {@link StreamTap}. */
public sealed interface StreamRecord extends TrafficRecord {

    /** The stream it belongs to. */
    StreamTap tap();

    /** The index among the stream's pieces, from 0. */
    long number();

    @Override
    default String requestId() {
        return tap().requestId();
    }

    /**
     * Some bytes.
     *
     * @param bytes not copied
     */
    record Piece(StreamTap tap, long number, byte[] bytes) implements StreamRecord {
        @Override
        public long approximateBytes() {
            return 64L + bytes.length;
        }
    }

    /** The end, after this many pieces. */
    record End(StreamTap tap, long number) implements StreamRecord {}
}
