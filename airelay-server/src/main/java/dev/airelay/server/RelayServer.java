package dev.airelay.server;

import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.call.CodexClient;
import dev.airelay.backend.connect.ZstdLibrary;
import dev.airelay.config.ConfigKey;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.ServerTls;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.security.Admission;
import dev.airelay.security.AdmissionOverview;
import dev.airelay.security.ClientAddressSource;
import dev.airelay.security.CredentialHeader;
import dev.airelay.security.HostGuard;
import dev.airelay.security.OriginGuard;
import dev.airelay.server.account.ModelsEndpoint;
import dev.airelay.server.account.SubscriptionEndpoint;
import dev.airelay.server.edge.ConnectionSettings;
import dev.airelay.server.edge.Drain;
import dev.airelay.server.edge.OpenConnections;
import dev.airelay.server.edge.RelayPipeline;
import dev.airelay.server.generation.BackgroundRuns;
import dev.airelay.server.generation.GenerationContexts;
import dev.airelay.server.generation.GenerationSupport;
import dev.airelay.server.generation.ImageStorage;
import dev.airelay.server.generation.InputTokensEndpoint;
import dev.airelay.server.generation.LocalMemory;
import dev.airelay.server.generation.TokenCounter;
import dev.airelay.server.generation.TranslationChoices;
import dev.airelay.server.generation.WarmUp;
import dev.airelay.server.guard.AdmissionGate;
import dev.airelay.server.guard.AdmissionSettings;
import dev.airelay.server.guard.CorsHandler;
import dev.airelay.server.guard.TokenAccess;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.JsonBody;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.RandomIds;
import dev.airelay.server.http.Route;
import dev.airelay.server.http.RouteTable;
import dev.airelay.server.storage.StorageRoutes;
import dev.airelay.server.trace.UpstreamAddresses;
import dev.airelay.server.upstream.AccountCalls;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.server.upstream.FailureDetails;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.server.upstream.MediaCalls;
import dev.airelay.server.upstream.ModelCatalogs;
import dev.airelay.server.upstream.OptionalRoute;
import dev.airelay.server.upstream.PlanLimitCache;
import dev.airelay.server.upstream.RetryPolicy;
import dev.airelay.server.upstream.UpstreamKnowledge;
import dev.airelay.server.upstream.UpstreamSettings;
import dev.airelay.traffic.write.TrafficLog;
import dev.airelay.transforms.spi.Dialect;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.internal.PlatformDependent;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A running relay: the listener, perhaps another one for Ollama's clients, their connections and the upstream client; the
 * composition root.
 *
 * <p>Safe for concurrent use. The caller that starts it closes it.
 */
public final class RelayServer implements AutoCloseable {

    private static final Pattern PLAIN_PATH = Pattern.compile("(?!/no-tools/)(/[0-9A-Za-z._~-]+)+");
    private static final System.Logger LOG = System.getLogger(RelayServer.class.getName());
    /** Monotonic, in nanoseconds. One object for all, because each method reference is a class to load. */
    static final LongSupplier TICKER = System::nanoTime;

    private final RelayConfig config;
    private final RelayThreads threads;
    private final RelayStorage storage;
    private final RelayTraffic traffic;
    private final CodexClient upstream;
    private final OpenConnections connections;
    private final BackgroundRuns runs = new BackgroundRuns();
    private final Drain drain = new Drain();
    private final Shutdown shutdown;
    private final ListenAddress address;
    private final Optional<OllamaListener> ollama;
    private final MemoryBudget memory;
    private final AdmissionGate door;
    /** The relay's own first, then the one for Ollama's clients. */
    private final List<Channel> listeners = new ArrayList<>();

    private final Vitals vitals;
    private final List<Routes.Guest> guests;
    /** More than what the stop waits for by itself: last errors 1 s, event loops, disk work and the log 5 s each. */
    private static final long STOP_SECONDS = 17;

    private final RelayTokenSource token;
    /** Releases what the builder opened for this relay; null when that is nothing. */
    private final @Nullable Runnable afterwards;

    private volatile boolean lost;
    private volatile Consumer<String> whenLost = lack -> close();

    private RelayServer(
            RelayThreads threads,
            LoadedConfig loaded,
            RelayTokenSource token,
            CredentialSource credentials,
            List<Routes.Guest> guests,
            @Nullable Runnable afterwards) {
        this.threads = threads;
        this.guests = guests;
        this.token = token;
        this.afterwards = afterwards;
        config = loaded.config();
        address = ListenAddress.of(config);
        Optional<SslContext> tls = config.tls().map(ListenerTls::of);
        connections = new OpenConnections(config.get(ConfigKeys.MAX_CONNECTIONS));
        shutdown = new Shutdown(connections, runs, drain);
        memory = MemoryBudget.within(
                config.get(ConfigKeys.MAX_BUFFERED_BYTES),
                Runtime.getRuntime().maxMemory(),
                PlatformDependent.maxDirectMemory());
        SettledClock deletionClock = new SettledClock(InstantSource.system(), TICKER);
        storage = RelayStorage.open(config, deletionClock);
        // After the store, whose lock keeps a second relay from writing to the same log.
        traffic = openTraffic(config, deletionClock, storage);
        RelayTokenSource watchedToken = traffic.watching(token);
        PlanLimitCache planLimits = new PlanLimitCache(
                traffic.watching(credentials), config.get(ConfigKeys.LIMIT_CACHE), InstantSource.system(), TICKER);
        CredentialSource watchedCredentials = planLimits.credentials();
        // What is open by then is closed when this throws; the threads are released by start().
        try {
            door = door(watchedToken);
            Optional<RelayConfig> forOllama = config.ofOllamaListener();
            ollama = forOllama.isPresent()
                    ? Optional.of(OllamaListener.of(forOllama.get(), watchedToken, threads.blockingWork()))
                    : Optional.empty();
            upstream = new CodexClient(
                            UpstreamSettings.options(config),
                            UpstreamSettings.outbound(config),
                            watchedCredentials,
                            InstantSource.system(),
                            threads.blockingWork())
                    .discovering(
                            UpstreamSettings.discovery(
                                    config, AccountCalls.workspaceLookups(traffic.log(), upstreamAddresses())),
                            InstantSource.system());
            Prepared prepared = prepare(loaded, watchedToken, planLimits, tls);
            bind(address, prepared.pipeline(), tls.isEmpty());
            if (ollama.isPresent()) {
                bind(ollama.get().address(), prepared.ollama().orElseThrow(), tls.isEmpty());
            }
            prepared.warmUp().run();
            vitals = new Vitals(vitals(), this::lost);
            vitals.start();
        } catch (RuntimeException | OutOfMemoryError failed) {
            traffic.close();
            storage.close();
            throw failed;
        }
        traffic.started(config, listeners, watchedToken, exposureWarnings());
        storage.sweepHourly(threads);
    }

    /**
     * Returns a builder, the one way to a relay. Without further calls it describes a relay with default settings on a free port of
     * 127.0.0.1, for the session that {@code airelay login} stored.
     *
     * <pre>{@code
     * try (RelayServer relay = RelayServer.builder().start()) {
     *     System.out.println(relay.clientBaseUrl() + " " + relay.relayToken());
     *     relay.awaitClosed();
     * }
     * }</pre>
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Describes a relay and starts it. Everything has a default. Used by one thread; starts one relay.
     *
     * <p>Only the default session depends on the process: it is found by the configuration file and the environment, as {@code
     * airelay login} finds it. The other defaults depend on neither.
     */
    public static final class Builder {
        private final List<Routes.Guest> guests = new ArrayList<>();
        private final Map<ConfigKey<?>, Object> settings = new LinkedHashMap<>();
        private @Nullable LoadedConfig config;
        private @Nullable Path dataDirectory;
        private @Nullable RelayTokenSource token;
        private @Nullable CredentialSource session;
        private @Nullable Map<String, String> environment;

        private Builder() {}

        /**
         * Sets the whole configuration, such as the user's own from {@link dev.airelay.config.ConfigLoader#load}. By default, every
         * setting has its default, except that the port is 0, so that the system chooses a free one.
         */
        public Builder config(LoadedConfig loaded) {
            config = loaded;
            return this;
        }

        /**
         * Sets one setting, over the configuration or the defaults.
         *
         * @throws IllegalArgumentException naming the key, the range and the value, when the value is not allowed
         */
        public <T> Builder set(ConfigKey<T> key, T value) {
            settings.put(key, key.require(value));
            return this;
        }

        /**
         * Sets the directory for uploads, conversations, stored responses and logs. One relay may use it at a time. By default, it
         * is a temporary directory, deleted when the relay closes. Not for use with {@link #config}, which names a directory.
         */
        public Builder dataDirectory(Path directory) {
            dataDirectory = directory;
            return this;
        }

        /** Sets the relay token that clients must present. By default, it is a new one: see {@link RelayServer#relayToken}. */
        public Builder token(RelayTokenSource source) {
            token = source;
            return this;
        }

        /**
         * Sets the relay token that clients must present.
         *
         * @throws IllegalArgumentException when the value is empty or has spaces around it
         */
        public Builder token(String value) {
            return token(RelayTokenSource.fixed(RelayToken.of(value, RelayToken.Source.MEMORY)));
        }

        /**
         * Sets the upstream session. By default, it is the one that {@code airelay login} stored. The relay then renews it, and
         * starts without one too: requests get 503 until the user signs in.
         */
        public Builder session(CredentialSource source) {
            session = source;
            return this;
        }

        /**
         * Sets the environment in which the default session is looked for: the home directory, the variables of the settings, and
         * those of the system's keyring. By default, it is that of the process.
         */
        public Builder environment(Map<String, String> variables) {
            environment = Map.copyOf(variables);
            return this;
        }

        /**
         * Adds a dialect beside the relay's own. It is protected by the relay token, the guards and the limits like every
         * route, and served a second time below {@code /no-tools}, where no request may offer tools.
         *
         * @param path where it is served by POST, such as {@code /v1/talk}; no placeholders
         * @param credentials the headers in which its clients present the token, any of which will do
         * @throws IllegalArgumentException when the path is not one, or there are no headers
         */
        public Builder dialect(String path, Dialect dialect, Set<CredentialHeader> credentials) {
            if (!PLAIN_PATH.matcher(path).matches()) {
                throw new IllegalArgumentException("the path of a dialect must be like /v1/talk, was '" + path + "'");
            }
            if (credentials.isEmpty()) {
                throw new IllegalArgumentException("the dialect at " + path + " names no header for the relay token");
            }
            guests.add(new Routes.Guest(path, dialect, Set.copyOf(credentials)));
            return this;
        }

        /**
         * Starts a relay that answers when this returns. Blocks.
         *
         * @throws IllegalStateException when both a configuration and a data directory were set
         * @throws IllegalArgumentException when a dialect would not be reached at its path, because the relay uses it itself;
         *     nothing is left running then
         * @throws ExposureException when no token is asked for on an address that other machines can reach; {@link
         *     dev.airelay.config.ConfigLoader} refuses most such settings before
         * @throws dev.airelay.config.ConfigException when the listener's certificate cannot be used, or the default session is not
         *     found because the user's settings are invalid
         * @throws StorageException when the data directory cannot be used; nothing is left running then
         * @throws ListenException when the address cannot be listened on; nothing is left running then
         */
        public RelayServer start() {
            return start(RelayThreads.open());
        }

        /** As the public method, with threads that become the relay's: released when it closes or does not start. */
        RelayServer start(RelayThreads threads) {
            RelayTokenSource clients = token;
            CredentialSource upstream = session;
            requireOneDirectory(threads);
            if (config != null && settings.isEmpty() && clients != null && upstream != null) {
                return RelayServer.start(threads, config, clients, upstream, List.copyOf(guests), null);
            }
            return startWithDefaults(threads);
        }

        private void requireOneDirectory(RelayThreads threads) {
            if (config != null && dataDirectory != null) {
                threads.release();
                throw new IllegalStateException("the configuration names the data directory; set paths.data_dir in it"
                        + " instead of calling dataDirectory(\"" + dataDirectory + "\")");
            }
        }

        private RelayServer startWithDefaults(RelayThreads threads) {
            RelayDefaults defaults = new RelayDefaults();
            try {
                LoadedConfig loaded = defaults.with(config != null ? config : defaults.config(dataDirectory), settings);
                return RelayServer.start(
                        threads,
                        loaded,
                        token != null ? token : defaults.token(),
                        session != null ? session : defaults.session(environment),
                        List.copyOf(guests),
                        defaults::close);
            } catch (RuntimeException failed) {
                threads.release();
                defaults.close();
                throw failed;
            }
        }
    }

    private static RelayServer start(
            RelayThreads threads,
            LoadedConfig loaded,
            RelayTokenSource token,
            CredentialSource credentials,
            List<Routes.Guest> guests,
            @Nullable Runnable afterwards) {
        try {
            threads.start();
            return new RelayServer(threads, loaded, token, credentials, guests, afterwards);
        } catch (OutOfMemoryError none) {
            threads.release();
            throw new ThreadsException(none);
        } catch (RuntimeException failed) {
            threads.release();
            throw failed;
        }
    }

    private static RelayTraffic openTraffic(RelayConfig config, SettledClock clock, RelayStorage storage) {
        try {
            return RelayTraffic.open(config, clock);
        } catch (RuntimeException | OutOfMemoryError failed) {
            storage.close();
            throw failed;
        }
    }

    private List<Vitals.Vital> vitals() {
        List<Vitals.Vital> all = new ArrayList<>();
        all.add(new Vitals.Vital("it no longer listens", 1, this::listens));
        all.add(new Vitals.Vital("the traffic log has stopped", 1, traffic.log()::running));
        threads.loops().forEach(loop -> {
            all.add(Vitals.livingLoop(loop));
            all.add(Vitals.workingLoop(loop));
        });
        all.add(Vitals.memory());
        return all;
    }

    private void lost(String lack) {
        if (drain.begun()) {
            return;
        }
        lost = true;
        try {
            LOG.log(System.Logger.Level.ERROR, "relay_lost: {0}", lack);
        } finally {
            whenLost.accept(lack);
        }
    }

    /** Returns how the run of a relay ends that has been closed: well, unless it could no longer serve. */
    public ExitStatus outcome() {
        return lost ? ExitStatus.LOST : ExitStatus.OK;
    }

    /**
     * Sets what is done when the relay can no longer serve, for any reason: memory, threads or a thread that is stuck.
     * By itself it closes, as far as that is possible then.
     *
     * @param action gets the reason, on a thread of its own, when there may be no memory left: see {@link EmergencyExit}
     */
    public void whenLost(Consumer<String> action) {
        whenLost = action;
    }

    /** Has Java collect its garbage whenever the relay has been idle for half a minute. For a process that is the relay's alone. */
    public void trimWhenIdle() {
        IdleTrim trim = IdleTrim.ofProcess(() -> admissions().activeRequests() > 0);
        threads.loops()
                .next()
                .scheduleAtFixedRate(
                        () -> look(trim), IdleTrim.PERIOD_SECONDS, IdleTrim.PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void look(IdleTrim trim) {
        try {
            threads.longWork().execute(trim::look);
        } catch (RejectedExecutionException stopping) {
            LOG.log(System.Logger.Level.DEBUG, "idle_trim_skipped", stopping);
        }
    }

    /** Returns the port in use, which differs from the configured one when that is 0. */
    public int port() {
        return port(listeners.get(0));
    }

    private static int port(Channel listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Returns the client connections that are open. */
    OpenConnections connections() {
        return connections;
    }

    /** Returns how the requests in flight stand. */
    AdmissionOverview admissions() {
        return door.admission().overview();
    }

    /** Returns the event loops of the connections. */
    EventLoopGroup loops() {
        return threads.loops();
    }

    /** Returns what watches whether the relay can still serve. */
    Vitals watch() {
        return vitals;
    }

    /** Returns the log of what passes. */
    TrafficLog trafficLog() {
        return traffic.log();
    }

    /** Returns the memory that requests and answers share. */
    MemoryBudget memory() {
        return memory;
    }

    private boolean listens() {
        for (Channel listener : listeners) {
            if (!listener.isOpen()) {
                return false;
            }
        }
        return true;
    }

    /** Returns what clients of Ollama on this machine use as its address; empty when there is no listener for them. */
    public Optional<URI> ollamaUrl() {
        return ollama.isPresent() ? Optional.of(ollama.get().url(port(listeners.get(1)))) : Optional.empty();
    }

    /** Returns what clients on this machine use as base URL, ending in {@code /v1}. */
    public URI clientBaseUrl() {
        return config.clientBaseUrl(port());
    }

    /** Returns the relay token that clients must present now, which is their API key; empty when there is none. */
    public String relayToken() {
        return token.current().map(RelayToken::value).orElse("");
    }

    /** Returns a warning for each address that other machines can reach; empty when there is none. */
    public List<String> exposureWarnings() {
        Set<String> warnings = new LinkedHashSet<>();
        if (address.warning().isPresent()) {
            warnings.add(address.warning().get());
        }
        if (ollama.isPresent() && ollama.get().address().warning().isPresent()) {
            warnings.add(ollama.get().address().warning().get());
        }
        return List.copyOf(warnings);
    }

    /**
     * Stops in order: takes nothing new, closes resting connections, lets answers in work go on for as long as {@code
     * server.shutdown_seconds} says, ends the rest with an error, then closes. Blocks. When an event loop or a file is stuck,
     * so that it would block for ever, the action of {@link #whenLost} is taken.
     */
    public void stop() {
        vitals.close();
        CountDownLatch stopped = new CountDownLatch(1);
        Thread watch = new Thread(() -> watchStop(stopped), "airelay-stop-watch");
        watch.setDaemon(true);
        startWatch(watch);
        try {
            shutdown.run(listeners, config.get(ConfigKeys.SHUTDOWN));
            close();
        } finally {
            stopped.countDown();
        }
    }

    private static void startWatch(Thread watch) {
        try {
            watch.start();
        } catch (OutOfMemoryError none) {
            LOG.log(System.Logger.Level.WARNING, "stopping_without_a_watch");
        }
    }

    /** The loops and the disk may be what is stuck, so the watch needs neither. */
    private void watchStop(CountDownLatch stopped) {
        try {
            shutdown.awaitHurry(config.get(ConfigKeys.SHUTDOWN));
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                whenLost.accept("it did not stop within " + STOP_SECONDS + " s after the shutdown time-out");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops as {@link #stop()} does, without patience. */
    public void endNow() {
        cutShort();
        stop();
    }

    /** Ends the patience of a {@link #stop()} that waits, or will. May be called on any thread; never blocks. */
    public void cutShort() {
        shutdown.cutShort();
    }

    /**
     * Waits until the relay has been closed.
     *
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public void awaitClosed() throws InterruptedException {
        for (Channel listener : listeners) {
            listener.closeFuture().await();
        }
        threads.loops().terminationFuture().await();
    }

    /** Stops listening without waiting for anybody, closes every connection and ends the threads. Idempotent. */
    @Override
    public void close() {
        vitals.close();
        closeListeners();
        connections.closeAll().awaitUninterruptibly();
        upstream.close();
        threads.release();
        threads.awaitBlockingWork();
        traffic.stopped();
        traffic.close();
        storage.close();
        if (afterwards != null) {
            afterwards.run();
        }
    }

    /**
     * The parts that exist before the port opens.
     *
     * @param pipeline answers requests
     * @param ollama answers those of Ollama's clients, if there is a listener for them
     * @param warmUp begins what makes the first request fast, on other threads; for after the port is open
     */
    private record Prepared(RelayPipeline pipeline, Optional<RelayPipeline> ollama, Runnable warmUp) {}

    private Prepared prepare(
            LoadedConfig loaded, RelayTokenSource token, PlanLimitCache planLimits, Optional<SslContext> tls) {
        CredentialSource credentials = planLimits.credentials();
        Supplier<String> ids = new RandomIds(new SecureRandom());
        ConnectionSettings edge = new ConnectionSettings(config, tls, memory, drain);
        JsonBody json = new JsonBody(edge.maxBodyBytes());
        AnswerBounds bounds =
                new AnswerBounds(config.get(ConfigKeys.MAX_ANSWER_BYTES), memory, config.get(ConfigKeys.MEMORY_WAIT));
        Readiness readiness = new Readiness(
                config.get(ConfigKeys.REQUIRE_BEARER_AUTH), token, credentials, drain, threads.blockingWork());
        UpstreamKnowledge knowledge = knowledge(credentials);
        GenerationContexts contexts = new GenerationContexts(
                TranslationChoices.of(config), knowledge.models()::directory, ids, InstantSource.system());
        GenerationSupport generations = new GenerationSupport(
                contexts,
                json,
                new GenerationCalls(
                        upstream,
                        new RetryPolicy(
                                config, () -> ThreadLocalRandom.current().nextDouble()),
                        config.get(ConfigKeys.TOTAL_TIMEOUT),
                        planLimits,
                        new OptionalRoute(TICKER, InstantSource.system()),
                        knowledge.observers()),
                new FailureDetails(knowledge.limits(), InstantSource.system()),
                new LocalMemory(storage.store(), runs, threads.blockingWork(), bounds),
                bounds);
        List<Route> stored = new ArrayList<>(StorageRoutes.of(
                new StorageRoutes.Storage(storage.store(), storage.maxFileBytes()),
                runs,
                contexts,
                json,
                threads.blockingWork(),
                bounds));
        stored.addAll(MediaRoutes.of(generations, media(generations), imageStorage(), hostModel()));
        RouteTable routes = Routes.table(
                generations,
                new InputTokensEndpoint.Counting(new TokenCounter(), threads.longWork()),
                new Routes.Account(
                        new ModelsEndpoint(
                                knowledge.models(), TranslationChoices.furtherModels(config), contexts.settings()),
                        new SubscriptionEndpoint(knowledge.usage(), knowledge.limits(), InstantSource.system())),
                stored,
                guests,
                new Routes.Health(
                        new ReadyEndpoint(readiness, TICKER),
                        served -> status(loaded, token, readiness, knowledge.models(), served)));
        RelayPipeline pipeline = pipeline(config, door, routes, ids, edge);
        Optional<RelayPipeline> forOllama = ollama.isPresent()
                ? Optional.of(pipeline(
                        ollama.get().config(), ollama.get().admission(), Routes.ollama(routes, generations), ids, edge))
                : Optional.empty();
        return new Prepared(pipeline, forOllama, () -> {
            threads.longWork().execute(() -> warmUp(contexts, json, readiness));
            knowledge.models().warmUp();
            // Loading it touches files, which the loop of the first client that needs it must not wait for.
            threads.blockingWork().execute(ZstdLibrary::available);
        });
    }

    /**
     * @param listened the settings of the listener that the pipeline is for
     */
    private RelayPipeline pipeline(
            RelayConfig listened,
            AdmissionGate admission,
            RouteTable routes,
            Supplier<String> ids,
            ConnectionSettings edge) {
        return new RelayPipeline(
                connections,
                ids,
                traffic.requests(listened, admission),
                routes,
                admission,
                hosts(listened),
                pages(listened),
                edge);
    }

    private MediaCalls media(GenerationSupport generations) {
        return new MediaCalls(
                generations.calls(),
                new MediaCalls.Limits(
                        config.get(ConfigKeys.IMAGE_TIMEOUT),
                        config.get(ConfigKeys.MAX_IMAGE_RESPONSE_BYTES),
                        config.get(ConfigKeys.TRANSCRIPTION_TIMEOUT)),
                new OptionalRoute(TICKER, InstantSource.system()),
                new OptionalRoute(TICKER, InstantSource.system()));
    }

    private ImageStorage imageStorage() {
        return new ImageStorage(storage.store().files(), threads.blockingWork(), () -> clientBaseUrl() + "/files/");
    }

    private String hostModel() {
        return config.get(ConfigKeys.IMAGE_HOST_MODEL);
    }

    private static void warmUp(GenerationContexts contexts, JsonBody json, Readiness readiness) {
        try {
            WarmUp.run(contexts, json);
        } catch (RuntimeException failed) {
            // Nothing but the speed of the first request depends on it.
            LOG.log(System.Logger.Level.DEBUG, "warm_up_failed", failed);
        } finally {
            readiness.warmedUp();
        }
    }

    private Endpoint status(
            LoadedConfig loaded,
            RelayTokenSource token,
            Readiness readiness,
            ModelCatalogs models,
            List<String> routes) {
        return new RelayStatusEndpoint(
                loaded,
                token,
                readiness,
                models,
                new RelayStatusEndpoint.Figures(this::storageUsage, traffic::status, this::ollamaUrl),
                routes);
    }

    private UpstreamKnowledge knowledge(CredentialSource credentials) {
        AccountCalls calls = new AccountCalls(upstream, traffic.log(), upstreamAddresses());
        return UpstreamKnowledge.of(config, calls, credentials, threads.loops());
    }

    private UpstreamAddresses upstreamAddresses() {
        return new UpstreamAddresses(config.get(ConfigKeys.UPSTREAM_BASE_URL));
    }

    private static OriginGuard pages(RelayConfig listened) {
        return new OriginGuard(listened.get(ConfigKeys.ALLOWED_ORIGINS), CorsHandler.EXPOSED);
    }

    private static HostGuard hosts(RelayConfig listened) {
        return new HostGuard(
                listened.loopback(), listened.get(ConfigKeys.ALLOWED_HOSTS), listened.get(ConfigKeys.ALLOWED_ORIGINS));
    }

    private AdmissionGate door(RelayTokenSource token) {
        return new AdmissionGate(
                new Admission(AdmissionSettings.limits(config), TICKER),
                new ClientAddressSource(AdmissionSettings.proxies(config)),
                TokenAccess.of(config, token, threads.blockingWork()));
    }

    private CompletionStage<ObjectNode> storageUsage() {
        return CompletableFuture.supplyAsync(storage::usage, threads.blockingWork());
    }

    private void bind(ListenAddress listened, RelayPipeline pipeline, boolean plain) {
        ChannelFuture bound = new ServerBootstrap()
                .group(threads.loops())
                .channel(NioServerSocketChannel.class)
                // A client that ends its side after its request still reads. Encrypted, the end of one side ends both.
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, plain)
                .childHandler(pipeline)
                .bind(listened.socket())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            closeListeners();
            throw new ListenException(listened.refusal(bound.cause()), bound.cause());
        }
        listeners.add(bound.channel());
    }

    private void closeListeners() {
        for (Channel listener : listeners) {
            listener.close().awaitUninterruptibly();
        }
    }

    /** Makes the listener's encryption of the owner's certificate, by the JDK's own means. */
    private static final class ListenerTls {

        private ListenerTls() {}

        /**
         * Reads the files. Blocks.
         *
         * @throws dev.airelay.config.ConfigException when a file cannot be used
         * @throws ListenException when the JDK does not take what they hold
         */
        static SslContext of(ServerTls files) {
            ServerTls.Identity identity = files.read();
            try {
                return SslContextBuilder.forServer(identity.privateKey(), identity.chain())
                        .sslProvider(SslProvider.JDK)
                        .protocols("TLSv1.3", "TLSv1.2")
                        .build();
            } catch (SSLException refused) {
                throw new ListenException(
                        "cannot listen with the certificate in " + files.certificateFile()
                                + ": this Java cannot use it for TLS. Use a certificate with an RSA or EC key.",
                        refused);
            }
        }
    }
}
