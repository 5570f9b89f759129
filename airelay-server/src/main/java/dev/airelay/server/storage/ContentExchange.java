package dev.airelay.server.storage;

import dev.airelay.base.FileFailures;
import dev.airelay.server.http.Callbacks;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.PercentText;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.store.file.FileContent;
import dev.airelay.store.file.StoredFile;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file piece by piece: the executor reads one while the connection sends the previous one, and none while the client
 * is slow. The state belongs to the event loop; the file's channel is used on the executor only.
 */
final class ContentExchange implements Exchange {

    private static final System.Logger LOG = System.getLogger(ContentExchange.class.getName());
    private static final int PIECE_BYTES = 64 * 1024;

    private final ChannelHandlerContext ctx;
    private final Executor blocking;
    private @Nullable FileContent content;
    private boolean begun;
    private boolean reading;
    private boolean ended;
    private boolean writable = true;
    private long sent;

    private ContentExchange(ChannelHandlerContext ctx, Executor blocking) {
        this.ctx = ctx;
        this.blocking = blocking;
    }

    /**
     * Opens a file and sends it.
     *
     * @param open called on the executor; empty when there is no such file
     */
    static Exchange send(
            Supplier<Optional<FileContent>> open, RelayRequest request, ChannelHandlerContext ctx, Executor blocking) {
        ContentExchange exchange = new ContentExchange(ctx, blocking);
        exchange.reading = true;
        CompletableFuture.supplyAsync(() -> open.get().orElse(null), blocking)
                .whenCompleteAsync(
                        (opened, failure) -> Callbacks.guard(ctx, () -> exchange.opened(opened, failure, request)),
                        ctx.executor());
        return exchange;
    }

    private void opened(@Nullable FileContent opened, @Nullable Throwable failure, RelayRequest request) {
        reading = false;
        if (opened == null) {
            if (!ended) {
                ended = true;
                Throwable why = failure == null ? FilesEndpoint.unknown(request.pathVariable()) : failure;
                request.errors().of(why).writeTo(ctx);
            }
            return;
        }
        content = opened;
        if (ended) {
            close();
        } else {
            ctx.write(head(opened.file()));
            begun = true;
            next();
        }
    }

    /** The type is from the client, so browsers must neither guess another nor show the content as a page of the relay. */
    private static HttpResponse head(StoredFile file) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, file.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, file.bytes())
                .set("x-content-type-options", "nosniff")
                .set(HttpHeaderNames.CONTENT_DISPOSITION, ContentDisposition.attachment(file.filename()));
        return head;
    }

    private void next() {
        FileContent open = content;
        if (open == null || !begun || reading || ended || !writable) {
            return;
        }
        long position = sent;
        int length = (int) Math.min(PIECE_BYTES, open.file().bytes() - position);
        if (length == 0) {
            ended = true;
            close();
            ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        reading = true;
        CompletableFuture.supplyAsync(() -> read(open, position, length), blocking)
                .whenCompleteAsync(
                        (piece, failure) -> Callbacks.guard(ctx, () -> read(piece, failure)), ctx.executor());
    }

    private static byte[] read(FileContent open, long position, int length) {
        ByteBuffer piece = ByteBuffer.allocate(length);
        try {
            while (piece.hasRemaining()) {
                if (open.channel().read(piece, position + piece.position()) < 0) {
                    throw new IOException("the file became shorter while it was sent");
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return piece.array();
    }

    private static void notSent(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof UncheckedIOException unreadable) {
            LOG.log(System.Logger.Level.ERROR, "file_not_sent: " + FileFailures.words(unreadable));
        } else {
            LOG.log(System.Logger.Level.ERROR, "file_not_sent", cause);
        }
    }

    private void read(byte @Nullable [] piece, @Nullable Throwable failure) {
        reading = false;
        if (ended) {
            close();
        } else if (piece == null) {
            // The head has announced more: only closing the connection can show that it is missing.
            notSent(failure);
            ended = true;
            close();
            ctx.close();
        } else {
            sent += piece.length;
            ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)));
            next();
        }
    }

    @Override
    public void onWritabilityChanged(boolean nowWritable) {
        writable = nowWritable;
        next();
    }

    @Override
    public void onClientGone() {
        if (!ended) {
            ended = true;
            if (!reading) {
                close();
            }
        }
    }

    private void close() {
        FileContent open = content;
        content = null;
        if (open == null) {
            return;
        }
        try {
            blocking.execute(() -> closeNow(open));
        } catch (RejectedExecutionException stopping) {
            closeNow(open);
        }
    }

    private static void closeNow(FileContent open) {
        try {
            open.channel().close();
        } catch (IOException left) {
            LOG.log(System.Logger.Level.DEBUG, "file_not_closed", left);
        }
    }

    /** The header that makes a browser save a response instead of showing it. */
    private static final class ContentDisposition {

        private static final Pattern UNSAFE = Pattern.compile("[^\\x20-\\x7e]|[\"\\\\%]");

        private ContentDisposition() {}

        /** Returns the header's value for a file of this name, which may be any text. */
        static String attachment(String filename) {
            String ascii = UNSAFE.matcher(filename).replaceAll("_");
            String plain = "attachment; filename=\"" + ascii + "\"";
            return ascii.equals(filename) ? plain : plain + "; filename*=UTF-8''" + PercentText.encode(filename);
        }
    }
}
