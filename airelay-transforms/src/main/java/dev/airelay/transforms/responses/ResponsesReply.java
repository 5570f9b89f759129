package dev.airelay.transforms.responses;

import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;

/** Creates encoders in the form of the Responses API. */
public final class ResponsesReply implements Reply {

    private final ResponsesReplyOptions options;

    /** Creates a reply. */
    public ResponsesReply(ResponsesReplyOptions options) {
        this.options = options;
    }

    @Override
    public StreamEncoder streamEncoder() {
        return new ResponsesStreamEncoder(options);
    }

    @Override
    public ObjectEncoder objectEncoder() {
        return new ResponsesObjectEncoder(options);
    }
}
