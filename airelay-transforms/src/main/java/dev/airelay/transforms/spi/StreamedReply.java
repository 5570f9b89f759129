package dev.airelay.transforms.spi;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;

/**
 * A client's stream, made from the bytes of the upstream's response: for programs with an HTTP stack of their own. Used by one thread
 * at a time.
 *
 * <pre>{@code
 * StreamedReply reply = StreamedReply.of(translation, sink);
 * while (!reply.ended() && (read = upstream.read(buffer)) >= 0) {
 *     reply.feed(buffer, 0, read);
 * }
 * reply.finish();
 * }</pre>
 *
 * @see ObjectReply
 */
public final class StreamedReply {

    private final StreamEncoder encoder;
    private final ByteSink out;
    private final UpstreamEvents events;

    private StreamedReply(Translation translation, ByteSink out) {
        this.out = out;
        encoder = translation.reply().streamEncoder();
        events = new UpstreamEvents(translation.failures(), this::accept, this::fail);
    }

    /**
     * Returns the stream of a request that becomes one upstream call.
     *
     * @param out gets each item of the stream in one call, on the thread that feeds
     * @throws IllegalArgumentException when the request becomes several calls, or none; see {@link Reply}
     */
    public static StreamedReply of(Translation translation, ByteSink out) {
        ObjectReply.requireOneCall(translation);
        return new StreamedReply(translation, out);
    }

    private void accept(UpstreamEvent event) {
        encoder.accept(event, out);
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

    /** Returns whether the stream is complete, perhaps before the upstream's response is; the caller then cancels that. */
    public boolean ended() {
        return encoder.ended();
    }

    /** Ends the stream with an in-band error, because the upstream cannot be read any further. Does nothing when it has ended. */
    public void fail(UpstreamFailure failure) {
        encoder.fail(failure, out);
    }

    /** Ends the stream at the end of the upstream's response: with an in-band error if that broke off. */
    public void finish() {
        events.finish();
        if (!ended()) {
            fail(UpstreamFailure.incompleteStream());
        }
    }
}
