package dev.airelay.transforms.chat;

import dev.airelay.transforms.ObjectEncoder;
import dev.airelay.transforms.Reply;
import dev.airelay.transforms.StreamEncoder;

/** Answers as chat completions do. */
public final class ChatReply implements Reply {

    private final ChatReplyOptions options;

    /** Creates a reply. */
    public ChatReply(ChatReplyOptions options) {
        this.options = options;
    }

    @Override
    public StreamEncoder streamEncoder() {
        return new ChatStreamEncoder(options);
    }

    @Override
    public ObjectEncoder objectEncoder() {
        return new ChatObjectEncoder(options);
    }

    /** Returns what ids are made from where the upstream gives none: the completion's id without its prefix. */
    static String token(ChatReplyOptions options) {
        String id = options.completionId();
        return id.substring(id.indexOf('-') + 1);
    }
}
