package dev.airelay.server.generation;

import dev.airelay.server.http.Callbacks;
import dev.airelay.server.http.ErrorResponses;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.MemoryShare;
import dev.airelay.server.http.Response;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.store.response.EventPage;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.responses.MemoryFaults;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends the stream of a stored response, from any event on; for one that is in progress, it sends the existing events and
 * continues with new ones. Reads on the executor, a piece at a time, and nothing while the client is slow or memory is
 * short. A client that disconnects does not end the response.
 */
public final class ReplayExchange implements Exchange {

    /** Interval at which a response that waits for memory tries again. */
    private static final int LOOK_AGAIN_MILLIS = 20;

    private static final int PIECE_BYTES = 64 * 1024;

    private final ChannelHandlerContext ctx;
    private final ErrorResponses errors;
    private final Source source;
    private final String id;
    private final Runnable writeHead;
    private final Runnable onProgress = this::progressed;
    private final Optional<BackgroundRun> run;
    private final MemoryShare share;
    private @Nullable Future<?> looking;
    private long waitingSince;
    private EventPage.Mark place;
    private boolean headWritten;
    private boolean reading;
    private boolean again;
    private boolean ended;
    private boolean writable = true;

    private ReplayExchange(
            Source source,
            String id,
            long after,
            ChannelHandlerContext ctx,
            ErrorResponses errors,
            Runnable writeHead) {
        this.errors = errors;
        this.ctx = ctx;
        this.source = source;
        this.id = id;
        this.place = EventPage.Mark.behind(after);
        this.writeHead = writeHead;
        this.run = source.runs().find(id);
        this.share = MemoryShare.coarse(source.bounds().memory());
    }

    /**
     * The sources of streams.
     *
     * @param events reads stored streams
     * @param runs the responses in progress
     * @param blocking runs blocking work
     * @param bounds the memory for the pieces
     */
    public record Source(ResponseEvents events, BackgroundRuns runs, Executor blocking, AnswerBounds bounds) {}

    /**
     * Sends a stream.
     *
     * @param after the last sequence number that the client has; -1 for none
     * @param errors the error responses of the client's API
     * @param writeHead writes the head once it is known that the response exists
     */
    public static Exchange send(
            Source source,
            String id,
            long after,
            ChannelHandlerContext ctx,
            ErrorResponses errors,
            Runnable writeHead) {
        ReplayExchange exchange = new ReplayExchange(source, id, after, ctx, errors, writeHead);
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
        if (reading || ended || !writable || !hasRoom()) {
            return;
        }
        reading = true;
        again = false;
        EventPage.Mark from = place;
        // Checked before the events are read: a run that has ended by then has all of them on disk.
        boolean making = source.runs().find(id).isPresent();
        CompletableFuture.supplyAsync(
                        () -> {
                            ResponseEvents.Piece piece =
                                    source.events().next(id, from, making).orElse(null);
                            share.charge(piece == null ? 0 : piece.bytes().length);
                            return piece;
                        },
                        source.blocking())
                .whenCompleteAsync(
                        (piece, failure) -> Callbacks.guard(ctx, () -> arrived(piece, failure)), ctx.executor());
    }

    /** Returns true if there is memory for a piece, which may be large; otherwise tries again for a time. */
    private boolean hasRoom() {
        if (share.hold(PIECE_BYTES)) {
            stopLooking();
            return true;
        }
        long now = ctx.executor().ticker().nanoTime();
        if (looking == null) {
            waitingSince = now;
            looking = ctx.executor()
                    .scheduleWithFixedDelay(
                            () -> Callbacks.guard(ctx, this::next),
                            LOOK_AGAIN_MILLIS,
                            LOOK_AGAIN_MILLIS,
                            TimeUnit.MILLISECONDS);
        } else if (now - waitingSince >= source.bounds().patience().toNanos()) {
            end();
            refuse(errors.of(UpstreamFailure.outOfMemory()));
        }
        return false;
    }

    private void stopLooking() {
        if (looking != null) {
            looking.cancel(false);
            looking = null;
        }
    }

    private void arrived(ResponseEvents.@Nullable Piece piece, @Nullable Throwable failure) {
        reading = false;
        if (ended) {
            return;
        }
        if (piece == null) {
            end();
            refuse(errors.of(failure == null ? MemoryFaults.responseNotFound(id) : failure));
            return;
        }
        if (!headWritten) {
            headWritten = true;
            writeHead.run();
        }
        place = piece.place();
        ctx.write(new DefaultHttpContent(Unpooled.wrappedBuffer(piece.bytes())));
        if (piece.end()) {
            end();
            ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        ctx.flush();
        // Data that the client does not read immediately is counted with the connection.
        share.hold(0);
        if (again || piece.bytes().length > 0) {
            next();
        }
    }

    /** Handles failures after the head was sent, such as a deletion: only closing the connection can report them. */
    private void refuse(Response answer) {
        if (headWritten) {
            ctx.close();
        } else {
            answer.writeTo(ctx);
        }
    }

    private void end() {
        ended = true;
        stopLooking();
        share.release();
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
