package dev.airelay.server.generation;

import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.transforms.event.UpstreamEvent;

/**
 * Hands what one call brings to the answer it is a part of. If a step throws, that is our fault: the connection's last
 * handler answers for it.
 *
 * @param exchange the answer
 * @param index the call's place among those of the answer
 */
record CallSink(GenerationExchange exchange, int index) implements UpstreamSink {

    @Override
    public void onOpen(UpstreamHead head) {
        exchange.guard(() -> exchange.opened(index));
    }

    @Override
    public void onEvent(UpstreamEvent event) {
        exchange.guard(() -> exchange.event(index, event));
    }

    @Override
    public void onBatchEnd() {
        exchange.guard(() -> exchange.batchEnd(index));
    }

    @Override
    public void onHeld(long bytes) {
        // The meter before this has taken it into account.
    }

    @Override
    public void onComplete() {
        exchange.guard(() -> exchange.completed(index));
    }

    @Override
    public void onFailure(UpstreamException failure) {
        exchange.guard(() -> exchange.failed(index, failure));
    }
}
