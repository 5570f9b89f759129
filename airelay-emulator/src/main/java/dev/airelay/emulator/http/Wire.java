package dev.airelay.emulator.http;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.Transport.Coding;
import dev.airelay.emulator.http.Transport.Place;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one response is written to its connection: as HTTP, or as frames of a WebSocket. The player decides when, and
 * flushes. Runs on the connection's event loop alone.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write ends in channelInactive
sealed interface Wire {
    /** Writes what precedes the events, or the whole of a response without events. */
    void head();

    /** The bytes of an event, not yet written. */
    ByteBuf encode(StreamEvent event);

    /** Writes a part of an event's bytes. */
    void piece(ByteBuf bytes, boolean first, boolean last);

    /** Writes a keep-alive that is not an event. */
    void comment();

    /** Writes the end of the response. */
    void end();

    /** Whether the connection is closed behind the response. */
    default boolean closes() {
        return false;
    }

    /** Status line, headers and chunks; or the handshake of a WebSocket. */
    final class OfHttp implements Wire {
        private final ChannelHandlerContext context;
        private final IncomingRequest request;
        private final ScriptedResponse response;
        private final Coding coding;
        private final @Nullable Compressor compressor;

        OfHttp(ChannelHandlerContext context, IncomingRequest request, ScriptedResponse response) {
            this.context = context;
            this.request = request;
            this.response = response;
            Coding wanted = response.transport().coding();
            coding = wanted == Coding.NEGOTIATED
                    ? Compressor.negotiated(request.header(HttpHeaderNames.ACCEPT_ENCODING.toString()))
                    : wanted;
            boolean empty = response.isSocket()
                    || (response.body() instanceof ScriptedResponse.Whole whole && whole.bytes().length == 0);
            compressor = empty || coding == Coding.IDENTITY ? null : new Compressor(coding);
        }

        @Override
        public void head() {
            if (response.isSocket()) {
                handshake();
                return;
            }
            HttpResponse head =
                    new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
            addHeaders(head.headers());
            if (compressor != null) {
                head.headers().set(HttpHeaderNames.CONTENT_ENCODING, coding.wireName());
            }
            if (response.body() instanceof ScriptedResponse.Whole whole) {
                ByteBuf bytes = compressor == null
                        ? Unpooled.wrappedBuffer(whole.bytes())
                        : Unpooled.wrappedBuffer(compressor.flushed(whole.bytes()), compressor.finished());
                head.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.readableBytes());
                context.write(head);
                boolean cut = response.transport().stop().cuts(Place.EVENT);
                context.write(new DefaultHttpContent(cut ? bytes.readSlice(bytes.readableBytes() / 2) : bytes));
            } else {
                HttpUtil.setTransferEncodingChunked(head, true);
                context.writeAndFlush(head);
            }
        }

        private void handshake() {
            HttpHeaders headers = new DefaultHttpHeaders();
            addHeaders(headers);
            DefaultFullHttpRequest upgrade = new DefaultFullHttpRequest(
                    HttpVersion.HTTP_1_1,
                    HttpMethod.GET,
                    request.target(),
                    Unpooled.EMPTY_BUFFER,
                    request.headers(),
                    EmptyHttpHeaders.INSTANCE);
            WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                    .maxFramePayloadLength(RequestHandler.MAX_MESSAGE_BYTES)
                    .allowExtensions(true)
                    // The request handler closes, and lets the peer read the reason first.
                    .closeOnProtocolViolation(false)
                    .build();
            context.pipeline().remove(HttpServerKeepAliveHandler.class);
            new WebSocketServerHandshakerFactory(request.target(), null, config)
                    .newHandshaker(upgrade)
                    .handshake(context.channel(), upgrade, headers, context.newPromise());
        }

        private void addHeaders(HttpHeaders headers) {
            response.headers().entries().forEach(entry -> headers.add(entry.getKey(), entry.getValue()));
        }

        @Override
        public ByteBuf encode(StreamEvent event) {
            return coded(format().encode(event));
        }

        private ByteBuf coded(byte[] bytes) {
            return Unpooled.wrappedBuffer(compressor == null ? bytes : compressor.flushed(bytes));
        }

        @Override
        public void piece(ByteBuf bytes, boolean first, boolean last) {
            context.write(new DefaultHttpContent(bytes));
        }

        @Override
        public void comment() {
            context.write(
                    response.isSocket()
                            ? new PingWebSocketFrame()
                            : new DefaultHttpContent(coded(format().encodeComment())));
        }

        @Override
        public void end() {
            if (response.isStream() && compressor != null) {
                context.write(new DefaultHttpContent(Unpooled.wrappedBuffer(compressor.finished())));
            }
            if (!response.isSocket()) {
                context.write(LastHttpContent.EMPTY_LAST_CONTENT);
            }
        }

        private SseFormat format() {
            return response.body() instanceof ScriptedResponse.Events stream ? stream.format() : SseFormat.PLAIN;
        }
    }

    /**
     * One text message for each event, with the event's JSON alone. A response without events becomes an error message
     * with its status and headers, and the socket stays open. Events without a terminal one end with the socket.
     */
    final class OfSocket implements Wire {
        private final ChannelHandlerContext context;
        private final ScriptedResponse response;
        private boolean complete = true;

        OfSocket(ChannelHandlerContext context, ScriptedResponse response) {
            this.context = context;
            this.response = response;
        }

        @Override
        public void head() {
            if (response.body() instanceof ScriptedResponse.Whole whole) {
                context.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(Json.bytes(error(whole.bytes())))));
            }
        }

        private ObjectNode error(byte[] body) {
            ObjectNode frame = Json.object().put("type", "error").put("status", response.status());
            JsonNode json = Json.read(body).orElseGet(Json::object);
            JsonNode error = json.path("error");
            frame.set("error", error.isObject() ? error : plainError(json));
            ObjectNode headers = Json.object();
            for (Map.Entry<String, String> header : response.headers().entries()) {
                if (!header.getKey().equalsIgnoreCase("content-type")) {
                    headers.put(header.getKey(), header.getValue());
                }
            }
            if (!headers.isEmpty()) {
                frame.set("headers", headers);
            }
            return frame;
        }

        /** The framework's {@code {"detail": …}}, or no JSON at all, as an error object. */
        private ObjectNode plainError(JsonNode json) {
            JsonNode detail = json.path("detail");
            String message = detail.isMissingNode()
                    ? HttpResponseStatus.valueOf(response.status()).reasonPhrase()
                    : detail.isString() ? detail.stringValue() : Json.text(detail);
            return Json.object()
                    .put("type", response.status() < 500 ? "invalid_request_error" : "server_error")
                    .put("message", message)
                    .putNull("code")
                    .putNull("param");
        }

        @Override
        public ByteBuf encode(StreamEvent event) {
            complete = event.isTerminal();
            SseFormat format =
                    response.body() instanceof ScriptedResponse.Events stream ? stream.format() : SseFormat.PLAIN;
            return Unpooled.wrappedBuffer(format.encodeJson(event));
        }

        @Override
        public void piece(ByteBuf bytes, boolean first, boolean last) {
            context.write(
                    first ? new TextWebSocketFrame(last, 0, bytes) : new ContinuationWebSocketFrame(last, 0, bytes));
        }

        @Override
        public void comment() {
            context.write(new PingWebSocketFrame());
        }

        @Override
        public boolean closes() {
            return !complete;
        }

        @Override
        public void end() {
            if (closes()) {
                context.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
                        .addListener(ChannelFutureListener.CLOSE);
            }
        }
    }
}
