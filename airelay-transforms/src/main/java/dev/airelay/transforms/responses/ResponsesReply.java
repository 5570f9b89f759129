package dev.airelay.transforms.responses;

import dev.airelay.transforms.ObjectEncoder;
import dev.airelay.transforms.Reply;
import dev.airelay.transforms.StreamEncoder;

/** Local placeholder, never committed. */
public final class ResponsesReply implements Reply {
    /** Placeholder. */
    public ResponsesReply(ResponsesReplyOptions options) {}

    @Override
    public StreamEncoder streamEncoder() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ObjectEncoder objectEncoder() {
        throw new UnsupportedOperationException();
    }
}
