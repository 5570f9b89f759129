package dev.airelay.transforms.completions;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.reply.CompletionHead;
import dev.airelay.transforms.reply.EndReason;
import dev.airelay.transforms.reply.ItemForm;
import dev.airelay.transforms.reply.ItemText;
import dev.airelay.transforms.reply.MergedResponse;
import dev.airelay.transforms.reply.ReplyCollector;
import dev.airelay.transforms.reply.StopScanner;
import dev.airelay.transforms.reply.TokenUsage;
import dev.airelay.transforms.spi.ObjectEncoder;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Encodes one text completion object of one choice. */
final class CompletionObjectEncoder implements ObjectEncoder {

    private final CompletionsReplyOptions options;
    private final StopScanner stops;
    private final ReplyCollector collector;

    CompletionObjectEncoder(CompletionsReplyOptions options) {
        this.options = options;
        this.stops = new StopScanner(options.stops());
        this.collector = new ReplyCollector(options.createdEpochSeconds(), piece -> {
            if (!stops.idle()) {
                stops.feed(piece.units());
            }
        });
    }

    @Override
    public void accept(UpstreamEvent event) {
        if (!stops.matched()) {
            collector.accept(event);
        }
    }

    @Override
    public boolean ended() {
        return stops.matched();
    }

    @Override
    public long heldBytes() {
        return ReplyCollector.COPIES * collector.heldBytes();
    }

    @Override
    public Outcome finish() {
        Optional<UpstreamFailure> failure = collector.failure();
        return failure.isPresent() && !ended()
                ? new Outcome.Failed(failure.get())
                : new Outcome.Finished(Json.write(completion()));
    }

    private ObjectNode completion() {
        MergedResponse response = collector.response();
        CompletionHead head = options.head();
        head.learn(response.members());
        StopScanner last = new StopScanner(options.stops());
        String text = last.feed(said()) + last.flush();
        EndReason end = last.matched() || ended() ? EndReason.STOP : EndReason.of(response);
        ObjectNode completion = CompletionFrames.completion(head, 0, text, end.wireName());
        TokenUsage.of(response.members()).ifPresent(usage -> completion.set("usage", usage));
        return completion;
    }

    private String said() {
        String token = options.completionId().substring(options.completionId().indexOf('-') + 1);
        return collector.items(new ItemForm(token)).stream()
                .flatMap(item -> ItemText.of(item).stream())
                .filter(text -> text.channel() == Channel.TEXT || text.channel() == Channel.REFUSAL)
                .map(text -> text.text().toString())
                .collect(Collectors.joining());
    }
}
