package dev.airelay.server.edge;

import dev.airelay.server.http.ErrorResponses;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes requests, and marks those as failed that an intermediary may have parsed differently: with both lengths, with a
 * transfer coding other than chunked, with folded header lines, with a request line that is not three words separated by
 * single spaces. Such a message may hide a second one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-11.2">RFC 9112, 11.2 Request Smuggling</a>
 */
final class StrictRequestDecoder extends HttpRequestDecoder {

    private static final String REQUEST_LINE =
            "The request line must be a method, a target and a protocol, with one space between each.";
    private static final int SPACES = 2;

    private final Consumer<HttpRequest> heads;
    private boolean inHead = true;
    private boolean inRequestLine = true;
    private boolean requestLineBegun;
    private int spaces;
    private byte lastByte;
    private @Nullable String fault;

    /**
     * Creates a decoder.
     *
     * @param heads receives the head of each request, in order, for the encoder of the responses
     */
    StrictRequestDecoder(HttpDecoderConfig limits, Consumer<HttpRequest> heads) {
        super(limits);
        this.heads = heads;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        int from = in.readerIndex();
        int had = out.size();
        boolean head = inHead;
        super.decode(ctx, in, out);
        if (head) {
            // The call that completes a head ends with it, so these bytes contain nothing of a body.
            lookAtHead(in, from);
        }
        for (int at = had; at < out.size(); at++) {
            Object message = out.get(at);
            if (message instanceof HttpRequest request) {
                begun(request);
            }
            if (message instanceof LastHttpContent) {
                inHead = true;
                inRequestLine = true;
                requestLineBegun = false;
                spaces = 0;
                lastByte = 0;
            }
        }
    }

    private void lookAtHead(ByteBuf in, int from) {
        for (int at = from; at < in.readerIndex(); at++) {
            byte next = in.getByte(at);
            if (inRequestLine) {
                lookAtRequestLine(next);
            } else if (lastByte == '\n' && (next == ' ' || next == '\t')) {
                fault = "A header line must not be continued on the next line.";
            }
            lastByte = next;
        }
    }

    /** Netty accepts any white space as a space, and more than one. Empty lines before the request line do no harm. */
    private void lookAtRequestLine(byte next) {
        if (next == '\n') {
            inRequestLine = !requestLineBegun;
            if (requestLineBegun && spaces != SPACES) {
                fault = REQUEST_LINE;
            }
        } else if (next != '\r') {
            requestLineBegun = true;
            spaces += next == ' ' ? 1 : 0;
            if (lastByte == '\r' || (next >= 0 && next < ' ')) {
                fault = REQUEST_LINE;
            }
        }
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        String version = initialLine[2];
        if (!version.equals(version.toUpperCase(Locale.ROOT))) {
            fault = "The protocol in the request line must be HTTP/1.1 or HTTP/1.0, in capital letters.";
        }
        return super.createMessage(initialLine);
    }

    private void begun(HttpRequest request) {
        inHead = false;
        heads.accept(request);
        String wrong = fault;
        fault = null;
        if (wrong == null) {
            wrong = wrongFraming(request).orElse(null);
        }
        if (wrong != null && request.decoderResult().isSuccess()) {
            request.setDecoderResult(DecoderResult.failure(ErrorResponses.malformed(wrong)));
        }
    }

    private static Optional<String> wrongFraming(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return Optional.of("The relay supports only HTTP/1.1 and HTTP/1.0.");
        }
        if (codings.isEmpty()) {
            return Optional.empty();
        }
        if (version.equals(HttpVersion.HTTP_1_0)) {
            return Optional.of("HTTP/1.0 does not support Transfer-Encoding.");
        }
        return codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0))
                ? Optional.empty()
                : Optional.of("Transfer-Encoding must be chunked and nothing else.");
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        super.handleTransferEncodingChunkedWithContentLength(message);
        fault = "A request must not have both Transfer-Encoding and Content-Length.";
    }
}
