package dev.airelay.server.upstream;

import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.transforms.event.UpstreamEvent;

/**
 * Passes everything on, and tells the news in it.
 *
 * @param sink gets everything
 * @param news gets heads and extension events
 */
record HeardSink(UpstreamSink sink, UpstreamNews news) implements UpstreamSink {

    @Override
    public void onOpen(UpstreamHead head) {
        news.onHead(head);
        sink.onOpen(head);
    }

    @Override
    public void onEvent(UpstreamEvent event) {
        if (event.type().extension()) {
            news.onExtension(event);
        }
        sink.onEvent(event);
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
        failure.head().ifPresent(news::onHead);
        sink.onFailure(failure);
    }
}
