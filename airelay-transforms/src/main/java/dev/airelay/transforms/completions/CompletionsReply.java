package dev.airelay.transforms.completions;

import dev.airelay.transforms.reply.Choice;
import dev.airelay.transforms.reply.ChoiceReply;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;

/** Creates replies in the form of legacy completions. */
public final class CompletionsReply {

    private CompletionsReply() {}

    /** Returns a reply. */
    public static Reply of(CompletionsReplyOptions options) {
        return new Choices(options);
    }

    private static final class Choices extends ChoiceReply<CompletionFrames> {

        private final CompletionsReplyOptions options;

        Choices(CompletionsReplyOptions options) {
            super(options.choices(), options.choicesPerPrompt(), options.includeUsage(), options.createdEpochSeconds());
            this.options = options;
        }

        @Override
        protected CompletionFrames chunks() {
            return new CompletionFrames(options);
        }

        @Override
        protected Choice choice(CompletionFrames chunks, int index) {
            return new CompletionChoice(chunks, index, options.stops());
        }

        @Override
        public ObjectEncoder objectEncoder() {
            return new CompletionObjectEncoder(options);
        }
    }
}
