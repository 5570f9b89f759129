package dev.airelay.server;

import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.transforms.StreamEncoder;
import dev.airelay.transforms.UpstreamFailure;
import dev.airelay.transforms.event.UpstreamEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Answers with an event stream. The head is held back until the upstream opens, so that a failure before that has its true
 * HTTP status. What one upstream read yields is written and flushed in one piece, which never ends within an event.
 */
final class StreamExchange extends GenerationExchange {

    private final ChannelHandlerContext ctx;
    private final ReplyHead head;
    private final StreamEncoder encoder;
    private boolean opened;
    private @Nullable ByteBuf pending;

    StreamExchange(ChannelHandlerContext ctx, ReplyHead head, StreamEncoder encoder) {
        super(ctx);
        this.ctx = ctx;
        this.head = head;
        this.encoder = encoder;
    }

    @Override
    public void onOpen(UpstreamHead upstream) {
        guard(() -> {
            head.writeStream();
            opened = true;
        });
    }

    @Override
    public void onEvent(UpstreamEvent event) {
        guard(() -> encode(event));
    }

    private void encode(UpstreamEvent event) {
        encoder.accept(event, this::append);
        if (encoder.ended()) {
            if (!event.type().terminal()) {
                cancelUpstream();
            }
            finish();
        }
    }

    @Override
    public void onBatchEnd() {
        writePending();
        ctx.flush();
    }

    @Override
    public void onComplete() {
        guard(() -> {
            if (!encoder.ended()) {
                encoder.fail(UpstreamFailure.incompleteStream().error(), this::append);
            }
            finish();
        });
    }

    @Override
    public void onFailure(UpstreamException failure) {
        if (opened) {
            guard(() -> {
                encoder.fail(failure.failure().error(), this::append);
                finish();
            });
        } else if (end()) {
            guard(() -> head.writeFailure(failure.failure()));
        }
    }

    private void finish() {
        if (end()) {
            writePending();
            ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    @Override
    void discard() {
        ByteBuf buffer = pending;
        if (buffer != null) {
            pending = null;
            buffer.release();
        }
    }

    private void append(byte[] bytes, int offset, int length) {
        ByteBuf buffer = pending;
        if (buffer == null) {
            buffer = ctx.alloc().buffer(Math.max(length, 256));
            pending = buffer;
        }
        buffer.writeBytes(bytes, offset, length);
    }

    private void writePending() {
        ByteBuf buffer = pending;
        if (buffer != null) {
            pending = null;
            ctx.write(new DefaultHttpContent(buffer));
        }
    }
}
