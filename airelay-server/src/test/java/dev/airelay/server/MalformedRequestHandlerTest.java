package dev.airelay.server;

import static dev.airelay.server.HttpMessages.bytes;
import static dev.airelay.server.HttpMessages.wireText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedRequestHandlerTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(
            new HttpServerCodec(RelayPipeline.limits()),
            new HttpServerKeepAliveHandler(),
            new PipeliningHandler(),
            new RequestIdHandler(() -> "1"),
            new MalformedRequestHandler());

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments(400, "not HTTP", "GARBAGE\r\n\r\n"),
                arguments(400, "a length that is no number", "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n"),
                arguments(400, "two lengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"),
                arguments(400, "a header name with a space", "GET / HTTP/1.1\r\nBad Name: x\r\n\r\n"),
                arguments(400, "a broken chunk", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
                arguments(414, "a long line", "GET /" + "a".repeat(8 * 1024) + " HTTP/1.1\r\n\r\n"),
                arguments(431, "a long header", "GET / HTTP/1.1\r\nX-Long: " + "a".repeat(64 * 1024) + "\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0} for {1}")
    @MethodSource("malformed")
    void whatIsNotHttpIsAnsweredAndEndsTheConnection(int status, String what, String sent) {
        channel.writeInbound(bytes(sent));

        assertThat(wireText(channel))
                .as(what)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("connection: close\r\n", "x-request-id: req_1\r\n", "malformed_request");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aRequestAtTheLimitsPasses() {
        String line = "GET /" + "a".repeat(8 * 1024 - "GET / HTTP/1.1".length()) + " HTTP/1.1\r\n";
        String header = "X-Long: " + "a".repeat(64 * 1024 - "X-Long: ".length()) + "\r\n";

        channel.writeInbound(bytes(line + header + "\r\n"));

        HttpRequest request = channel.readInbound();
        assertThat(request.uri()).startsWith("/aaa");
        assertThat(wireText(channel)).isEmpty();
    }

    @Test
    void garbageBehindARequestWaitsForItsAnswer() {
        channel.writeInbound(bytes("GET /1 HTTP/1.1\r\n\r\nGARBAGE\r\n\r\n"));
        assertThat(wireText(channel)).isEmpty();

        channel.writeOutbound(HttpMessages.response(200));

        assertThat(wireText(channel)).startsWith("HTTP/1.1 200 OK\r\n").contains("HTTP/1.1 400 Bad Request\r\n");
        assertThat(channel.isOpen()).isFalse();
    }
}
