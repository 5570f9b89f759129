package dev.airelay.server.edge;

import static dev.airelay.server.HttpMessages.bytes;
import static dev.airelay.server.HttpMessages.response;
import static dev.airelay.server.HttpMessages.wireText;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.TestConfig;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.RouteTable;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTimeoutHandlerTest {

    private static final String GET = "GET / HTTP/1.1\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\n";

    private EmbeddedChannel channel;

    private final ConnectionState connection = new ConnectionState();

    /** Head 10 s, silence in a body 30 s, a body 60 s, between requests 120 s. */
    @BeforeEach
    void connect() {
        RelayConfig config = TestConfig.defaults()
                .with(ConfigKeys.HEADER_TIMEOUT, s(10))
                .with(ConfigKeys.BODY_IDLE, s(30))
                .with(ConfigKeys.BODY_TIMEOUT, s(60))
                .with(ConfigKeys.KEEP_ALIVE, s(120));
        RequestTimeoutHandler timeouts = new RequestTimeoutHandler(connection, config);
        channel = new EmbeddedChannel(
                timeouts.arrivals(),
                new RelayCodec(config),
                connection,
                timeouts,
                new HttpServerKeepAliveHandler(),
                connection.responses(),
                new PipeliningHandler(connection),
                new RequestContextHandler(connection, () -> "1", new RouteTable(List.of())),
                new MalformedRequestHandler(connection, config));
        channel.freezeTime();
    }

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private void assertLate(String message) {
        assertThat(wireText(channel))
                .startsWith("HTTP/1.1 408 Request Timeout\r\n")
                .contains("connection: close\r\n", "x-request-id: req_1\r\n", "request_timeout", message);
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "\r\n", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: "})
    void headThatDoesNotComeIsAnsweredLate(String begin) {
        pass(100);
        channel.writeInbound(bytes(begin));
        pass(9);
        channel.writeInbound(bytes("\r"));
        assertThat(channel.isOpen()).isTrue();

        pass(1);

        assertLate("not received in full within 10 s");
    }

    @Test
    void headThatComesInTimeIsServed() {
        channel.writeInbound(bytes("GET / HT"));
        pass(9);
        channel.writeInbound(bytes("TP/1.1\r\n\r\n"));
        pass(100);

        assertThat(channel.isOpen()).isTrue();
        assertThat(wireText(channel)).isEmpty();
    }

    @Test
    void connectionWithoutARequestIsClosedWithoutAWord() {
        pass(118);
        assertThat(channel.isOpen()).isTrue();

        pass(2);

        assertThat(channel.isOpen()).isFalse();
        assertThat(wireText(channel)).isEmpty();
    }

    @Test
    void timeBetweenRequestsCountsFromTheEndOfTheAnswer() {
        channel.writeInbound(bytes(GET));
        pass(1_000);
        channel.writeOutbound(response(200));
        pass(119);
        assertThat(channel.isOpen()).isTrue();

        pass(1);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void bodyThatStopsIsAnsweredLate() {
        channel.writeInbound(bytes(POST));
        pass(29);
        channel.writeInbound(bytes("x"));
        pass(29);
        assertThat(channel.isOpen()).isTrue();

        pass(1);

        assertLate("nothing was received for 30 s");
    }

    @Test
    void bodyThatDripsIsAnsweredLate() {
        channel.writeInbound(bytes(POST));
        for (int second = 0; second < 59; second++) {
            pass(1);
            channel.writeInbound(bytes("x"));
        }
        assertThat(channel.isOpen()).isTrue();

        pass(1);

        assertLate("not received in full within 60 s");
    }

    @Test
    void relaysOwnPauseIsNotTheClientsSilence() {
        channel.writeInbound(bytes(POST));
        connection.hold(ConnectionState.Hold.UPLOAD);
        pass(59);

        assertThat(channel.isOpen()).isTrue();
        assertThat(wireText(channel)).isEmpty();
    }

    @Test
    void bodyTimeoutBeginsWithTheContinue() {
        channel.writeInbound(bytes("POST / HTTP/1.1\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n"));
        pass(100);
        assertThat(channel.isOpen()).isTrue();

        channel.writeOutbound(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        assertThat(wireText(channel)).startsWith("HTTP/1.1 100");
        pass(30);

        assertLate("nothing was received for 30 s");
    }

    @Test
    void restOfABodyThatIsAlreadyAnsweredIsWaitedForNoLonger() {
        channel.writeInbound(bytes(POST));
        channel.writeOutbound(response(401));
        assertThat(wireText(channel)).startsWith("HTTP/1.1 401");
        pass(30);

        assertThat(channel.isOpen()).isFalse();
        assertThat(wireText(channel)).isEmpty();
    }

    @Test
    void headAfterAResponseInProgressWaits() {
        channel.writeInbound(bytes(GET));
        channel.writeInbound(bytes("GET /slow"));
        pass(10);
        assertThat(wireText(channel)).isEmpty();

        channel.writeOutbound(response(200));

        assertThat(wireText(channel)).startsWith("HTTP/1.1 200").contains("HTTP/1.1 408");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void nothingIsLeftOnTheLoopWhenTheConnectionEnds() {
        channel.writeInbound(bytes(POST));

        channel.close();

        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    }
}
