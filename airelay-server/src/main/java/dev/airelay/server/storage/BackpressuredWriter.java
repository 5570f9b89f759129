package dev.airelay.server.storage;

import dev.airelay.server.http.Response;
import dev.airelay.server.http.StorageFailures;
import dev.airelay.store.frame.StoreException;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Transfers bytes from a connection to an intake of the store: in order, one step at a time, and with a bounded buffer if
 * the connection obeys {@link Receiver#onFull}.
 *
 * <pre>
 *   event loop:  write → waiting ─┐                       ┌→ onDrained, next step, onFinished or onFailure
 *   executor:                     └→ open, write, release ┘
 * </pre>
 *
 * <p>All methods are called on the event loop, and so is the receiver. The intake is used on the executor only.
 */
final class BackpressuredWriter<I> {

    private static final System.Logger LOG = System.getLogger(BackpressuredWriter.class.getName());

    /** Enough to keep the disk busy until the next bytes arrive. */
    static final int HIGH_MARK_BYTES = 512 * 1024;

    static final int LOW_MARK_BYTES = 128 * 1024;

    /** The overhead of a piece: a client may send single bytes. */
    private static final int BYTES_PER_PIECE = 128;

    /** The intake, as the writer uses it. Exceptions of its methods are passed to {@link Receiver#onFailure}. */
    interface Intake<I> {

        /** Opens it. */
        I open();

        /** Writes a chunk. */
        void write(I intake, ByteBuffer chunk);

        /** Discards it, unless it is finished. */
        void close(I intake);
    }

    /** Is notified of the progress. */
    interface Receiver {

        /** The buffer is full. */
        void onFull();

        /** There is room again. */
        void onDrained();

        /** The store has all bytes; this is the response. The writer has ended. */
        void onFinished(Response answer);

        /** The store refused or failed. The writer has ended. */
        void onFailure(Throwable cause);
    }

    private final Intake<I> store;
    private final Executor blocking;
    private final EventExecutor loop;
    private final Receiver receiver;
    private final List<ByteBuf> waiting = new ArrayList<>();
    private int bytesUnderWay;
    private boolean full;
    private boolean working;
    private boolean ended;
    private @Nullable Function<I, Response> ending;
    private @Nullable I intake;

    BackpressuredWriter(Intake<I> store, Executor blocking, EventExecutor loop, Receiver receiver) {
        this.store = store;
        this.blocking = blocking;
        this.loop = loop;
        this.receiver = receiver;
    }

    /** Writes a piece, which the writer releases. */
    void write(ByteBuf piece) {
        if (ended) {
            piece.release();
            return;
        }
        waiting.add(piece);
        bytesUnderWay += piece.readableBytes() + BYTES_PER_PIECE;
        if (!full && bytesUnderWay > HIGH_MARK_BYTES) {
            full = true;
            receiver.onFull();
        }
        step();
    }

    /** Ends the input; {@code ending} runs on the executor after the last piece. */
    void finish(Function<I, Response> ending) {
        this.ending = ending;
        step();
    }

    /** Abandons the transfer. The receiver is not called any more. */
    void abandon() {
        if (!ended) {
            end();
            if (!working) {
                close();
            }
        }
    }

    private void step() {
        if (ended || working || (waiting.isEmpty() && ending == null)) {
            return;
        }
        List<ByteBuf> batch = List.copyOf(waiting);
        Function<I, Response> last = ending;
        int bytes = bytesUnderWay;
        waiting.clear();
        working = true;
        try {
            CompletableFuture.supplyAsync(work(batch, last), blocking)
                    .whenCompleteAsync((answer, failure) -> done(bytes, answer, failure), loop);
        } catch (RejectedExecutionException stopping) {
            batch.forEach(ByteBuf::release);
            done(bytes, null, stopping);
        }
    }

    private Supplier<@Nullable Response> work(List<ByteBuf> batch, @Nullable Function<I, Response> last) {
        return () -> {
            try {
                I open = intake == null ? store.open() : intake;
                intake = open;
                batch.forEach(piece -> store.write(open, piece.nioBuffer()));
                return last == null ? null : last.apply(open);
            } finally {
                batch.forEach(ByteBuf::release);
            }
        };
    }

    private void done(int bytes, @Nullable Response answer, @Nullable Throwable failure) {
        working = false;
        bytesUnderWay -= bytes;
        if (ended) {
            close();
        } else if (failure != null) {
            end();
            close();
            receiver.onFailure(failure);
        } else if (answer != null) {
            end();
            receiver.onFinished(answer);
        } else {
            if (full && bytesUnderWay <= LOW_MARK_BYTES) {
                full = false;
                receiver.onDrained();
            }
            step();
        }
    }

    private void end() {
        ended = true;
        waiting.forEach(ByteBuf::release);
        waiting.clear();
    }

    private void close() {
        try {
            blocking.execute(() -> {
                I open = intake;
                intake = null;
                if (open != null) {
                    close(open);
                }
            });
        } catch (RejectedExecutionException stopping) {
            LOG.log(System.Logger.Level.DEBUG, "intake_left; the next start removes it", stopping);
        }
    }

    private void close(I open) {
        try {
            store.close(open);
        } catch (StoreException left) {
            StorageFailures.log(LOG, System.Logger.Level.WARNING, "intake_left; the next start removes it", left);
        }
    }
}
