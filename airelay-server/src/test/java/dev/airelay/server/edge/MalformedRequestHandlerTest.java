package dev.airelay.server.edge;

import static dev.airelay.server.HttpMessages.bytes;
import static dev.airelay.server.HttpMessages.wireText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.HttpMessages;
import dev.airelay.server.TestConfig;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.RouteTable;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedRequestHandlerTest {

    private static final RelayConfig CONFIG = TestConfig.defaults()
            .with(ConfigKeys.MAX_REQUEST_LINE_BYTES, 8 * 1024)
            .with(ConfigKeys.MAX_HEADER_BYTES, 64 * 1024);

    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            new RelayCodec(CONFIG),
            connection,
            new HttpServerKeepAliveHandler(),
            connection.responses(),
            new PipeliningHandler(connection),
            new RequestContextHandler(connection, () -> "1", new RouteTable(List.of())),
            new MalformedRequestHandler(connection, CONFIG));

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments(400, "not HTTP", "GARBAGE\r\n\r\n"),
                arguments(400, "a length that is not a number", "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n"),
                arguments(400, "two lengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"),
                arguments(400, "a header name with a space", "GET / HTTP/1.1\r\nBad Name: x\r\n\r\n"),
                arguments(400, "a broken chunk", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
                arguments(414, "a long line", "GET /" + "a".repeat(8 * 1024) + " HTTP/1.1\r\n\r\n"),
                arguments(431, "a long header", "GET / HTTP/1.1\r\nX-Long: " + "a".repeat(64 * 1024) + "\r\n\r\n"));
    }

    static Stream<Arguments> doubtful() {
        return Stream.of(
                arguments(
                        400, "one length twice", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
                arguments(400, "lengths in a list", "POST / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\nx"),
                arguments(400, "a length with a sign", "POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\nx"),
                arguments(400, "a negative length", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
                arguments(400, "a length beyond all numbers", post("Content-Length: 99999999999999999999")),
                arguments(400, "a length and chunks", post("Content-Length: 5", "Transfer-Encoding: chunked")),
                arguments(400, "chunks and a length", post("Transfer-Encoding: chunked", "Content-Length: 5")),
                arguments(400, "an unknown coding", post("Transfer-Encoding: xchunked")),
                arguments(400, "a coding behind chunks", post("Transfer-Encoding: chunked, identity")),
                arguments(400, "a coding before chunks", post("Transfer-Encoding: gzip, chunked")),
                arguments(400, "chunks twice", post("Transfer-Encoding: chunked", "Transfer-Encoding: chunked")),
                arguments(400, "no coding at all", post("Transfer-Encoding:", "Content-Length: 5")),
                arguments(
                        400,
                        "an old version with chunks",
                        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                arguments(400, "a version to come", "GET / HTTP/3.0\r\n\r\n"),
                arguments(400, "a version in lower case", "GET / http/1.1\r\n\r\n"),
                arguments(400, "a version in mixed case", "GET / Http/1.1\r\n\r\n"),
                arguments(400, "an old version in lower case", "GET / http/1.0\r\n\r\n"),
                arguments(400, "a tab before the target", "GET\t/ HTTP/1.1\r\n\r\n"),
                arguments(400, "a tab before the version", "GET /\tHTTP/1.1\r\n\r\n"),
                arguments(400, "tabs alone", "GET\t/\tHTTP/1.1\r\n\r\n"),
                arguments(400, "a tab beside a space", "GET / \tHTTP/1.1\r\n\r\n"),
                arguments(400, "a tab within the target", "GET /a\tb HTTP/1.1\r\n\r\n"),
                arguments(400, "a vertical tab for a space", "GET\u000b/ HTTP/1.1\r\n\r\n"),
                arguments(400, "a form feed for a space", "GET /\fHTTP/1.1\r\n\r\n"),
                arguments(400, "a return for a space", "GET\r/ HTTP/1.1\r\n\r\n"),
                arguments(400, "two spaces", "GET  / HTTP/1.1\r\n\r\n"),
                arguments(400, "two spaces before the version", "GET /  HTTP/1.1\r\n\r\n"),
                arguments(400, "a space before the method", " GET / HTTP/1.1\r\n\r\n"),
                arguments(400, "a tab before the method", "\tGET / HTTP/1.1\r\n\r\n"),
                arguments(400, "a NUL before the method", "\0GET / HTTP/1.1\r\n\r\n"),
                arguments(400, "a space behind the version", "GET / HTTP/1.1 \r\n\r\n"),
                arguments(400, "a space within the target", "GET /a b HTTP/1.1\r\n\r\n"),
                arguments(400, "the beginning of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                arguments(400, "a space before the colon", post("Content-Length : 5")),
                arguments(400, "a tab before the colon", post("Content-Length\t: 5")),
                arguments(400, "a folded line", post("X-Folded: a\r\n b")),
                arguments(400, "a folded line with a tab", post("X-Folded: a\r\n\tContent-Length: 5")),
                arguments(400, "a folded first line", "GET / HTTP/1.1\r\n X: y\r\n\r\n"),
                arguments(400, "a line that ends with LF alone", "GET / HTTP/1.1\nHost: a\n\n"),
                arguments(400, "a return within a header", post("X: a\rContent-Length: 5")),
                arguments(400, "a NUL in a header", post("X: a\0b")),
                arguments(400, "an empty header name", post(": a")),
                arguments(400, "a chunk size with a sign", chunked("+5\r\nhello\r\n0\r\n\r\n")),
                arguments(400, "a chunk size with a prefix", chunked("0x5\r\nhello\r\n0\r\n\r\n")),
                arguments(400, "a chunk size beyond all numbers", chunked("ffffffffffffffff1\r\n")),
                arguments(400, "a negative chunk size", chunked("-1\r\n")),
                arguments(400, "a chunk without its line break", chunked("5\r\nhelloXX0\r\n\r\n")));
    }

    private static String post(String... headers) {
        return "POST / HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\nhello";
    }

    private static String chunked(String body) {
        return "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
    }

    @ParameterizedTest(name = "{0} for {1}")
    @MethodSource({"malformed", "doubtful"})
    void whatIsNotHttpIsAnsweredAndEndsTheConnection(int status, String what, String sent) {
        channel.writeInbound(bytes(sent));

        assertThat(wireText(channel))
                .as(what)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("connection: close\r\n", "x-request-id: req_1\r\n", "malformed_request");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void requestAtTheLimitsPasses() {
        String line = "GET /" + "a".repeat(8 * 1024 - "GET / HTTP/1.1".length()) + " HTTP/1.1\r\n";
        String header = "X-Long: " + "a".repeat(64 * 1024 - "X-Long: ".length()) + "\r\n";

        channel.writeInbound(bytes(line + header + "\r\n"));

        HttpRequest request = channel.readInbound();
        assertThat(request.uri()).startsWith("/aaa");
        assertThat(wireText(channel)).isEmpty();
    }

    @Test
    void emptyLinesBeforeTheRequestLinePass() {
        channel.writeInbound(bytes("\r\n\r\nGET /1 HTTP/1.1\r\n\r\n"));
        channel.writeOutbound(HttpMessages.response(200));
        channel.writeInbound(bytes("\r\nGET /2 HTTP/1.1\r\n\r\n"));

        assertThat(channel.<HttpRequest>readInbound().uri()).isEqualTo("/1");
        assertThat(wireText(channel)).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("400");
    }

    @Test
    void requestLineInPiecesIsLookedAtOnce() {
        for (String piece : List.of("GE", "T /1 H", "TTP/1.1", "\r", "\nHost: a\r\n", "\r\n")) {
            channel.writeInbound(bytes(piece));
        }
        assertThat(channel.<HttpRequest>readInbound().uri()).isEqualTo("/1");
        channel.writeOutbound(HttpMessages.response(200));

        for (String piece : List.of("GE", "T\t/2 H", "TTP/1.1", "\r", "\n\r\n")) {
            channel.writeInbound(bytes(piece));
        }

        assertThat(wireText(channel)).contains("HTTP/1.1 400 Bad Request\r\n", "with one space between each");
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
