package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketClientCompressionHandler;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that compresses its messages, which the JDK's cannot. */
class CompressedSocketTest {
    private static final int MAX_BODY_BYTES = 1_000_000;

    @TempDir
    Path dataDir;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final CompletableFuture<String> extensions = new CompletableFuture<>();
    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir, Map.of("server.max_body_bytes", String.valueOf(MAX_BODY_BYTES)));
    }

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
        relay.close();
    }

    private Channel open() throws Exception {
        WebSocketClientHandshaker handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                URI.create("ws://127.0.0.1:" + relay.port() + RunningRelay.RESPONSES),
                WebSocketVersion.V13,
                null,
                true,
                new DefaultHttpHeaders().set("authorization", "Bearer " + RunningRelay.TOKEN));
        Channel channel = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        opened.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(8192),
                                        new WebSocketClientCompressionHandler(MAX_BODY_BYTES),
                                        new Client(handshaker));
                    }
                })
                .connect("127.0.0.1", relay.port())
                .sync()
                .channel();
        extensions.get(RunningRelay.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        return channel;
    }

    private final class Client extends SimpleChannelInboundHandler<Object> {
        private final WebSocketClientHandshaker handshaker;

        Client(WebSocketClientHandshaker handshaker) {
            this.handshaker = handshaker;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            handshaker.handshake(ctx.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            extensions.completeExceptionally(cause);
            closed.completeExceptionally(cause);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Object message) {
            if (message instanceof FullHttpResponse response) {
                handshaker.finishHandshake(ctx.channel(), response);
                extensions.complete(response.headers().get("sec-websocket-extensions", ""));
            } else if (message instanceof TextWebSocketFrame text) {
                messages.add(text.text());
            } else if (message instanceof CloseWebSocketFrame close) {
                closed.complete(close.statusCode());
            } else {
                assertThat(message).isInstanceOf(WebSocketFrame.class);
            }
        }
    }

    private String next() throws InterruptedException {
        String message = messages.poll(RunningRelay.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(message).as("a message").isNotNull();
        return message;
    }

    private static String create(String input) {
        return "{\"type\": \"response.create\", \"model\": \"gpt-5.5\", \"input\": \"" + input + "\"}";
    }

    @Test
    void compressedMessagesAreTakenOneAfterTheOther() throws Exception {
        Channel socket = open();

        for (int i = 0; i < 3; i++) {
            String input = "number " + i + " " + "x".repeat(2000);
            socket.writeAndFlush(new TextWebSocketFrame(create(input))).sync();
            String message = next();
            while (!message.contains("response.completed")) {
                message = next();
            }
            assertThat(message).contains(input);
        }

        assertThat(extensions.join()).startsWith("permessage-deflate");
    }

    @Test
    void messageThatUnpacksToMoreThanABodyEndsTheSocket() throws Exception {
        Channel socket = open();

        socket.writeAndFlush(new TextWebSocketFrame(create("x".repeat(50_000_000))));

        assertThat(next()).contains("\"status\":413", "server.max_body_bytes");
        assertThat(closed.get(RunningRelay.LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                .isEqualTo(1009);
    }
}
