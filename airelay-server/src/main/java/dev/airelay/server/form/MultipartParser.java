package dev.airelay.server.form;

import dev.airelay.base.LogSafeText;
import dev.airelay.server.http.HeaderValue;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * Parses a {@code multipart/form-data} body incrementally, in pieces of any size.
 *
 * <pre>
 *   PREAMBLE → delimiter → BORDER → HEADERS → CONTENT → delimiter → BORDER → ... → EPILOGUE
 * </pre>
 *
 * <p>Only the headers of one part are buffered; contents are forwarded. For one thread at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
public final class MultipartParser {

    private static final int MAX_PARTS = 100;
    private static final int MAX_BOUNDARY_CHARS = 200;

    /** Receives the parts, in order. An exception ends the parsing. */
    public interface Listener {

        /** A part begins. */
        void part(PartHead head);

        /** Some content of the part, to be released. */
        void content(ByteBuf piece);

        /** The part is complete. */
        void partEnd();
    }

    private enum State {
        PREAMBLE,
        BORDER,
        HEADERS,
        CONTENT,
        EPILOGUE
    }

    private final Listener listener;
    private final DelimiterScanner delimiter;
    private final PartHeaders headers = new PartHeaders();
    private State state = State.PREAMBLE;
    private int parts;

    private MultipartParser(String boundary, Listener listener) {
        this.delimiter = new DelimiterScanner(boundary);
        this.listener = listener;
    }

    /**
     * Creates a parser for a body.
     *
     * @param contentType of the request
     * @throws RequestRejected with 415 if it is not that of a form
     */
    public static MultipartParser of(Optional<String> contentType, Listener listener) {
        HeaderValue type = HeaderValue.parse(contentType.orElse(""));
        Optional<String> boundary = type.parameter("boundary")
                .filter(text -> !text.isEmpty() && text.length() <= MAX_BOUNDARY_CHARS)
                .filter(text -> text.chars().allMatch(unit -> unit >= ' ' && unit <= '~'));
        if (!type.value().equals("multipart/form-data") || boundary.isEmpty()) {
            throw new RequestRejected(
                    415,
                    new ApiError(
                            "Content-Type " + LogSafeText.of(contentType.orElse("(none)"))
                                    + " is not supported here. Send multipart/form-data with a boundary.",
                            ApiError.INVALID_REQUEST,
                            null,
                            "unsupported_content_type"));
        }
        return new MultipartParser(boundary.get(), listener);
    }

    /** Returns the rejection of an invalid form; {@code what} is a clause that says why. */
    public static RequestRejected malformed(String what) {
        String message = "The request body is not valid multipart/form-data: " + what + ".";
        return new RequestRejected(400, new ApiError(message, ApiError.INVALID_REQUEST, null, "invalid_multipart"));
    }

    /**
     * Parses the next piece, which the caller still owns.
     *
     * @throws RequestRejected when the body is malformed
     */
    public void accept(ByteBuf piece) {
        while (piece.isReadable()) {
            switch (state) {
                case PREAMBLE -> {
                    if (delimiter.scan(piece, ByteBuf::release)) {
                        state = State.BORDER;
                    }
                }
                case BORDER -> headers.line(piece).ifPresent(this::border);
                case HEADERS -> headers.line(piece).ifPresent(this::header);
                case CONTENT -> {
                    if (delimiter.scan(piece, listener::content)) {
                        listener.partEnd();
                        state = State.BORDER;
                    }
                }
                case EPILOGUE -> piece.skipBytes(piece.readableBytes());
            }
        }
    }

    private void border(String line) {
        if (line.startsWith("--")) {
            state = State.EPILOGUE;
        } else if (line.isEmpty()) {
            parts++;
            if (parts > MAX_PARTS) {
                throw malformed("it has more than " + MAX_PARTS + " parts");
            }
            state = State.HEADERS;
        } else {
            throw malformed("a boundary line contains extra text");
        }
    }

    private void header(String line) {
        if (line.isEmpty()) {
            listener.part(headers.finish());
            state = State.CONTENT;
        } else {
            headers.header(line);
        }
    }

    /**
     * Ends the body.
     *
     * @throws RequestRejected if the body is incomplete
     */
    public void end() {
        boolean closed = state == State.EPILOGUE
                || (state == State.BORDER && headers.unfinished().startsWith("--"));
        if (!closed) {
            throw malformed("it ends before its closing boundary");
        }
    }
}
