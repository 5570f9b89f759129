package dev.airelay.transforms.spi;

import java.util.List;

/**
 * Creates the encoders for one response; {@link Translation#stream()} determines whether those of a stream or of an object
 * are used.
 *
 * <p>A response to one call needs only {@link #streamEncoder} or {@link #objectEncoder}. For several calls:
 *
 * <ul>
 * <li>Stream: call {@code i} feeds encoder {@code i} of {@link #streamEncoders}; all write into the one client stream. An
 * encoder that has {@link StreamEncoder#ended} no longer needs its call; the stream ends when all have. When one fails, all
 * have.
 * <li>Object: each call feeds an {@link #objectEncoder} of its own. When all have finished, {@link #merge} creates the
 * response; after a failure, the first one is the response, and the other calls are no longer needed.
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
     * @throws IllegalArgumentException if the reply has another number of calls
     */
    default List<StreamEncoder> streamEncoders(int calls) {
        if (calls != 1) {
            throw new IllegalArgumentException("this reply comes from one call, not from " + calls);
        }
        return List.of(streamEncoder());
    }

    /**
     * Merges the finished objects of all calls.
     *
     * @param objects the results of the {@link #objectEncoder}s, in the order of {@link Translation#requests()}
     * @throws IllegalArgumentException if the reply has another number of calls
     */
    default byte[] merge(List<byte[]> objects) {
        if (objects.size() != 1) {
            throw new IllegalArgumentException("this reply comes from one call, not from " + objects.size());
        }
        return objects.get(0);
    }
}
