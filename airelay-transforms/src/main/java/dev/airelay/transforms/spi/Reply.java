package dev.airelay.transforms.spi;

import java.util.List;

/**
 * Makes the encoders for one answer; whether those of a stream or of an object are used depends on
 * {@link Translation#stream()}.
 *
 * <p>An answer to one call needs {@link #streamEncoder} or {@link #objectEncoder} alone. For several calls:
 *
 * <ul>
 *   <li>Stream: call {@code i} feeds encoder {@code i} of {@link #streamEncoders}; all write into the one client stream.
 *       An encoder that has {@link StreamEncoder#ended} needs its call no more; the stream is over when all have. When one
 *       fails, all have.
 *   <li>Object: each call feeds an {@link #objectEncoder} of its own. When all have finished, {@link #merge} makes the
 *       answer; the first failure is the answer instead, and the other calls are of no more use.
 * </ul>
 */
public interface Reply {

    /** Returns a fresh encoder that turns upstream events into the dialect's event stream. */
    StreamEncoder streamEncoder();

    /** Returns a fresh encoder that turns upstream events into the dialect's one JSON object. */
    ObjectEncoder objectEncoder();

    /**
     * Returns fresh encoders that share one client stream, one for each of {@link Translation#requests()} and in their
     * order. Used by one thread at a time, all of them together.
     *
     * @throws IllegalArgumentException when the reply has another number of calls
     */
    default List<StreamEncoder> streamEncoders(int calls) {
        if (calls != 1) {
            throw new IllegalArgumentException("this reply comes from one call, not from " + calls);
        }
        return List.of(streamEncoder());
    }

    /**
     * Makes one object of the finished objects of all calls.
     *
     * @param objects what the {@link #objectEncoder}s finished, in the order of {@link Translation#requests()}
     * @throws IllegalArgumentException when the reply has another number of calls
     */
    default byte[] merge(List<byte[]> objects) {
        if (objects.size() != 1) {
            throw new IllegalArgumentException("this reply comes from one call, not from " + objects.size());
        }
        return objects.get(0);
    }
}
