package dev.airelay.server.edge;

import dev.airelay.backend.connect.RestartableTimer;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.MemoryShare;
import dev.airelay.server.http.ResponseListener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connection of a client that does not read its pending data, or to which a response cannot be written: it would
 * hold its slot forever. Counts pending data in the memory budget without refusing it, because it has already been written.
 * Stands near the socket.
 */
final class SlowReaderHandler extends ChannelInboundHandlerAdapter {

    private final ConnectionState connection;
    private final Duration patience;
    private final MemoryShare outbound;
    private @Nullable RestartableTimer countdown;
    private long seenRoom;

    SlowReaderHandler(ConnectionState connection, Duration patience, MemoryBudget memory) {
        this.connection = connection;
        this.patience = patience;
        this.outbound = MemoryShare.coarse(memory);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        countdown = new RestartableTimer(ctx.executor(), patience, () -> expired(ctx));
        connection.onBacklog(() -> watch(ctx.channel()));
        connection.addListener(new ResponseListener() {
            @Override
            public void onEnd(Future<?> sent) {
                sent.addListener(done -> {
                    if (!done.isSuccess()) {
                        ctx.close();
                    }
                    watch(ctx.channel());
                });
            }
        });
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        watch(ctx.channel());
        ctx.fireChannelWritabilityChanged();
    }

    private void watch(Channel channel) {
        long unsent = channel.bytesBeforeWritable();
        // Netty has no number for a closed channel.
        outbound.charge(unsent == Long.MAX_VALUE ? 0 : unsent);
        boolean waiting = channel.isActive() && (connection.ending() || !channel.isWritable());
        if (countdown == null || waiting == countdown.running()) {
            return;
        }
        if (waiting) {
            seenRoom = room(channel);
            countdown.start();
        } else {
            countdown.pause();
        }
    }

    private void expired(ChannelHandlerContext ctx) {
        if (room(ctx.channel()) <= seenRoom) {
            // Data that the system still has for the client would keep the socket open.
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            ctx.close();
        } else {
            watch(ctx.channel());
        }
    }

    /** Grows as the client reads, shrinks as data is written. */
    private static long room(Channel channel) {
        return channel.bytesBeforeUnwritable() - channel.bytesBeforeWritable();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        outbound.release();
        if (countdown != null) {
            countdown.stop();
        }
    }
}
