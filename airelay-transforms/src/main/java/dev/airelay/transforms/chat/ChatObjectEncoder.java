package dev.airelay.transforms.chat;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.reply.CompletionHead;
import dev.airelay.transforms.reply.EndReason;
import dev.airelay.transforms.reply.ItemForm;
import dev.airelay.transforms.reply.MergedResponse;
import dev.airelay.transforms.reply.ReplyCollector;
import dev.airelay.transforms.reply.StopScanner;
import dev.airelay.transforms.reply.TokenUsage;
import dev.airelay.transforms.spi.ObjectEncoder;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Encodes one chat completion object of one choice. */
final class ChatObjectEncoder implements ObjectEncoder {

    private final ChatReplyOptions options;
    private final StopScanner stops;
    private final ReplyCollector collector;

    ChatObjectEncoder(ChatReplyOptions options) {
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
        ObjectNode completion = ChatMembers.head(head, "chat.completion");
        MessageBuilder message = new MessageBuilder(options);
        collector.items(new ItemForm(ChatReply.token(options))).forEach(message::add);
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        choice.set("message", message.finished());
        EndReason end = message.cut() || ended() ? EndReason.STOP : EndReason.of(response);
        choice.putNull("logprobs")
                .put(
                        "finish_reason",
                        FinishReason.of(end, message.finishReason()).wireName());
        TokenUsage.of(response.members()).ifPresent(usage -> completion.set("usage", usage));
        return completion;
    }
}
