package dev.airelay.backend.connect;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection and its pool without a socket. */
class UpstreamConnectionTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ConnectionPool pool = new ConnectionPool(channel.eventLoop(), 2, Duration.ofSeconds(60));
    private final UpstreamConnection connection = UpstreamConnection.on(channel, pool);
    private final Seen seen = new Seen();

    @AfterEach
    void nothingIsLeft() {
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    private void arrives(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void requestIsSent() {
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        assertThat(connection.send(head, null, () -> {}).isSuccess()).isTrue();
        for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            sent.release();
        }
    }

    @Test
    void partsOfAnAnswerGoToTheUserAndAreReleased() {
        connection.attach(seen);
        requestIsSent();
        arrives("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nab");
        arrives("cd");

        assertThat(seen.notes).containsExactly("bytes", "head", "2", "read", "bytes", "2 last", "read");
    }

    @Test
    void connectionGivenBackRestsAfterTheReadOnly() {
        connection.attach(seen);
        connection.giveBack();
        assertThat(pool.size()).isZero();

        channel.pipeline().fireChannelReadComplete();

        assertThat(pool.size()).isOne();
        assertThat(pool.take()).isSameAs(connection);
        assertThat(pool.take()).isNull();
    }

    @Test
    void restingConnectionIsClosedByAnyByte() {
        connection.giveBack();
        channel.pipeline().fireChannelReadComplete();

        arrives("HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n");

        assertThat(channel.isActive()).isFalse();
        assertThat(pool.size()).isZero();
    }

    @Test
    void restingConnectionThatTheUpstreamClosesIsForgotten() {
        connection.giveBack();
        channel.pipeline().fireChannelReadComplete();

        channel.close();

        assertThat(pool.size()).isZero();
    }

    @Test
    void userIsNotifiedOfACloseOnceWithItsCause() {
        connection.attach(seen);
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset"));

        assertThat(seen.notes).containsExactly("closed IOException");
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void userThatClosesIsNotNotifiedAnyMore() {
        connection.attach(seen);
        requestIsSent();
        connection.close();

        assertThat(channel.isActive()).isFalse();

        assertThat(seen.notes).isEmpty();
    }

    @Test
    void poolKeepsTheNewestAndClosesTheOldest() {
        List<EmbeddedChannel> channels = List.of(new EmbeddedChannel(), new EmbeddedChannel(), new EmbeddedChannel());
        List<UpstreamConnection> all =
                channels.stream().map(one -> UpstreamConnection.on(one, pool)).toList();

        all.forEach(pool::offer);

        assertThat(channels).extracting(EmbeddedChannel::isActive).containsExactly(false, true, true);
        assertThat(pool.take()).isSameAs(all.get(2));
        assertThat(pool.take()).isSameAs(all.get(1));
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void connectionThatHasRestedTooLongIsClosed() {
        channel.freezeTime();
        pool.offer(connection);
        channel.advanceTimeBy(59_999, MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(pool.size()).isOne();

        channel.advanceTimeBy(1, MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(pool.size()).isZero();
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void closedPoolKeepsNothing() {
        pool.close();
        pool.offer(connection);

        assertThat(pool.size()).isZero();
        assertThat(channel.isActive()).isFalse();
    }

    private static final class Seen implements ConnectionUser {

        final List<String> notes = new ArrayList<>();

        @Override
        public void onBytes() {
            notes.add("bytes");
        }

        @Override
        public void onMessage(HttpObject message) {
            if (message instanceof HttpResponse) {
                notes.add("head");
            } else if (message instanceof HttpContent part) {
                notes.add(part.content().readableBytes() + (part instanceof LastHttpContent ? " last" : ""));
            }
        }

        @Override
        public void onContent(ByteBuf piece) {
            notes.add(piece.readableBytes() + " plain");
        }

        @Override
        public void onReadComplete() {
            notes.add("read");
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            notes.add("closed " + (cause == null ? "in order" : cause.getClass().getSimpleName()));
        }
    }
}
