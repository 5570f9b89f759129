package dev.airelay.emulator.http;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The handlers of one connection, in order: TLS, HTTP, keep-alive, whole requests, compression of WebSockets, responses. */
public final class EmulatorPipeline extends ChannelInitializer<SocketChannel> {
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int MAX_BODY_BYTES = 256 * 1024 * 1024;

    private final Endpoint routes;
    private final RequestRecorder recorder;
    private final AtomicInteger openStreams;
    private final ChannelGroup connections;
    private final @Nullable SslContext tls;

    /**
     * A pipeline whose requests {@code routes} answers.
     *
     * @param openStreams counts the responses being streamed
     * @param tls lets clients choose between TLS and plain connections; null accepts plain ones alone
     */
    public EmulatorPipeline(
            Endpoint routes,
            RequestRecorder recorder,
            AtomicInteger openStreams,
            ChannelGroup connections,
            @Nullable SslContext tls) {
        this.routes = routes;
        this.recorder = recorder;
        this.openStreams = openStreams;
        this.connections = connections;
        this.tls = tls;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        connections.add(channel);
        HttpDecoderConfig config =
                new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADER_BYTES).setMaxInitialLineLength(MAX_HEADER_BYTES);
        if (tls != null) {
            // By the first bytes: control paths stay reachable for programs that do not know the authority.
            channel.pipeline().addLast(new OptionalSslHandler(tls));
        }
        channel.pipeline()
                .addLast(new HttpServerCodec(config))
                .addLast(new HttpServerKeepAliveHandler())
                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                .addLast(new WebSocketServerCompressionHandler(RequestHandler.MAX_MESSAGE_BYTES))
                .addLast(new RequestHandler(routes, recorder, openStreams));
    }
}
