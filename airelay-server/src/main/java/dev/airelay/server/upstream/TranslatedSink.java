package dev.airelay.server.upstream;

import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.transforms.FailureTranslator;
import dev.airelay.transforms.event.UpstreamEvent;

/**
 * Passes everything on, failures as the client is to read them, whether the call fails or an event says so.
 *
 * @param sink gets everything
 * @param failures words failures
 */
record TranslatedSink(UpstreamSink sink, FailureTranslator failures) implements UpstreamSink {

    @Override
    public void onOpen(UpstreamHead head) {
        sink.onOpen(head);
    }

    @Override
    public void onEvent(UpstreamEvent event) {
        sink.onEvent(failures.translated(event));
    }

    @Override
    public void onBatchEnd() {
        sink.onBatchEnd();
    }

    @Override
    public void onHeld(long bytes) {
        sink.onHeld(bytes);
    }

    @Override
    public void onComplete() {
        sink.onComplete();
    }

    @Override
    public void onFailure(UpstreamException failure) {
        sink.onFailure(translated(failure, failures));
    }

    /** Returns the same failure as the client is to read it. */
    static UpstreamException translated(UpstreamException failure, FailureTranslator failures) {
        return new UpstreamException(
                failures.translated(failure.failure()), failure.head().orElse(null));
    }
}
