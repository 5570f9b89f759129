package dev.airelay.transforms.chat;

import dev.airelay.transforms.reply.Choice;
import dev.airelay.transforms.reply.ChoiceReply;
import dev.airelay.transforms.reply.RememberedReply;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.Reply;

/** Creates replies in the form of chat completions. */
public final class ChatReply {

    private ChatReply() {}

    /** Returns a reply. */
    public static Reply of(ChatReplyOptions options) {
        return new Choices(options);
    }

    /** Returns a reply with a turn that can be added to a conversation. */
    static Reply remembered(ChatReplyOptions options) {
        return new RememberedReply(
                of(options),
                token(options),
                options.createdEpochSeconds(),
                options.stops(),
                options.reasoning() == ReasoningExposure.THINK_TAGS);
    }

    /** Returns the token for ids that the upstream does not provide: the completion's id without its prefix. */
    static String token(ChatReplyOptions options) {
        String id = options.completionId();
        return id.substring(id.indexOf('-') + 1);
    }

    private static final class Choices extends ChoiceReply<ChatFrames> {

        private final ChatReplyOptions options;

        Choices(ChatReplyOptions options) {
            super(options.choices(), options.choices(), options.includeUsage(), options.createdEpochSeconds());
            this.options = options;
        }

        @Override
        protected ChatFrames chunks() {
            return new ChatFrames(options);
        }

        @Override
        protected Choice choice(ChatFrames chunks, int index) {
            return new ChatChoice(new ChatChunks(chunks, index), options);
        }

        @Override
        public ObjectEncoder objectEncoder() {
            return new ChatObjectEncoder(options);
        }
    }
}
