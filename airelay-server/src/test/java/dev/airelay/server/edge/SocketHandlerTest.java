package dev.airelay.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.ConfigKeys;
import dev.airelay.server.TestConfig;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketHandlerTest {

    private static final String CREATE = "{\"type\": \"response.create\", \"input\": \"hello\"}";

    private final MemoryBudget memory = new MemoryBudget(10 << 20);
    private final ConnectionState connection = new ConnectionState();
    /** Turns that have begun; a test answers them. */
    private final List<Channel> turns = new ArrayList<>();

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void open() {
        channel.freezeTime();
        ConnectionSettings edge = new ConnectionSettings(
                TestConfig.defaults().with(ConfigKeys.HEARTBEAT, Duration.ofSeconds(15)),
                Optional.empty(),
                memory,
                new Drain());
        channel.pipeline()
                .addLast(
                        connection,
                        new SocketHandler(
                                connection,
                                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/v1/responses"),
                                edge,
                                (turn, state, frames) -> {
                                    turn.pipeline().addLast(frames, state, state.responses());
                                    turns.add(turn);
                                }));
    }

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
        assertThat(memory.taken()).isZero();
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }

    private List<String> written() {
        List<String> written = new ArrayList<>();
        for (Object next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            written.add(
                    next instanceof ByteBuf frames
                            ? frames.toString(StandardCharsets.UTF_8)
                            : next instanceof TextWebSocketFrame text
                                    ? text.text()
                                    : next instanceof CloseWebSocketFrame close
                                            ? "close " + close.statusCode()
                                            : next.getClass().getSimpleName());
            ReferenceCountUtil.release(next);
        }
        return written;
    }

    private void send(WebSocketFrame frame) {
        channel.writeInbound(frame);
    }

    private void answer(Channel turn, int status, String json) {
        turn.writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                Unpooled.copiedBuffer(json, StandardCharsets.UTF_8)));
        channel.runPendingTasks();
    }

    @Test
    void silentClientIsPingedAndFinallyDropped() {
        pass(Duration.ofSeconds(15));
        assertThat(written()).containsExactly("PingWebSocketFrame");

        send(new PongWebSocketFrame());
        pass(Duration.ofSeconds(15));
        assertThat(written()).isEmpty();

        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(15));
            assertThat(channel.isOpen()).isTrue();
        }
        pass(Duration.ofSeconds(15));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void restingSocketEndsAfterAnHour() {
        pass(Duration.ofMinutes(60));

        assertThat(written().stream().filter(message -> !message.startsWith("Ping")))
                .satisfiesExactly(
                        error -> assertThat(error).contains("websocket_connection_limit_reached"),
                        close -> assertThat(close).isEqualTo("close 1000"));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void turnInProgressOutlivesTheHourAndNoOtherBegins() {
        send(new TextWebSocketFrame(CREATE));
        pass(Duration.ofMinutes(60));
        written();
        send(new TextWebSocketFrame(CREATE));

        assertThat(written()).singleElement().asString().contains("websocket_connection_limit_reached");
        assertThat(turns).hasSize(1);

        answer(turns.get(0), 500, "{\"error\": {\"message\": \"late\"}}");

        assertThat(written())
                .satisfiesExactly(
                        own -> assertThat(own).contains("\"status\":500", "late"),
                        limit -> assertThat(limit).contains("websocket_connection_limit_reached"),
                        close -> assertThat(close).isEqualTo("close 1000"));
    }

    @Test
    void abandonedTurnEndsWithAnError() {
        send(new TextWebSocketFrame(CREATE));
        send(new TextWebSocketFrame(CREATE));

        turns.get(0).close();
        channel.runPendingTasks();

        assertThat(written()).singleElement().asString().contains("internal_error");
        assertThat(turns).hasSize(2);
    }

    @Test
    void pingIsAnsweredAndCloseRepeated() {
        send(new PingWebSocketFrame(Unpooled.copiedBuffer("x", StandardCharsets.US_ASCII)));
        assertThat(written()).containsExactly("PongWebSocketFrame");

        send(new CloseWebSocketFrame(1000, "enough"));
        assertThat(written()).containsExactly("close 1000");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void nothingFollowsAClose() {
        send(new TextWebSocketFrame(CREATE));
        send(new TextWebSocketFrame(CREATE));
        send(new CloseWebSocketFrame(1000, ""));
        channel.runPendingTasks();

        assertThat(written()).containsExactly("close 1000");
        assertThat(turns).hasSize(1).noneMatch(Channel::isOpen);
    }

    @Test
    void messagesThatWaitAreCountedUntilTheyAreAnswered() {
        String large = "{\"type\": \"response.create\", \"input\": \"" + "x".repeat(1 << 20) + "\"}";
        send(new TextWebSocketFrame(large));
        send(new TextWebSocketFrame(large));
        assertThat(memory.taken()).isGreaterThanOrEqualTo(2 << 20);

        answer(turns.get(0), 500, "{\"error\": {}}");
        assertThat(memory.taken()).isBetween(1L << 20, 3L << 19);

        memory.charge(8 << 20);
        send(new TextWebSocketFrame(large));
        memory.give(8 << 20);
        assertThat(written()).anyMatch(message -> message.contains("request_memory_exhausted"));
        for (int i = 0; i < 20; i++) {
            send(new TextWebSocketFrame(large));
        }
        assertThat(written()).anyMatch(message -> message.contains("websocket_queue_full"));
    }

    @Test
    void turnIsNotifiedOfWritability() {
        send(new TextWebSocketFrame(CREATE));
        assertThat(turns.get(0).isWritable()).isTrue();

        channel.unsafe().outboundBuffer().setUserDefinedWritability(2, false);
        channel.runPendingTasks();
        assertThat(turns.get(0).isWritable()).isFalse();
        assertThat(connection.reading()).isFalse();

        channel.unsafe().outboundBuffer().setUserDefinedWritability(2, true);
        channel.runPendingTasks();
        assertThat(turns.get(0).isWritable()).isTrue();
        assertThat(connection.reading()).isTrue();
    }

    @Test
    void clientThatGoesEndsItsTurns() {
        send(new TextWebSocketFrame(CREATE));
        send(new TextWebSocketFrame("{\"type\": \"response.create\", \"stream_id\": \"b\"}"));
        send(new TextWebSocketFrame(CREATE));

        channel.close();
        channel.runPendingTasks();

        assertThat(turns).as("the third never began").hasSize(2).noneMatch(Channel::isOpen);
    }
}
