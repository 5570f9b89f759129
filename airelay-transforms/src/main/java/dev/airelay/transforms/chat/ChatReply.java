package dev.airelay.transforms.chat;

import dev.airelay.transforms.reply.ChoiceObjects;
import dev.airelay.transforms.reply.ChoiceStreams;
import dev.airelay.transforms.reply.RememberedReply;
import dev.airelay.transforms.reply.UsageSum;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.List;
import java.util.Optional;

/** Answers as chat completions do. */
public final class ChatReply implements Reply {

    private final ChatReplyOptions options;

    /** Creates a reply. */
    public ChatReply(ChatReplyOptions options) {
        this.options = options;
    }

    @Override
    public StreamEncoder streamEncoder() {
        return streamEncoders(1).get(0);
    }

    @Override
    public List<StreamEncoder> streamEncoders(int calls) {
        checkCalls(calls);
        ChatFrames frames = new ChatFrames(options);
        Optional<UsageSum> usage = options.includeUsage() ? Optional.of(new UsageSum(calls, calls)) : Optional.empty();
        return ChoiceStreams.of(
                frames,
                index -> new ChatChoice(new ChatChunks(frames, index), options),
                calls,
                usage,
                options.createdEpochSeconds());
    }

    @Override
    public ObjectEncoder objectEncoder() {
        return new ChatObjectEncoder(options);
    }

    @Override
    public byte[] merge(List<byte[]> objects) {
        checkCalls(objects.size());
        return ChoiceObjects.merged(objects, objects.size());
    }

    private void checkCalls(int calls) {
        if (calls != options.choices()) {
            throw new IllegalArgumentException(
                    "this reply comes from " + options.choices() + " calls, not from " + calls);
        }
    }

    /** Returns the same reply with a turn that can be added to a conversation. */
    Reply remembered() {
        return new RememberedReply(this, token(options), options.createdEpochSeconds(), options.stops());
    }

    /** Returns what ids are made from where the upstream gives none: the completion's id without its prefix. */
    static String token(ChatReplyOptions options) {
        String id = options.completionId();
        return id.substring(id.indexOf('-') + 1);
    }
}
