package dev.airelay.transforms.responses;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.reply.ReplyCollector;
import dev.airelay.transforms.spi.ObjectEncoder;
import java.util.Optional;

/** Encodes one response object. */
final class ResponsesObjectEncoder implements ObjectEncoder {

    private final ResponsesReplyOptions options;
    private final ReplyCollector collector;

    ResponsesObjectEncoder(ResponsesReplyOptions options) {
        this.options = options;
        this.collector = new ReplyCollector(options.createdEpochSeconds());
    }

    @Override
    public void accept(UpstreamEvent event) {
        collector.accept(event);
    }

    @Override
    public long heldBytes() {
        return ReplyCollector.COPIES * collector.heldBytes();
    }

    @Override
    public Outcome finish() {
        Optional<UpstreamFailure> failure = collector.failure();
        if (failure.isPresent()) {
            return new Outcome.Failed(failure.get());
        }
        ResponseAssembler assembler = new ResponseAssembler(options, collector.response());
        assembler.ended(collector.items(options.shownItems()).stream()
                .map(item -> JsonSlice.of(Json.write(item)))
                .toList());
        TurnState turn = assembler.turn(collector.items(options.wholeItems()));
        return new Outcome.Finished(turn.response(), Optional.of(turn));
    }
}
