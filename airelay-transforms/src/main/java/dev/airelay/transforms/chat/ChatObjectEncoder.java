package dev.airelay.transforms.chat;

import dev.airelay.transforms.ObjectEncoder;
import dev.airelay.transforms.UpstreamFailure;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.reply.ItemForm;
import dev.airelay.transforms.reply.ReplyCollector;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Encodes one chat completion object. */
final class ChatObjectEncoder implements ObjectEncoder {

    private final ChatReplyOptions options;
    private final ReplyCollector collector;

    ChatObjectEncoder(ChatReplyOptions options) {
        this.options = options;
        this.collector = new ReplyCollector(options.createdEpochSeconds());
    }

    @Override
    public void accept(UpstreamEvent event) {
        collector.accept(event);
    }

    @Override
    public Outcome finish() {
        Optional<UpstreamFailure> failure = collector.failure();
        return failure.isPresent() ? new Outcome.Failed(failure.get()) : new Outcome.Finished(Json.write(completion()));
    }

    private ObjectNode completion() {
        ObjectNode response = collector.response().members();
        ChatHead head = new ChatHead(options);
        head.learn(response);
        ObjectNode completion = head.toNode("chat.completion");
        MessageBuilder message = new MessageBuilder(options);
        collector.items(new ItemForm(ChatReply.token(options))).forEach(message::add);
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        choice.set("message", message.toNode());
        choice.putNull("logprobs")
                .put(
                        "finish_reason",
                        FinishReason.of(collector.response().completed(), response, message.finishReason())
                                .wireName());
        ChatUsage.of(response).ifPresent(usage -> completion.set("usage", usage));
        return completion;
    }
}
