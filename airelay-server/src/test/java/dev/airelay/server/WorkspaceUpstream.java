package dev.airelay.server;

import dev.airelay.emulator.Emulator;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An upstream that answers the question where requests belong as the test says, and generations with an empty turn. */
final class WorkspaceUpstream implements AutoCloseable {
    static final String ACCOUNT = Emulator.accountId();
    private static final String TURN = """
            data: {"type":"response.created","response":{"id":"resp_1","status":"in_progress"}}

            data: {"type":"response.completed","response":{"id":"resp_1","status":"completed","output":[]}}

            """;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<String> generations = new CopyOnWriteArrayList<>();
    private final Channel listener;
    private final int status;
    private final String accounts;

    private WorkspaceUpstream(int status, String accounts) throws InterruptedException {
        this.status = status;
        this.accounts = accounts;
        listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20), new Answering());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    /** An upstream whose signed-in account has these constraints. */
    static WorkspaceUpstream of(String origin, String override) throws InterruptedException {
        return answering(
                200,
                "{\"accounts\":[{\"id\":\"ME\",\"workspace_backend_origin\":\"" + origin
                        + "\",\"account_routing_override\":\"" + override + "\"}]}");
    }

    /** An upstream that answers the question with this; {@code ME} stands for the signed-in account. */
    static WorkspaceUpstream answering(int status, String body) throws InterruptedException {
        return new WorkspaceUpstream(status, body.replace("\"ME\"", "\"" + ACCOUNT + "\""));
    }

    String baseUrl() {
        return "http://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort() + "/backend-api/codex";
    }

    /** The routing override of each generation so far; empty for none. */
    List<String> generations() {
        return generations;
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Answering extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            if (request.uri().endsWith("/wham/accounts/check")) {
                answer(context, status, "application/json", accounts);
            } else if (request.uri().endsWith("/responses")) {
                generations.add(request.headers().get("x-openai-account-routing-override", ""));
                answer(context, 200, "text/event-stream", TURN);
            } else {
                answer(context, 404, "application/json", "{}");
            }
        }

        private static void answer(ChannelHandlerContext context, int status, String type, String body) {
            var answer = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(status),
                    Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
            answer.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes());
            context.writeAndFlush(answer);
        }
    }
}
