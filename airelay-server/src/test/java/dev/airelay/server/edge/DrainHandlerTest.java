package dev.airelay.server.edge;

import static dev.airelay.server.HttpMessages.bytes;
import static dev.airelay.server.HttpMessages.response;
import static dev.airelay.server.HttpMessages.wireText;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.HttpMessages;
import dev.airelay.server.TestConfig;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.RequestEvent;
import dev.airelay.server.http.Route;
import dev.airelay.server.http.RouteTable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainHandlerTest {

    private static final String GET = "GET /v1/models HTTP/1.1\r\n\r\n";

    private final Drain drain = new Drain();
    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            new RelayCodec(TestConfig.defaults()),
            connection,
            new HttpServerKeepAliveHandler(),
            connection.responses(),
            new PipeliningHandler(connection),
            new RequestContextHandler(
                    connection, () -> "1", new RouteTable(List.of(probe("/healthz"), probe("/readyz")))),
            new DrainHandler(connection, drain));

    private static Route probe(String path) {
        return new Route(
                HttpMethod.GET, path, Route.BodyKind.NONE, Route.Kind.PROBE, Route.Api.OPENAI, (request, ctx) -> {
                    throw new AssertionError("nothing is handled here");
                });
    }

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    private void begin() {
        drain.begin();
        channel.pipeline().fireUserEventTriggered(Drain.Event.BEGUN);
        channel.runPendingTasks();
    }

    private void timeIsUp() {
        channel.pipeline().fireUserEventTriggered(Drain.Event.TIME_IS_UP);
        channel.runPendingTasks();
    }

    @Test
    void restingConnectionIsClosedAtOnce() {
        channel.writeInbound(bytes(GET));
        channel.writeOutbound(response(200));
        assertThat(channel.isOpen()).isTrue();

        begin();

        assertThat(channel.isOpen()).isFalse();
    }

    /** One that was accepted before the stop, and whose event loop came to it afterwards. */
    @Test
    void closesConnectionThatBecomesActiveDuringTheStop() {
        drain.begin();

        channel.pipeline().fireChannelActive();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answerThatHasNotBegunSaysThatItIsTheLast() {
        channel.writeInbound(bytes(GET));
        begin();
        assertThat(channel.isOpen()).isTrue();

        channel.writeOutbound(response(200));

        assertThat(wireText(channel)).contains("HTTP/1.1 200 OK\r\n", "connection: close\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void streamThatHasBegunContinuesAndThenTheConnectionCloses() {
        channel.writeInbound(bytes(GET));
        DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setTransferEncodingChunked(head, true);
        channel.writeOutbound(head);
        begin();
        channel.writeOutbound(HttpMessages.piece("data: x\n\n"));
        assertThat(channel.isOpen()).isTrue();

        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);

        assertThat(wireText(channel)).contains("data: x\n\n").endsWith("0\r\n\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void newRequestIsRefused() {
        drain.begin();
        channel.writeInbound(bytes("POST /v1/responses HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"));

        assertThat(wireText(channel))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .contains("connection: close\r\n", "x-request-id: req_1\r\n", "relay_stopping");
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz", "/readyz?verbose"})
    void probesAreStillPassedOn(String target) {
        drain.begin();
        channel.writeInbound(bytes("GET " + target + " HTTP/1.1\r\n\r\n"));

        assertThat(channel.<Object>readInbound()).isNotNull();
        channel.writeOutbound(response(503));
        assertThat(wireText(channel)).contains("connection: close\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatHasNotBegunWhenTheTimeIsUpIsAnswered() {
        channel.writeInbound(bytes("POST /v1/files HTTP/1.1\r\nContent-Length: 20\r\n\r\nhalf of"));
        begin();
        List<Object> events = new ArrayList<>();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                events.add(event);
            }
        });

        timeIsUp();

        assertThat(events).containsExactly(Drain.Event.TIME_IS_UP, RequestEvent.REFUSED);
        assertThat(wireText(channel)).startsWith("HTTP/1.1 503").contains("relay_stopping");
        assertThat(channel.isOpen()).isFalse();
    }
}
