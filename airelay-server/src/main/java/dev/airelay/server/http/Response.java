package dev.airelay.server.http;

import dev.airelay.base.JsonTrees;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A whole HTTP response, to be written once. */
public final class Response {

    private static final JsonTrees JSON = JsonTrees.usual();
    private static final int NO_CONTENT = 204;

    private final int status;
    private final byte[] body;
    private final HttpHeaders headers = new DefaultHttpHeaders();
    private Runnable beforeWrite = () -> {};
    private String failure = "";

    private Response(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    public static Response json(int status, byte[] body) {
        return of(status, HttpHeaderValues.APPLICATION_JSON, body);
    }

    /** An answer of any type. */
    public static Response of(int status, CharSequence contentType, byte[] body) {
        return new Response(status, body).header(HttpHeaderNames.CONTENT_TYPE, contentType);
    }

    public static Response json(int status, JsonNode body) {
        return json(status, JSON.write(body));
    }

    /** An answer whose body is of some type. */
    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, body).header(HttpHeaderNames.CONTENT_TYPE, contentType);
    }

    /** Returns a response without a body, for a status that allows none. */
    public static Response empty(int status) {
        return new Response(status, new byte[0]);
    }

    public int status() {
        return status;
    }

    /** Returns the size of the body in bytes. */
    public int length() {
        return body.length;
    }

    public HttpHeaders headers() {
        return headers;
    }

    public Response header(CharSequence name, Object value) {
        headers.set(name, value);
        return this;
    }

    /** Discloses the names of request members without effect, if there are any, in a header. */
    public Response ignoring(List<String> names) {
        return names.isEmpty() ? this : header(RelayHeaders.IGNORED_PARAMETERS, RelayHeaders.listed(names));
    }

    /** Sets the code of a failure for the traffic log, if the body does not contain it. */
    Response failed(String code) {
        failure = code;
        return this;
    }

    /** Runs {@code action} on the event loop just before the response is written. */
    public Response beforeWrite(Runnable action) {
        beforeWrite = action;
        return this;
    }

    /** Writes and flushes the response. Handlers nearer to the socket keep or close the connection. */
    public void writeTo(ChannelHandlerContext ctx) {
        HttpResponseStatus line = HttpResponseStatus.valueOf(status);
        ByteBuf content = Unpooled.wrappedBuffer(body);
        FullHttpResponse response = failure.isEmpty()
                ? new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, line, content)
                : new FailureResponse(line, content, failure);
        response.headers().set(headers);
        if (status != NO_CONTENT) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        beforeWrite.run();
        ctx.writeAndFlush(response);
    }
}
