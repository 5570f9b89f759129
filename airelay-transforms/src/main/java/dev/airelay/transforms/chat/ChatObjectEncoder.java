package dev.airelay.transforms.chat;

import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.reply.ChoiceObjectEncoder;
import dev.airelay.transforms.reply.CompletionHead;
import dev.airelay.transforms.reply.ItemForm;
import dev.airelay.transforms.reply.MergedResponse;
import dev.airelay.transforms.reply.ReplyCollector;
import dev.airelay.transforms.spi.ReasoningExposure;
import tools.jackson.databind.node.ObjectNode;

/** Encodes one chat completion object of one choice. */
final class ChatObjectEncoder extends ChoiceObjectEncoder {

    private final ChatReplyOptions options;

    ChatObjectEncoder(ChatReplyOptions options) {
        super(options.stops(), options.createdEpochSeconds());
        this.options = options;
    }

    @Override
    protected boolean isContent(Channel channel) {
        return channel == Channel.TEXT;
    }

    @Override
    protected boolean separates(Channel channel) {
        return switch (channel) {
            case ARGUMENTS, INPUT -> true;
            case SUMMARY -> options.reasoning() == ReasoningExposure.THINK_TAGS;
            case TEXT, REFUSAL, REASONING -> false;
        };
    }

    @Override
    protected ObjectNode completion(ReplyCollector collected, MergedResponse response) {
        CompletionHead head = options.head();
        head.learn(response.members());
        ObjectNode completion = ChatMembers.head(head, "chat.completion");
        MessageBuilder message = new MessageBuilder(options);
        collected.items(new ItemForm(ChatReply.token(options))).forEach(message::add);
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        choice.set("message", message.finished());
        choice.putNull("logprobs")
                .put(
                        "finish_reason",
                        FinishReason.of(reason(response, message.cut()), message.finishReason())
                                .wireName());
        return completion;
    }
}
