package dev.airelay.server.http;

import dev.airelay.transforms.spi.Dialect;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** The head of a response that is a stream of events, for handlers that write into silent streams. */
public final class StreamHead extends DefaultHttpResponse {

    private final Dialect.Framing framing;

    /** Creates the head of a response with the status 200. */
    public StreamHead(Dialect.Framing framing) {
        super(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        this.framing = framing;
        headers().set(HttpHeaderNames.CONTENT_TYPE, framing.contentType());
    }

    public Dialect.Framing framing() {
        return framing;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
