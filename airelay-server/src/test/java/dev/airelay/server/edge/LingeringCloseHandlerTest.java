package dev.airelay.server.edge;

import static dev.airelay.server.HttpMessages.end;
import static dev.airelay.server.HttpMessages.piece;
import static dev.airelay.server.HttpMessages.request;
import static dev.airelay.server.HttpMessages.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.http.ConnectionState;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LingeringCloseHandlerTest {

    private final ConnectionState connection = new ConnectionState();
    private final HalfClosing channel = new HalfClosing(
            connection,
            new LingeringCloseHandler(connection, Optional.empty()),
            connection.responses(),
            new PipeliningHandler(connection));

    @BeforeEach
    void holdTime() {
        channel.freezeTime();
    }

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    private ChannelFuture close() {
        // The channel's own method would also drop what is scheduled.
        return channel.pipeline().close();
    }

    private void answerWith(int status) {
        channel.writeOutbound(response(status));
        channel.releaseOutbound();
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void restOfTheClientsDataIsReadAndDropped() {
        channel.writeInbound(request("POST", "/1"));
        channel.readInbound();
        answerWith(413);

        ChannelFuture closed = close();

        assertThat(channel.outputShutdown).isTrue();
        assertThat(closed.isDone()).isFalse();
        HttpContent piece = piece("unwanted");
        channel.writeInbound(piece);
        assertThat(piece.refCnt()).isZero();
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(channel.isOpen()).isTrue();

        channel.writeInbound(end("too"));

        assertThat(channel.isOpen()).isFalse();
        assertThat(closed.isSuccess()).isTrue();
    }

    @Test
    void handlersBehindHearOfTheEnd() {
        channel.writeInbound(request("POST", "/1"));
        answerWith(413);
        close();

        channel.writeInbound(end("all"));

        assertThat(channel.inactiveEvents).isEqualTo(1);
        channel.checkException();
    }

    @Test
    void clientThatDoesNotFinishIsCutOff() {
        channel.writeInbound(request("POST", "/1"));
        answerWith(413);
        close();

        pass(4);
        assertThat(channel.isOpen()).isTrue();
        pass(1);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void readingContinuesDespiteAHold() {
        channel.writeInbound(request("POST", "/1"));
        answerWith(413);
        connection.hold(ConnectionState.Hold.UPLOAD);

        close();

        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void clientThatHasFinishedIsNotWaitedFor() {
        channel.writeInbound(request("POST", "/1"), end("all"));
        answerWith(200);

        close();

        assertThat(channel.outputShutdown).isFalse();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void clientWithoutAnAnswerHasNothingToRead() {
        channel.writeInbound(request("POST", "/1"));
        answerWith(100);

        close();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answerToTheRequestBeforeDoesNotCount() {
        channel.writeInbound(request("POST", "/1"), end("all"));
        answerWith(200);
        channel.writeInbound(request("POST", "/2"));

        close();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void restOfAMalformedRequestIsDropped() {
        HttpRequest broken = request("GET", "/bad");
        broken.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("invalid version")));
        channel.writeInbound(broken);
        answerWith(400);

        close();

        assertThat(channel.isOpen()).isTrue();
        pass(5);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void secondCloseDoesNotWait() {
        channel.writeInbound(request("POST", "/1"));
        answerWith(413);
        close();

        close();

        assertThat(channel.isOpen()).isFalse();
    }

    /** A channel one side of which can be closed; it only records that it was. */
    private static final class HalfClosing extends EmbeddedChannel implements DuplexChannel {

        private boolean outputShutdown;
        private int inactiveEvents;

        HalfClosing(ChannelHandler... handlers) {
            super(handlers);
            pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelInactive(ChannelHandlerContext ctx) {
                    inactiveEvents++;
                    ctx.fireChannelInactive();
                }
            });
        }

        @Override
        public boolean isInputShutdown() {
            return false;
        }

        @Override
        public ChannelFuture shutdownInput() {
            return shutdownInput(newPromise());
        }

        @Override
        public ChannelFuture shutdownInput(ChannelPromise promise) {
            throw new UnsupportedOperationException("nobody closes the side that is read");
        }

        @Override
        public boolean isOutputShutdown() {
            return outputShutdown;
        }

        @Override
        public ChannelFuture shutdownOutput() {
            return shutdownOutput(newPromise());
        }

        @Override
        public ChannelFuture shutdownOutput(ChannelPromise promise) {
            outputShutdown = true;
            return promise.setSuccess();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public ChannelFuture shutdown() {
            return shutdown(newPromise());
        }

        @Override
        public ChannelFuture shutdown(ChannelPromise promise) {
            throw new UnsupportedOperationException("nobody closes both sides so");
        }
    }
}
