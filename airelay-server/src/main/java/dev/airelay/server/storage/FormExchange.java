package dev.airelay.server.storage;

import dev.airelay.base.LogSafeText;
import dev.airelay.server.form.MultipartParser;
import dev.airelay.server.form.PartHead;
import dev.airelay.server.http.Callbacks;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.ConnectionState.Hold;
import dev.airelay.server.http.ErrorResponses;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.Parameters;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.server.http.StrictUtf8;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Receives one form: text fields to memory, the file directly to the store. Fields may arrive in any order. While the store
 * cannot keep up, the connection is not read.
 */
final class FormExchange<I> implements Exchange, MultipartParser.Listener, BackpressuredWriter.Receiver {

    /** Limit of all text fields together; real ones have a few dozen bytes. */
    private static final int MAX_FIELD_BYTES = 64 * 1024;

    /** Limit of a form besides its file. */
    static final int MAX_OVERHEAD_BYTES = 1024 * 1024;

    private final ChannelHandlerContext ctx;
    private final ConnectionState connection;
    private final ErrorResponses errors;
    private final FormTarget<I> target;
    private final MultipartParser parser;
    private final BackpressuredWriter<I> line;
    private final Form form = new Form();
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private int fieldBytes;
    private @Nullable PartHead part;

    private FormExchange(RelayRequest request, ChannelHandlerContext ctx, FormTarget<I> target, Executor blocking) {
        this.ctx = ctx;
        this.connection = request.connection();
        this.errors = request.errors();
        this.target = target;
        this.parser =
                MultipartParser.of(Optional.ofNullable(request.headers().get(HttpHeaderNames.CONTENT_TYPE)), this);
        this.line = new BackpressuredWriter<>(target, blocking, ctx.executor(), this);
    }

    /**
     * Starts to receive the form after a request's head.
     *
     * @throws RequestRejected if the head already shows that it cannot be accepted
     */
    static <I> Exchange receive(
            RelayRequest request, ChannelHandlerContext ctx, FormTarget<I> target, Executor blocking) {
        HttpHeaders headers = request.headers();
        String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw rejected(
                    415,
                    "unsupported_content_encoding",
                    "Content-Encoding " + LogSafeText.of(encoding)
                            + " is not supported here. Send the form uncompressed.");
        }
        if (length(headers) - MAX_OVERHEAD_BYTES > target.maxFileBytes()) {
            throw rejected(
                    413,
                    "too_large",
                    "A file may have at most " + target.maxFileBytes()
                            + " bytes. Send less, or raise uploads.max_upload_bytes in the configuration.");
        }
        return new FormExchange<>(request, ctx, target, blocking);
    }

    private static RequestRejected rejected(int status, String code, String message) {
        return new RequestRejected(status, new ApiError(message, ApiError.INVALID_REQUEST, null, code));
    }

    /** The codec has checked that it is a number; a chunked body has none. */
    private static long length(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    @Override
    public void onBody(ByteBuf piece) {
        try {
            parser.accept(piece);
        } finally {
            piece.release();
        }
    }

    @Override
    public void onBodyEnd() {
        parser.end();
        if (form.file().isEmpty()) {
            throw Parameters.missing(target.filePart());
        }
        form.unreadable().ifPresent(name -> {
            throw Parameters.invalid(name, "the text is not valid UTF-8");
        });
        line.finish(target.ending(form));
    }

    @Override
    public void part(PartHead head) {
        part = head;
        if (isFile(head)) {
            if (form.file().isPresent()) {
                throw RequestRejected.badRequest(
                        target.filePart(),
                        "invalid_value",
                        "The form has more than one part '" + target.filePart() + "'.");
            }
            form.file(head);
        }
    }

    private boolean isFile(PartHead head) {
        return head.name().equals(target.filePart());
    }

    @Override
    public void content(ByteBuf piece) {
        if (part != null && isFile(part)) {
            line.write(piece);
            return;
        }
        byte[] bytes = ByteBufUtil.getBytes(piece);
        piece.release();
        fieldBytes += bytes.length;
        if (fieldBytes > MAX_FIELD_BYTES) {
            String name = part == null ? "" : LogSafeText.of(part.name());
            throw MultipartParser.malformed("its text fields are longer than " + MAX_FIELD_BYTES + " bytes at '" + name
                    + "'; the file is expected in the part '" + target.filePart() + "'");
        }
        field.writeBytes(bytes);
    }

    @Override
    public void partEnd() {
        if (part != null && !isFile(part)) {
            String name = part.name();
            StrictUtf8.decode(field.toByteArray())
                    .ifPresentOrElse(text -> form.put(name, text), () -> form.putUnreadable(name));
            field.reset();
        }
        part = null;
    }

    @Override
    public void onFull() {
        connection.hold(Hold.UPLOAD);
    }

    @Override
    public void onDrained() {
        connection.release(Hold.UPLOAD);
    }

    @Override
    public void onFinished(Response answer) {
        answer(answer);
    }

    @Override
    public void onFailure(Throwable cause) {
        Callbacks.guard(ctx, () -> answer(errors.of(cause)));
    }

    /** After an early response, the rest of the body is read and dropped. */
    private void answer(Response answer) {
        onDrained();
        answer.writeTo(ctx);
    }

    @Override
    public void onClientGone() {
        line.abandon();
        onDrained();
    }
}
