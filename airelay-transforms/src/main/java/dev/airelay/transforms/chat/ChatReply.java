package dev.airelay.transforms.chat;

import dev.airelay.transforms.ObjectEncoder;
import dev.airelay.transforms.Reply;
import dev.airelay.transforms.StreamEncoder;

/** Local placeholder, never committed. */
public final class ChatReply implements Reply {
    /** Placeholder. */
    public ChatReply(ChatReplyOptions options) {}

    @Override
    public StreamEncoder streamEncoder() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ObjectEncoder objectEncoder() {
        throw new UnsupportedOperationException();
    }
}
