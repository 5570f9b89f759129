package dev.airelay.backend.connect;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The side of a {@link TestProxy} that speaks HTTP CONNECT. */
final class TestConnect extends SimpleChannelInboundHandler<FullHttpRequest> {

    private final TestProxy proxy;

    private TestConnect(TestProxy proxy) {
        this.proxy = proxy;
    }

    static void install(ChannelPipeline pipeline, TestProxy proxy) {
        pipeline.addLast(new HttpServerCodec(), new HttpObjectAggregator(1024), new TestConnect(proxy));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        String target = request.uri();
        int colon = target.lastIndexOf(':');
        if (!request.method().equals(HttpMethod.CONNECT) || colon < 0) {
            answer(context, HttpResponseStatus.METHOD_NOT_ALLOWED);
        } else if (!letsIn(request.headers().get(HttpHeaderNames.PROXY_AUTHORIZATION, ""))) {
            answer(context, HttpResponseStatus.PROXY_AUTHENTICATION_REQUIRED);
        } else if (proxy.refuses(target.substring(0, colon))) {
            answer(context, HttpResponseStatus.FORBIDDEN);
        } else {
            tunnel(context, target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
        }
    }

    private boolean letsIn(String authorization) {
        return proxy.wanted()
                .map(login -> (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8))
                .map(plain ->
                        authorization.equals("Basic " + Base64.getEncoder().encodeToString(plain)))
                .orElse(true);
    }

    private void tunnel(ChannelHandlerContext context, String host, int port) {
        Channel client = context.channel();
        ChannelFuture onward = proxy.connect(client, host, port);
        onward.addListener(connected -> {
            if (connected.isSuccess()) {
                client.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK))
                        .addListener(written -> {
                            client.pipeline().remove(HttpObjectAggregator.class);
                            client.pipeline().remove(HttpServerCodec.class);
                            TestProxy.join(client, onward.channel());
                            client.pipeline().remove(this);
                        });
            } else {
                answer(context, HttpResponseStatus.BAD_GATEWAY);
            }
        });
    }

    private static void answer(ChannelHandlerContext context, HttpResponseStatus status) {
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer("no", StandardCharsets.US_ASCII));
        answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, 2);
        context.writeAndFlush(answer);
    }
}
