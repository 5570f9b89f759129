package dev.airelay.server.http;

import static dev.airelay.server.HttpMessages.end;
import static dev.airelay.server.HttpMessages.piece;
import static dev.airelay.server.HttpMessages.request;
import static dev.airelay.server.HttpMessages.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.http.ConnectionState.Hold;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionStateTest {

    private final Socket socket = new Socket();
    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel = new EmbeddedChannel(socket, connection, connection.responses());

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    private boolean reads() {
        assertThat(channel.config().isAutoRead()).isEqualTo(connection.reading());
        return connection.reading();
    }

    @Test
    void readsOnlyWhenEveryOverlappingReasonIsReleased() {
        connection.hold(Hold.ADMISSION);
        connection.hold(Hold.PIPELINING);
        assertThat(reads()).isFalse();

        connection.release(Hold.ADMISSION);
        assertThat(reads()).isFalse();

        connection.release(Hold.PIPELINING);
        assertThat(reads()).isTrue();
    }

    @Test
    void countsRepeatedReasonOnce() {
        connection.hold(Hold.UPLOAD);
        connection.hold(Hold.UPLOAD);

        connection.release(Hold.UPLOAD);

        assertThat(reads()).isTrue();
    }

    @Test
    void keepsReasonThatAnotherReleaseDoesNotName() {
        connection.hold(Hold.UPLOAD);

        connection.release(Hold.PIPELINING);

        assertThat(reads()).isFalse();
    }

    @Test
    void drainsInSpiteOfReasonsBeforeAndAfter() {
        connection.hold(Hold.UPLOAD);
        connection.drain();
        assertThat(reads()).isTrue();

        connection.hold(Hold.PIPELINING);

        assertThat(reads()).isTrue();
    }

    @Test
    void followsResponseFromRequestToEnd() {
        assertThat(connection.answering()).isFalse();

        connection.requestBegun();
        assertThat(connection.answering()).isTrue();
        assertThat(connection.responseBegun()).isFalse();

        channel.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        channel.write(piece("part"));
        assertThat(connection.responseOpen()).isTrue();
        assertThat(connection.responseBegun()).isTrue();

        channel.write(end(""));
        assertThat(connection.responseOpen()).isFalse();
        assertThat(connection.answering()).isFalse();
        assertThat(connection.responseBegun())
                .as("until the next request begins")
                .isTrue();

        connection.requestBegun();
        assertThat(connection.responseBegun()).isFalse();
    }

    @Test
    void ignoresInterimResponse() {
        channel.writeInbound(request("POST", "/1"));
        connection.requestBegun();

        channel.write(response(100));

        assertThat(connection.responseBegun()).isFalse();
        assertThat(connection.answering()).isTrue();
        assertThat(connection.responsesDue()).isEqualTo(1);
        assertThat(connection.ending()).isFalse();
    }

    @Test
    void countsRequestsSentAhead() {
        channel.writeInbound(request("GET", "/1"), end(""), request("GET", "/2"), end(""));
        assertThat(connection.responsesDue()).isEqualTo(2);

        channel.write(response(200));

        assertThat(connection.responsesDue()).isEqualTo(1);
    }

    @Test
    void reportsResponseOnceItsEndHasLeft() {
        List<Boolean> sent = new ArrayList<>();
        connection.addListener(new ResponseListener() {
            @Override
            public void onEnd(Future<?> end) {
                end.addListener(done -> {
                    assertThat(connection.ending()).isFalse();
                    sent.add(done.isSuccess());
                });
            }
        });

        channel.write(response(200));
        assertThat(connection.ending()).isTrue();
        assertThat(sent).isEmpty();
        socket.written.remove().setSuccess();
        channel.runPendingTasks();

        assertThat(sent).containsExactly(true);
    }

    @Test
    void reportsResponseThatCannotBeWritten() {
        List<Boolean> sent = new ArrayList<>();
        connection.addListener(new ResponseListener() {
            @Override
            public void onEnd(Future<?> end) {
                end.addListener(done -> sent.add(done.isSuccess()));
            }
        });

        channel.write(response(200));
        socket.written.remove().setFailure(new IOException("no"));
        channel.runPendingTasks();

        assertThat(sent).containsExactly(false);
        assertThat(connection.ending()).isFalse();
    }

    @Test
    void notifiesListenersNearestToTheSocketLast() {
        List<String> notified = new ArrayList<>();
        for (String name : List.of("outer", "inner")) {
            connection.addListener(new ResponseListener() {
                @Override
                public void onInterim() {
                    notified.add(name + " interim");
                }

                @Override
                public void onHead(HttpResponse head) {
                    notified.add(name + " head");
                }

                @Override
                public void onEnd(Future<?> sent) {
                    notified.add(name + " end");
                }
            });
        }

        channel.write(response(100));
        channel.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        channel.write(piece("part"));
        channel.write(end(""));

        assertThat(notified)
                .containsExactly(
                        "inner interim", "outer interim", "inner head", "outer head", "inner end", "outer end");
    }

    @Test
    void reportsFlushThatLeavesSomethingBehind() {
        AtomicInteger backlogs = new AtomicInteger();
        connection.onBacklog(backlogs::incrementAndGet);

        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        channel.writeOutbound(piece("part"));
        assertThat(backlogs).hasValue(0);

        channel.writeOutbound(end(""));
        assertThat(backlogs).as("the end has not left").hasValue(1);
    }

    @Test
    void knowsWhetherTheResponseEndsTheConnection() {
        channel.write(response(200));
        assertThat(connection.closing()).isFalse();

        FullHttpResponse last = response(200);
        last.headers().set("connection", "close");
        channel.write(last);

        assertThat(connection.closing()).isTrue();
    }

    @Test
    void measuresSilenceSinceLastPiece() {
        channel.freezeTime();
        channel.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        channel.advanceTimeBy(3, TimeUnit.SECONDS);
        assertThat(connection.silence()).isEqualTo(Duration.ofSeconds(3));

        channel.write(piece("part"));

        assertThat(connection.silence()).isZero();
    }

    @Test
    void notesThatTheClientHasEndedItsSide() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        assertThat(connection.inputEnded()).isTrue();
    }

    /** Takes what is written; the test completes it. */
    private static final class Socket extends ChannelDuplexHandler {
        final Deque<ChannelPromise> written = new ArrayDeque<>();

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
            written.add(promise);
        }
    }
}
