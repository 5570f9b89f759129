package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP messages as the codec makes them, and answers as it gets them. */
public final class HttpMessages {

    private HttpMessages() {}

    public static HttpRequest request(String method, String uri, String... namesAndValues) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), uri);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            request.headers().add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return request;
    }

    public static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    public static HttpContent piece(String text) {
        return new DefaultHttpContent(bytes(text));
    }

    public static LastHttpContent end(String text) {
        return new DefaultLastHttpContent(bytes(text));
    }

    public static FullHttpResponse response(int status) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.buffer(0));
        response.headers().set("content-length", 0);
        return response;
    }

    /** Takes the next whole answer that was written. */
    public static Seen answer(EmbeddedChannel channel) {
        Object message = channel.readOutbound();
        assertThat(message).isInstanceOf(FullHttpResponse.class);
        FullHttpResponse response = (FullHttpResponse) message;
        Seen seen = new Seen(
                response.status().code(), response.headers(), response.content().toString(StandardCharsets.UTF_8));
        response.release();
        return seen;
    }

    /** Takes everything that was written as bytes. */
    public static String wireText(EmbeddedChannel channel) {
        StringBuilder text = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            text.append(next.toString(StandardCharsets.UTF_8));
            next.release();
        }
        return text.toString();
    }

    /**
     * An answer that was written.
     *
     * @param status its status
     * @param headers its headers
     * @param body its body
     */
    public record Seen(int status, HttpHeaders headers, String body) {

        public JsonNode error() {
            return JsonMapper.shared().readTree(body).path("error");
        }

        public String errorCode() {
            return error().path("code").asString("");
        }

        public String message() {
            return error().path("message").asString("");
        }
    }
}
