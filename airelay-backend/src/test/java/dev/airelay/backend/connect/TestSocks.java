package dev.airelay.backend.connect;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.socksx.v5.DefaultSocks5CommandResponse;
import io.netty.handler.codec.socksx.v5.DefaultSocks5InitialResponse;
import io.netty.handler.codec.socksx.v5.DefaultSocks5PasswordAuthResponse;
import io.netty.handler.codec.socksx.v5.Socks5AddressType;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequest;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequest;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5Message;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequest;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthStatus;
import io.netty.handler.codec.socksx.v5.Socks5ServerEncoder;

/** The side of a {@link TestProxy} that speaks SOCKS5. */
final class TestSocks extends SimpleChannelInboundHandler<Socks5Message> {

    private static final String DECODER = "decoder";
    private static final String ENCODER = "encoder";

    private final TestProxy proxy;

    private TestSocks(TestProxy proxy) {
        this.proxy = proxy;
    }

    static void install(ChannelPipeline pipeline, TestProxy proxy) {
        pipeline.addLast(ENCODER, Socks5ServerEncoder.DEFAULT)
                .addLast(DECODER, new Socks5InitialRequestDecoder())
                .addLast(new TestSocks(proxy));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Socks5Message message) {
        ChannelPipeline pipeline = context.pipeline();
        if (message instanceof Socks5InitialRequest offer) {
            Socks5AuthMethod method = proxy.wanted().isPresent() ? Socks5AuthMethod.PASSWORD : Socks5AuthMethod.NO_AUTH;
            boolean agreed = offer.authMethods().contains(method);
            pipeline.replace(
                    DECODER,
                    DECODER,
                    proxy.wanted().isPresent()
                            ? new Socks5PasswordAuthRequestDecoder()
                            : new Socks5CommandRequestDecoder());
            context.writeAndFlush(new DefaultSocks5InitialResponse(agreed ? method : Socks5AuthMethod.UNACCEPTED));
        } else if (message instanceof Socks5PasswordAuthRequest shown) {
            boolean known = proxy.wanted()
                    .filter(login -> login.user().equals(shown.username())
                            && login.password().equals(shown.password()))
                    .isPresent();
            pipeline.replace(DECODER, DECODER, new Socks5CommandRequestDecoder());
            context.writeAndFlush(new DefaultSocks5PasswordAuthResponse(
                    known ? Socks5PasswordAuthStatus.SUCCESS : Socks5PasswordAuthStatus.FAILURE));
        } else if (message instanceof Socks5CommandRequest command) {
            command(context, command);
        }
    }

    private void command(ChannelHandlerContext context, Socks5CommandRequest command) {
        if (proxy.refuses(command.dstAddr())) {
            context.writeAndFlush(answer(Socks5CommandStatus.FORBIDDEN));
            return;
        }
        Channel client = context.channel();
        ChannelFuture onward = proxy.connect(client, command.dstAddr(), command.dstPort());
        onward.addListener(connected -> {
            if (connected.isSuccess()) {
                client.writeAndFlush(answer(Socks5CommandStatus.SUCCESS)).addListener(written -> {
                    client.pipeline().remove(DECODER);
                    client.pipeline().remove(ENCODER);
                    TestProxy.join(client, onward.channel());
                    client.pipeline().remove(this);
                });
            } else {
                context.writeAndFlush(answer(Socks5CommandStatus.HOST_UNREACHABLE));
            }
        });
    }

    private static DefaultSocks5CommandResponse answer(Socks5CommandStatus status) {
        return new DefaultSocks5CommandResponse(status, Socks5AddressType.IPv4, "0.0.0.0", 0);
    }
}
