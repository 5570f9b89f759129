package dev.airelay.transforms.spi;

import dev.airelay.transforms.failure.UpstreamFailure;
import java.util.Optional;

/**
 * A client's one JSON object, made from the bytes of the upstream's response, which is always a stream: for programs with an HTTP
 * stack of their own. Used by one thread at a time.
 *
 * @see StreamedReply
 */
public final class ObjectReply {

    private final ObjectEncoder encoder;
    private final UpstreamEvents events;
    private Optional<UpstreamFailure> failed = Optional.empty();

    private ObjectReply(Translation translation) {
        encoder = translation.reply().objectEncoder();
        events = new UpstreamEvents(translation.failures(), encoder::accept, this::fail);
    }

    /**
     * Returns the object of a request that becomes one upstream call.
     *
     * @throws IllegalArgumentException when the request becomes several calls, or none; see {@link Reply}
     */
    public static ObjectReply of(Translation translation) {
        requireOneCall(translation);
        return new ObjectReply(translation);
    }

    static void requireOneCall(Translation translation) {
        int calls = translation.requests().size();
        if (calls != 1) {
            throw new IllegalArgumentException("the request becomes " + calls
                    + " upstream calls, not one; use the encoders of Translation.reply() for each");
        }
    }

    /**
     * Takes the next bytes of the upstream's event stream, split anywhere. They are ignored once {@link #ended}.
     *
     * @param bytes hold them; not kept
     */
    public void feed(byte[] bytes, int offset, int length) {
        if (!ended()) {
            events.feed(bytes, offset, length);
        }
    }

    /** Takes the next bytes of the upstream's event stream. */
    public void feed(byte[] bytes) {
        feed(bytes, 0, bytes.length);
    }

    /** Returns whether the object is complete, perhaps before the upstream's response is; the caller then cancels that. */
    public boolean ended() {
        return failed.isPresent() || encoder.ended();
    }

    /** Makes a failure the reply, because the upstream cannot be read any further. */
    public void fail(UpstreamFailure failure) {
        failed = Optional.of(failure);
    }

    /** Returns the reply at the end of the upstream's response, or once {@link #ended}: the object, or a failure. Called once. */
    public ObjectEncoder.Outcome finish() {
        if (!ended()) {
            events.finish();
        }
        return failed.isPresent() ? new ObjectEncoder.Outcome.Failed(failed.get()) : encoder.finish();
    }
}
