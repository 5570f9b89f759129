package dev.airelay.server.edge;

import dev.airelay.base.JsonTrees;
import dev.airelay.server.http.ConnectionState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the response to one turn into messages of its socket: each event of a stream becomes one, and any other response
 * becomes an error message. Requires that every write ends with a whole event. Stands nearest to the socket.
 */
final class TurnFrames extends ChannelOutboundHandlerAdapter {

    private static final int OK = 200;
    private static final int FINAL_TEXT = 0x81;
    private static final int TWO_BYTES_FOLLOW = 126;
    private static final int EIGHT_BYTES_FOLLOW = 127;
    private static final int MOST_IN_TWO_BYTES = 0xFFFF;
    private static final int FRAME_HEAD = 10;
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] DONE = ascii("[DONE]");
    private static final byte[] FAILED = ascii("event: response.failed");
    /** Headers of a refusal from which the client learns how to continue. */
    private static final List<CharSequence> SHOWN_HEADERS =
            List.of(RequestContextHandler.HEADER, HttpHeaderNames.RETRY_AFTER, "x-should-retry");

    private final ChannelHandlerContext socket;
    private final byte[] lane;
    private final Ended ended;
    private @Nullable HttpResponse refusal;
    private @Nullable ByteBuf refusalBody;
    private @Nullable ChannelFuture written;
    private boolean failed;

    /** Is notified of the end of a turn. */
    @FunctionalInterface
    interface Ended {
        /**
         * The last message was written.
         *
         * @param failed whether the turn failed
         * @param sent completed when the last message has been sent
         */
        void accept(boolean failed, ChannelFuture sent);
    }

    /**
     * Creates a handler.
     *
     * @param socket the socket for the messages
     * @param lane the {@code stream_id} that each message repeats; empty for none
     * @param ended called once the last message was written
     */
    TurnFrames(ChannelHandlerContext socket, String lane, Ended ended) {
        this.socket = socket;
        this.lane = lane.isEmpty() ? new byte[0] : laneMember(lane);
        this.ended = ended;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The beginning of an object with a lane, to be followed by the rest of its members. */
    private static byte[] laneMember(String lane) {
        byte[] object =
                JsonTrees.usual().write(JsonNodeFactory.instance.objectNode().put("stream_id", lane));
        object[object.length - 1] = ',';
        return object;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        try {
            if (message instanceof HttpResponse head && !ConnectionState.isInterim(head) && !isStream(head)) {
                refusal = head;
            }
            if (message instanceof HttpContent piece) {
                take(piece.content());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
        if (message instanceof LastHttpContent
                && !(message instanceof HttpResponse head && ConnectionState.isInterim(head))) {
            end(promise);
        } else {
            promise.trySuccess();
        }
    }

    private static boolean isStream(HttpResponse head) {
        return head.status().code() == OK
                && head.headers().get(HttpHeaderNames.CONTENT_TYPE, "").startsWith("text/event-stream");
    }

    private void take(ByteBuf content) {
        if (refusal == null) {
            events(content);
        } else {
            refusalBody = refusalBody == null ? Unpooled.buffer() : refusalBody;
            refusalBody.writeBytes(content);
        }
    }

    /** Writes the events of a piece into one buffer, each in its own frame: a delta costs no object. */
    private void events(ByteBuf content) {
        int from = content.readerIndex();
        int end = content.writerIndex();
        ByteBuf frames = socket.alloc().buffer(end - from + FRAME_HEAD);
        while (from < end) {
            int lineEnd = content.indexOf(from, end, (byte) '\n');
            int to = lineEnd < 0 ? end : lineEnd;
            if (begins(content, from, to, DATA)) {
                int json = from + DATA.length;
                if (!begins(content, json, to, DONE)) {
                    frame(frames, content, json, to - json);
                }
            } else if (begins(content, from, to, FAILED)) {
                failed = true;
            }
            from = to + 1;
        }
        write(frames);
    }

    private static boolean begins(ByteBuf content, int from, int to, byte[] prefix) {
        if (to - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (content.getByte(from + i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Appends a whole text message in one frame (RFC 6455, 5.2), with the lane as the first member of the object. */
    private void frame(ByteBuf to, ByteBuf json, int from, int length) {
        int skipped = lane.length == 0 ? 0 : 1;
        int bytes = lane.length + length - skipped;
        to.writeByte(FINAL_TEXT);
        if (bytes < TWO_BYTES_FOLLOW) {
            to.writeByte(bytes);
        } else if (bytes <= MOST_IN_TWO_BYTES) {
            to.writeByte(TWO_BYTES_FOLLOW).writeShort(bytes);
        } else {
            to.writeByte(EIGHT_BYTES_FOLLOW).writeLong(bytes);
        }
        to.writeBytes(lane).writeBytes(json, from + skipped, length - skipped);
    }

    private void write(ByteBuf frames) {
        if (frames.isReadable()) {
            // The encoder forwards bytes unchanged: these are frames.
            written = socket.write(frames);
        } else {
            frames.release();
        }
    }

    private void end(ChannelPromise promise) {
        HttpResponse head = refusal;
        if (head != null) {
            failed = true;
            byte[] message = JsonTrees.usual().write(refused(head));
            ByteBuf frames = socket.alloc().buffer(message.length + lane.length + FRAME_HEAD);
            frame(frames, Unpooled.wrappedBuffer(message), 0, message.length);
            write(frames);
        }
        ChannelFuture last = written == null ? socket.newSucceededFuture() : written;
        last.addListener(sent -> {
            if (sent.isSuccess()) {
                promise.trySuccess();
            } else {
                promise.tryFailure(sent.cause());
            }
        });
        ended.accept(failed, last);
    }

    private ObjectNode refused(HttpResponse head) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("type", "error").put("status", head.status().code());
        ByteBuf body = refusalBody;
        if (body != null) {
            error.set(
                    "error", JsonTrees.usual().read(ByteBufUtil.getBytes(body)).path("error"));
        }
        ObjectNode shown = error.putObject("headers");
        HttpHeaders headers = head.headers();
        for (CharSequence name : SHOWN_HEADERS) {
            if (headers.contains(name)) {
                shown.put(name.toString(), headers.get(name));
            }
        }
        return error;
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        socket.flush();
    }
}
