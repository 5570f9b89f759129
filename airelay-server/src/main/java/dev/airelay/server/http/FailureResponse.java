package dev.airelay.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** A whole error response with the failure's code for the traffic log, because the body does not contain it. */
public final class FailureResponse extends DefaultFullHttpResponse {

    private final String code;

    FailureResponse(HttpResponseStatus status, ByteBuf body, String code) {
        super(HttpVersion.HTTP_1_1, status, body);
        this.code = code;
    }

    public String code() {
        return code;
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
