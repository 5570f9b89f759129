package dev.airelay.server;

import dev.airelay.auth.CredentialSource;
import dev.airelay.backend.CodexClient;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.RelayTokenSource;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A running relay: the listener, its connections and its upstream client; the composition root.
 *
 * <p>Safe for concurrent use. Whoever starts it closes it.
 */
public final class RelayServer implements AutoCloseable {

    private final RelayConfig config;
    private final EventLoopGroup loops;
    private final ExecutorService blockingWork;
    private final CodexClient upstream;
    private final OpenConnections connections = new OpenConnections();
    private final Channel listener;

    private RelayServer(LoadedConfig loaded, RelayTokenSource token, CredentialSource credentials) {
        config = loaded.config();
        loops = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("airelay-loop"),
                NioIoHandler.newFactory());
        blockingWork = Executors.newFixedThreadPool(2, new DefaultThreadFactory("airelay-work", true));
        upstream = new CodexClient(
                UpstreamSettings.options(config.upstream()),
                UpstreamSettings.outbound(config.upstream()),
                credentials,
                InstantSource.system(),
                blockingWork);
        listener = bind(pipeline(loaded, token));
    }

    /**
     * Starts a relay that answers when this returns.
     *
     * @param loaded the settings
     * @param token the relay token that clients must present
     * @param credentials the upstream session
     * @throws ListenException when the address cannot be listened on; nothing is left running then
     */
    public static RelayServer start(LoadedConfig loaded, RelayTokenSource token, CredentialSource credentials) {
        return new RelayServer(loaded, token, credentials);
    }

    /** Returns the port in use, which differs from the configured one when that is 0. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Returns what clients on this machine use as base URL, ending in {@code /v1}. */
    public URI clientBaseUrl() {
        return config.server().clientBaseUrl(port());
    }

    /**
     * Waits until the relay has been closed.
     *
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public void awaitClosed() throws InterruptedException {
        listener.closeFuture().await();
        loops.terminationFuture().await();
    }

    /** Stops listening, closes every connection and ends the threads. Idempotent. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.closeAll().awaitUninterruptibly();
        upstream.close();
        release();
    }

    private void release() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
        blockingWork.shutdown();
    }

    private RelayPipeline pipeline(LoadedConfig loaded, RelayTokenSource token) {
        Supplier<String> ids = new RandomIds(new SecureRandom());
        int maxBodyBytes = Math.toIntExact(config.server().maxBodyBytes());
        GenerationContexts contexts = new GenerationContexts(
                config.compatibility().strictParameters(),
                config.upstream().minimalInstructions(),
                ids,
                InstantSource.system());
        RouteTable routes = Routes.table(
                contexts,
                new JsonBody(maxBodyBytes),
                upstream,
                served -> new RelayStatusEndpoint(loaded, token, served));
        return new RelayPipeline(connections, ids, TokenAccess.of(config.security(), token), routes, maxBodyBytes);
    }

    private Channel bind(RelayPipeline pipeline) {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(pipeline)
                .bind(config.server().host(), config.server().port())
                .awaitUninterruptibly();
        if (bound.isSuccess()) {
            return bound.channel();
        }
        upstream.close();
        release();
        throw new ListenException(refusal(config.server(), bound.cause()), bound.cause());
    }

    private static String refusal(RelayConfig.Server server, Throwable cause) {
        String address = server.host() + ":" + server.port();
        return cause instanceof BindException
                ? "cannot listen on " + address + ": " + cause.getMessage()
                        + ". Stop the program that uses the port, or choose another with --port (0 takes any free one)."
                : "cannot listen on " + address + ": " + cause + ". Check server.host.";
    }
}
