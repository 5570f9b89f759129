package dev.airelay.server;

import io.netty.util.AttributeKey;

/** What handlers of one connection share about the request in progress. */
final class ChannelAttributes {

    /** The id of the request in progress; set by {@link RequestIdHandler}. */
    static final AttributeKey<String> REQUEST_ID = AttributeKey.valueOf("dev.airelay.requestId");

    private ChannelAttributes() {}
}
