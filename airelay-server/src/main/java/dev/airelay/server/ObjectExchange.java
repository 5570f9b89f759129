package dev.airelay.server;

import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.transforms.ObjectEncoder;
import dev.airelay.transforms.event.UpstreamEvent;
import io.netty.channel.ChannelHandlerContext;

/** Answers with one JSON object once the upstream's turn is over, or with the HTTP status of its failure. */
final class ObjectExchange extends GenerationExchange {

    private final ReplyHead head;
    private final ObjectEncoder encoder;

    ObjectExchange(ChannelHandlerContext ctx, ReplyHead head, ObjectEncoder encoder) {
        super(ctx);
        this.head = head;
        this.encoder = encoder;
    }

    @Override
    public void onOpen(UpstreamHead upstream) {}

    @Override
    public void onEvent(UpstreamEvent event) {
        guard(() -> {
            encoder.accept(event);
            if (encoder.ended()) {
                cancelUpstream();
                answer(encoder.finish());
            }
        });
    }

    @Override
    public void onBatchEnd() {}

    @Override
    public void onComplete() {
        guard(() -> answer(encoder.finish()));
    }

    private void answer(ObjectEncoder.Outcome outcome) {
        if (!end()) {
            return;
        }
        if (outcome instanceof ObjectEncoder.Outcome.Finished finished) {
            head.writeObject(finished.json());
        } else if (outcome instanceof ObjectEncoder.Outcome.Failed failed) {
            head.writeFailure(failed.failure());
        }
    }

    @Override
    public void onFailure(UpstreamException failure) {
        if (end()) {
            guard(() -> head.writeFailure(failure.failure()));
        }
    }

    @Override
    void discard() {}
}
