package dev.airelay.server.edge;

import dev.airelay.config.ConfigKeys;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.Refusal;
import dev.airelay.server.http.RequestContext;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionUtil;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a connection into a WebSocket: responds to the handshake, then replaces the handlers of HTTP by those of frames.
 * Stateless.
 *
 * <p>Compressed messages are accepted, and decoded up to the size of a body. The relay's own are not compressed: its clients
 * are on the same machine.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4.2">RFC 6455, 4.2 Server-Side Requirements</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7692">RFC 7692, permessage-deflate</a>
 */
final class SocketUpgrade {

    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;
    private static final int MAX_WINDOW = 15;
    private static final int LEVEL = 6;

    /** The handlers that stay: they do not depend on HTTP, or only on earlier requests. */
    private static final List<String> STAYING = List.of("tls", "codec", "connection", "slow-reader", "lingering-close");

    private final OpenConnections connections;
    private final ConnectionSettings edge;
    private final SocketHandler.TurnHandlers turns;

    SocketUpgrade(OpenConnections connections, ConnectionSettings edge, SocketHandler.TurnHandlers turns) {
        this.connections = connections;
        this.edge = edge;
        this.turns = turns;
    }

    /** Responds to a handshake, which is the current request of the connection. */
    void answer(ChannelHandlerContext ctx, ConnectionState connection) {
        RequestContext context = connection.request();
        HttpRequest request = context.head();
        Optional<Refusal> refusal = refusal(request.headers());
        if (refusal.isPresent()) {
            context.errors().of(refusal.get()).writeTo(ctx);
            return;
        }
        Optional<WebSocketServerExtension> deflate = deflate(request.headers());
        ctx.writeAndFlush(new Handshake(deflate).response(request)).addListener(sent -> {
            if (sent.isSuccess()) {
                // Not inside the write: the rest of the request still passes through these handlers.
                ctx.executor().execute(() -> exchangeHandlers(ctx.pipeline(), connection, request, deflate));
            }
        });
    }

    private static Optional<Refusal> refusal(HttpHeaders headers) {
        String version = headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
        if (!VERSION.equals(version)) {
            return Optional.of(Refusal.invalid(
                            426,
                            "websocket_version_not_supported",
                            "The header Sec-WebSocket-Version must be " + VERSION + ", but is "
                                    + (version == null ? "missing." : "'" + version + "'."))
                    .with(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION));
        }
        String key = headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        if (key == null || !isKey(key)) {
            return Optional.of(Refusal.invalid(
                    400,
                    "invalid_websocket_key",
                    "The header Sec-WebSocket-Key must be " + KEY_BYTES + " bytes in Base64."));
        }
        return Optional.empty();
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    private Optional<WebSocketServerExtension> deflate(HttpHeaders headers) {
        String offered = String.join(",", headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
        if (offered.isBlank()) {
            return Optional.empty();
        }
        PerMessageDeflateServerExtensionHandshaker handshaker = new PerMessageDeflateServerExtensionHandshaker(
                LEVEL, true, MAX_WINDOW, true, false, edge.maxBodyBytes());
        return WebSocketExtensionUtil.extractExtensions(offered).stream()
                .map(handshaker::handshakeExtension)
                .filter(taken -> taken != null)
                .findFirst();
    }

    /** Netty's handshake creates the response, but would look for Netty's own codec. */
    private static final class Handshake extends WebSocketServerHandshaker13 {
        private final HttpHeaders extensions = new DefaultHttpHeaders();

        Handshake(Optional<WebSocketServerExtension> deflate) {
            super("", null, WebSocketDecoderConfig.newBuilder().build());
            deflate.map(WebSocketServerExtension::newReponseData)
                    .ifPresent(data -> extensions.set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, text(data)));
        }

        private static String text(WebSocketExtensionData data) {
            StringBuilder text = new StringBuilder(data.name());
            for (Map.Entry<String, String> parameter : data.parameters().entrySet()) {
                text.append("; ").append(parameter.getKey());
                if (parameter.getValue() != null) {
                    text.append('=').append(parameter.getValue());
                }
            }
            return text.toString();
        }

        FullHttpResponse response(HttpRequest request) {
            DefaultFullHttpRequest whole = new DefaultFullHttpRequest(
                    request.protocolVersion(),
                    request.method(),
                    request.uri(),
                    Unpooled.EMPTY_BUFFER,
                    request.headers(),
                    new DefaultHttpHeaders());
            return newHandshakeResponse(whole, extensions);
        }
    }

    private void exchangeHandlers(
            ChannelPipeline pipeline,
            ConnectionState connection,
            HttpRequest request,
            Optional<WebSocketServerExtension> deflate) {
        if (!pipeline.channel().isActive()) {
            return;
        }
        WebSocketDecoderConfig frames = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(edge.maxBodyBytes())
                .expectMaskedFrames(true)
                .allowExtensions(deflate.isPresent())
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
        connections.upgraded(pipeline.channel());
        pipeline.get(LingeringCloseHandler.class).isSocket();
        for (String name : pipeline.names()) {
            if (!STAYING.contains(name) && pipeline.get(name) != null) {
                pipeline.remove(name);
            }
        }
        SocketIntake intake = new SocketIntake(edge.config().get(ConfigKeys.BODY_TIMEOUT), edge.memory());
        pipeline.addAfter("codec", "frame-encoder", new WebSocket13FrameEncoder(false));
        pipeline.addAfter("codec", "frame-decoder", new WebSocket13FrameDecoder(frames));
        pipeline.addBefore("codec", "arrivals", intake.arrivals());
        // No encoder: the relay's own messages are sent uncompressed, which the extension allows for each.
        deflate.ifPresent(extension -> pipeline.addLast("deflate", extension.newExtensionDecoder()));
        pipeline.addLast("intake", intake);
        pipeline.addLast("utf8", new Utf8FrameValidator(false));
        pipeline.addLast("message", new WebSocketFrameAggregator(edge.maxBodyBytes()));
        pipeline.addLast("socket", new SocketHandler(connection, request, edge, turns));
        // Last: messages that the client has already sent are delivered.
        pipeline.remove("codec");
    }
}
