package dev.airelay.transforms.completions;

import dev.airelay.transforms.reply.ChoiceObjects;
import dev.airelay.transforms.reply.ChoiceStreams;
import dev.airelay.transforms.reply.UsageSum;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.List;
import java.util.Optional;

/** Answers as legacy completions do. */
public final class CompletionsReply implements Reply {

    private final CompletionsReplyOptions options;

    /** Creates a reply. */
    public CompletionsReply(CompletionsReplyOptions options) {
        this.options = options;
    }

    @Override
    public StreamEncoder streamEncoder() {
        return streamEncoders(1).get(0);
    }

    @Override
    public List<StreamEncoder> streamEncoders(int calls) {
        checkCalls(calls);
        CompletionFrames frames = new CompletionFrames(options);
        Optional<UsageSum> usage = options.includeUsage()
                ? Optional.of(new UsageSum(calls, options.choicesPerPrompt()))
                : Optional.empty();
        return ChoiceStreams.of(
                frames,
                index -> new CompletionChoice(frames, index, options.stops()),
                calls,
                usage,
                options.createdEpochSeconds());
    }

    @Override
    public ObjectEncoder objectEncoder() {
        return new CompletionObjectEncoder(options);
    }

    @Override
    public byte[] merge(List<byte[]> objects) {
        checkCalls(objects.size());
        return ChoiceObjects.merged(objects, options.choicesPerPrompt());
    }

    private void checkCalls(int calls) {
        if (calls != options.choices()) {
            throw new IllegalArgumentException(
                    "this reply comes from " + options.choices() + " calls, not from " + calls);
        }
    }
}
