package dev.airelay.server.http;

import io.netty.util.AttributeKey;

/** What handlers of one connection share about the request in progress. */
public final class ChannelAttributes {

    /** The id of the request in progress; set by {@code RequestIdHandler}. */
    public static final AttributeKey<String> REQUEST_ID = AttributeKey.valueOf("dev.airelay.requestId");

    private ChannelAttributes() {}
}
