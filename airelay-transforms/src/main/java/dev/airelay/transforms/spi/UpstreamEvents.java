package dev.airelay.transforms.spi;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.sse.SseLimitExceededException;
import dev.airelay.transforms.sse.SseListener;
import dev.airelay.transforms.sse.SseParser;
import java.util.function.Consumer;

/** The bytes of an upstream response as events, worded for the client of one request. Used by one thread at a time. */
final class UpstreamEvents implements SseListener {

    /** The default of {@code upstream.max_event_bytes}. */
    private static final int MAX_EVENT_BYTES = 64 << 20;

    private final SseParser parser = new SseParser(MAX_EVENT_BYTES, this);
    private final FailureTranslator failures;
    private final Consumer<UpstreamEvent> events;
    private final Consumer<UpstreamFailure> broken;

    /**
     * Creates a reader.
     *
     * @param failures words the failures that the events report
     * @param events takes each event, which is its own to keep
     * @param broken takes the failure of a stream that cannot be read further
     */
    UpstreamEvents(FailureTranslator failures, Consumer<UpstreamEvent> events, Consumer<UpstreamFailure> broken) {
        this.failures = failures;
        this.events = events;
        this.broken = broken;
    }

    void feed(byte[] bytes, int offset, int length) {
        try {
            parser.feed(bytes, offset, length);
        } catch (SseLimitExceededException tooLarge) {
            broken.accept(UpstreamFailure.server(
                    502, "upstream_event_too_large", "An upstream event exceeds " + MAX_EVENT_BYTES + " bytes."));
        }
    }

    void finish() {
        parser.finish();
    }

    /** Data that is not an event of the upstream is ignored. */
    @Override
    public void onEvent(String name, byte[] bytes, int from, int to) {
        UpstreamEvent event = new UpstreamEvent();
        if (event.read(bytes, from, to)) {
            events.accept(failures.translated(event.kept()));
        }
    }
}
