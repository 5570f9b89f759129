package dev.airelay.server.edge;

import static dev.airelay.server.HttpMessages.piece;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.MemoryBudget;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowReaderHandlerTest {

    private final Socket socket = new Socket();
    private final MemoryBudget memory = new MemoryBudget(1 << 20);
    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            socket,
            connection,
            connection.responses(),
            new SlowReaderHandler(connection, Duration.ofSeconds(120), memory));

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private void writable(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        channel.runPendingTasks();
    }

    @Test
    void clientThatTakesNothingIsCutOff() {
        writable(false);
        pass(119);
        assertThat(channel.isOpen()).isTrue();

        pass(1);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void clientThatTakesSomethingStays() {
        writable(false);
        pass(119);
        writable(true);
        writable(false);
        pass(119);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void endOfAnAnswerMustBeTakenToo() {
        channel.write(piece("x"));
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        pass(120);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answerThatIsTakenCountsNoMore() {
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        socket.written.remove().setSuccess();
        pass(1_000);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void answerThatCannotBeWrittenEndsTheConnection() {
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        socket.written.remove().setFailure(new IOException("no"));

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatWaitsForAClientTakesMemory() {
        EmbeddedChannel client =
                new EmbeddedChannel(new SlowReaderHandler(new ConnectionState(), Duration.ofSeconds(120), memory));
        client.write(Unpooled.wrappedBuffer(new byte[300_000]));
        client.runPendingTasks();
        assertThat(memory.taken()).isGreaterThan(200_000);

        client.flush();
        assertThat(memory.taken()).as("once it is taken").isZero();
        client.write(Unpooled.wrappedBuffer(new byte[300_000]));
        client.runPendingTasks();
        assertThat(memory.taken()).isGreaterThan(200_000);
        client.close();
        client.runPendingTasks();

        assertThat(memory.taken()).as("once the client has gone").isZero();
        client.finishAndReleaseAll();
    }

    /** Takes what is written and leaves open whether it ever leaves. */
    private static final class Socket extends ChannelDuplexHandler {
        final Deque<ChannelPromise> written = new ArrayDeque<>();

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
            written.add(promise);
        }
    }
}
