package dev.airelay.server;

import dev.airelay.store.EventPlace;
import dev.airelay.transforms.MemoryFaults;
import dev.airelay.transforms.RequestRejected;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Sends the stream of a kept response, from any event on; of one that is still made it sends what there is and goes on with
 * what comes. Reads on the executor, a piece at a time, and nothing while the client is slow. A client that goes does not
 * end the response.
 */
final class ReplayExchange implements Exchange {

    private final ChannelHandlerContext ctx;
    private final Source source;
    private final String id;
    private final Runnable writeHead;
    private final Runnable onProgress = this::progressed;
    private final Optional<BackgroundRun> run;
    private EventPlace place;
    private boolean headWritten;
    private boolean reading;
    private boolean again;
    private boolean ended;
    private boolean writable = true;

    private ReplayExchange(Source source, String id, long after, ChannelHandlerContext ctx, Runnable writeHead) {
        this.ctx = ctx;
        this.source = source;
        this.id = id;
        this.place = EventPlace.after(after);
        this.writeHead = writeHead;
        this.run = source.runs().find(id);
    }

    /**
     * Where streams come from.
     *
     * @param events reads kept streams
     * @param runs the responses that are still made
     * @param blocking runs what blocks
     */
    record Source(ResponseEvents events, BackgroundRuns runs, Executor blocking) {}

    /**
     * Sends a stream.
     *
     * @param after the last sequence number that the client has; -1 for none
     * @param writeHead writes the head of the answer once it is known that the response is there
     */
    static Exchange send(Source source, String id, long after, ChannelHandlerContext ctx, Runnable writeHead) {
        ReplayExchange exchange = new ReplayExchange(source, id, after, ctx, writeHead);
        exchange.run.ifPresent(run -> run.follow(exchange.onProgress));
        exchange.next();
        return exchange;
    }

    private void progressed() {
        ctx.executor().execute(() -> {
            again = true;
            next();
        });
    }

    private void next() {
        if (reading || ended || !writable) {
            return;
        }
        reading = true;
        again = false;
        EventPlace from = place;
        // Asked before the events are read: what is over by then has all of them on disk.
        boolean making = source.runs().find(id).isPresent();
        CompletableFuture.supplyAsync(
                        () -> source.events().next(id, from, making).orElse(null), source.blocking())
                .whenCompleteAsync(
                        (piece, failure) -> OwnFault.guard(ctx, () -> arrived(piece, failure)), ctx.executor());
    }

    private void arrived(ResponseEvents.@Nullable Piece piece, @Nullable Throwable failure) {
        reading = false;
        if (ended) {
            return;
        }
        if (piece == null) {
            end();
            refuse(failure == null ? notFound(id) : StorageEndpoint.refusal(failure));
            return;
        }
        if (!headWritten) {
            headWritten = true;
            writeHead.run();
        }
        place = piece.next();
        ctx.write(new DefaultHttpContent(Unpooled.wrappedBuffer(piece.bytes())));
        if (piece.end()) {
            end();
            ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        ctx.flush();
        if (again || piece.bytes().length > 0) {
            next();
        }
    }

    /** The response may have been deleted while it was sent: then only the end of the connection can say so. */
    private void refuse(Answer answer) {
        if (headWritten) {
            ctx.close();
        } else {
            answer.writeTo(ctx);
        }
    }

    private static Answer notFound(String id) {
        RequestRejected unknown = MemoryFaults.responseNotFound(id);
        return Answer.error(unknown.status(), unknown.error());
    }

    private void end() {
        ended = true;
        run.ifPresent(followed -> followed.unfollow(onProgress));
    }

    @Override
    public void onClientGone() {
        end();
    }

    @Override
    public void onWritabilityChanged(boolean nowWritable) {
        writable = nowWritable;
        next();
    }
}
