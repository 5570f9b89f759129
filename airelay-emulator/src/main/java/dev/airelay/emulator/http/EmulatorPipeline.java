package dev.airelay.emulator.http;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import java.util.concurrent.atomic.AtomicInteger;

/** The handlers of one connection, in order: HTTP, keep-alive, whole requests, compression of WebSockets, responses. */
public final class EmulatorPipeline extends ChannelInitializer<SocketChannel> {
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int MAX_BODY_BYTES = 256 * 1024 * 1024;

    private final Endpoint routes;
    private final RequestRecorder recorder;
    private final AtomicInteger openStreams;
    private final ChannelGroup connections;

    /** A pipeline whose requests {@code routes} answers; {@code openStreams} counts the responses being streamed. */
    public EmulatorPipeline(
            Endpoint routes, RequestRecorder recorder, AtomicInteger openStreams, ChannelGroup connections) {
        this.routes = routes;
        this.recorder = recorder;
        this.openStreams = openStreams;
        this.connections = connections;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        connections.add(channel);
        HttpDecoderConfig config =
                new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADER_BYTES).setMaxInitialLineLength(MAX_HEADER_BYTES);
        channel.pipeline()
                .addLast(new HttpServerCodec(config))
                .addLast(new HttpServerKeepAliveHandler())
                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                .addLast(new WebSocketServerCompressionHandler(RequestHandler.MAX_MESSAGE_BYTES))
                .addLast(new RequestHandler(routes, recorder, openStreams));
    }
}
