package dev.airelay.backend.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second connection takes up the TLS session of the first, which saves the certificates and most of their arithmetic. */
class TlsResumptionTest {
    private static final long LIMIT_SECONDS = 20;

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void secondConnectionTakesUpTheSession(String protocol) throws Exception {
        try (SSLServerSocket server = (SSLServerSocket) Certificates.server(Certificates.leaf("localhost"))
                .getServerSocketFactory()
                .createServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            server.setEnabledProtocols(new String[] {protocol});
            Endpoint endpoint = Endpoint.of(URI.create("https://localhost:" + server.getLocalPort()));
            Connector connector = new Network(
                            new Outbound(Outbound.direct().proxies(), () -> List.of(Certificates.authority())),
                            Duration.ofSeconds(LIMIT_SECONDS),
                            Runnable::run)
                    .connector(endpoint);

            SSLSession first = session(server, connector, loops.next());
            SSLSession second = session(server, connector, loops.next());

            assertThat(second.getProtocol()).isEqualTo(protocol);
            assertThat(second.getCreationTime()).as("of the same session").isEqualTo(first.getCreationTime());
        }
    }

    /** Connects, receives a byte, behind which a session can be taken up, and closes in good order. */
    private static SSLSession session(SSLServerSocket server, Connector connector, EventLoop loop) throws Exception {
        Thread accepting = new Thread(() -> greet(server));
        accepting.start();
        CompletableFuture<Channel> opened = new CompletableFuture<>();
        CompletableFuture<Void> greeted = new CompletableFuture<>();
        loop.execute(() -> connector.connect(loop).addListener(done -> {
            if (!done.isSuccess()) {
                opened.completeExceptionally(done.cause());
                return;
            }
            // At once: the byte may be there already.
            Channel channel = (Channel) done.getNow();
            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                    ReferenceCountUtil.release(message);
                    greeted.complete(null);
                }
            });
            opened.complete(channel);
        }));
        Channel channel = opened.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        greeted.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        SSLSession session = channel.pipeline().get(SslHandler.class).engine().getSession();
        channel.close().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        accepting.join();
        return session;
    }

    private static void greet(SSLServerSocket server) {
        try (SSLSocket accepted = (SSLSocket) server.accept()) {
            accepted.getOutputStream().write('x');
            accepted.getOutputStream().flush();
            while (accepted.getInputStream().read() >= 0) {
                // To the client's close.
            }
        } catch (IOException ended) {
            // The client closes as soon as it has what it wanted.
        }
    }
}
