package dev.airelay.server;

import dev.airelay.auth.CredentialSource;
import dev.airelay.backend.CodexClient;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.RelayTokenSource;
import dev.airelay.security.Admission;
import dev.airelay.security.ClientAddressSource;
import dev.airelay.security.HostGuard;
import dev.airelay.security.OriginGuard;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * A running relay: the listener, its connections and its upstream client; the composition root.
 *
 * <p>Safe for concurrent use. Whoever starts it closes it.
 */
public final class RelayServer implements AutoCloseable {

    private final RelayConfig config;
    private final RelayThreads threads;
    private final CodexClient upstream;
    private final RelayStorage storage;
    private final OpenConnections connections = new OpenConnections();
    private final Channel listener;

    private RelayServer(
            RelayThreads threads, LoadedConfig loaded, RelayTokenSource token, CredentialSource credentials) {
        this.threads = threads;
        config = loaded.config();
        if (config.openToOtherMachines()) {
            throw new IllegalArgumentException("security.require_bearer_auth must be true while server.host is "
                    + config.server().host() + ", which other machines can reach");
        }
        upstream = new CodexClient(
                UpstreamSettings.options(config.upstream()),
                UpstreamSettings.outbound(config.upstream()),
                credentials,
                InstantSource.system(),
                threads.blockingWork());
        storage = RelayStorage.open(config);
        // Last: before it the store is open, and the threads, which start() releases when this throws.
        try {
            listener = bind(pipeline(loaded, token, credentials));
        } catch (RuntimeException failed) {
            storage.close();
            throw failed;
        }
        storage.sweepHourly(threads);
    }

    /**
     * Starts a relay that answers when this returns.
     *
     * @param loaded the settings
     * @param token the relay token that clients must present
     * @param credentials the upstream session
     * @throws IllegalArgumentException when no token is asked for on an address that other machines can reach; {@link
     *     dev.airelay.config.ConfigLoader} refuses such settings before
     * @throws StorageException when the data directory cannot be used; nothing is left running then
     * @throws ListenException when the address cannot be listened on; nothing is left running then
     */
    public static RelayServer start(LoadedConfig loaded, RelayTokenSource token, CredentialSource credentials) {
        return start(RelayThreads.open(), loaded, token, credentials);
    }

    /** As the public method, with threads that become the relay's: released when it closes or does not start. */
    static RelayServer start(
            RelayThreads threads, LoadedConfig loaded, RelayTokenSource token, CredentialSource credentials) {
        try {
            return new RelayServer(threads, loaded, token, credentials);
        } catch (RuntimeException failed) {
            threads.releaseNow();
            throw failed;
        }
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
        threads.loops().terminationFuture().await();
    }

    /** Stops listening, closes every connection and ends the threads. Idempotent. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.closeAll().awaitUninterruptibly();
        upstream.close();
        threads.release();
        threads.awaitBlockingWork();
        storage.close();
    }

    private RelayPipeline pipeline(LoadedConfig loaded, RelayTokenSource token, CredentialSource credentials) {
        Supplier<String> ids = new RandomIds(new SecureRandom());
        int maxBodyBytes = Math.toIntExact(config.server().maxBodyBytes());
        JsonBody bodies = new JsonBody(maxBodyBytes);
        BackgroundRuns runs = new BackgroundRuns();
        UpstreamKnowledge knowledge = UpstreamKnowledge.of(config.models(), upstream, credentials, threads.loops());
        GenerationContexts contexts = new GenerationContexts(
                TranslationChoices.of(config), knowledge.models()::directory, ids, InstantSource.system());
        GenerationSupport generations = new GenerationSupport(
                contexts,
                bodies,
                new GenerationCalls(
                        upstream,
                        new RetryPolicy(
                                config.upstream().retries(),
                                () -> ThreadLocalRandom.current().nextDouble()),
                        knowledge.news(),
                        InstantSource.system()),
                new FailureAnswers(knowledge.limits(), InstantSource.system()),
                new LocalMemory(storage.store(), runs, threads.blockingWork()));
        RouteTable routes = Routes.table(
                generations,
                new InputTokensEndpoint.Counting(new TokenCounter(), threads.blockingWork()),
                new ModelsEndpoint(knowledge.models(), TranslationChoices.furtherModels(config.models())),
                new SubscriptionEndpoint(knowledge.usage(), knowledge.limits(), InstantSource.system()),
                StorageRoutes.of(storage, runs, contexts, bodies, threads.blockingWork()),
                served -> new RelayStatusEndpoint(
                        loaded, token, credentials, knowledge.models(), this::storageUsage, served));
        knowledge.models().warmUp();
        // Loading it touches files, which the loop of the first client that needs it must not wait for.
        threads.blockingWork().execute(ZstdLibrary::available);
        return new RelayPipeline(connections, ids, hosts(), pages(), door(token), routes, maxBodyBytes);
    }

    private OriginGuard pages() {
        return new OriginGuard(config.security().allowedOrigins(), CorsHandler.EXPOSED);
    }

    private HostGuard hosts() {
        RelayConfig.Security security = config.security();
        return new HostGuard(config.server().loopback(), security.allowedHosts(), security.allowedOrigins());
    }

    private Door door(RelayTokenSource token) {
        RelayConfig.Security security = config.security();
        return new Door(
                new Admission(AdmissionSettings.limits(security.limits()), System::nanoTime),
                new ClientAddressSource(AdmissionSettings.proxies(security)),
                TokenAccess.of(security, token));
    }

    private CompletionStage<ObjectNode> storageUsage() {
        return CompletableFuture.supplyAsync(storage::usage, threads.blockingWork());
    }

    private Channel bind(RelayPipeline pipeline) {
        ChannelFuture bound = new ServerBootstrap()
                .group(threads.loops())
                .channel(NioServerSocketChannel.class)
                .childHandler(pipeline)
                .bind(config.server().host(), config.server().port())
                .awaitUninterruptibly();
        if (bound.isSuccess()) {
            return bound.channel();
        }
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
