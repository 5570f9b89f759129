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
import dev.airelay.server.metrics.MetricsEndpoint;
import dev.airelay.server.metrics.RelayMetrics;
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
import dev.airelay.traffic.record.RecordObserver;
import dev.airelay.traffic.write.TrafficLog;
import dev.airelay.transforms.spi.Dialect;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.internal.PlatformDependent;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
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
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A running relay: the listener, an optional one for Ollama's clients, their connections and the upstream client. This is
 * the composition root.
 *
 * <p>Safe for concurrent use. The caller that starts it closes it.
 */
public final class RelayServer implements AutoCloseable {

    private static final Pattern PLAIN_PATH = Pattern.compile("(?!/no-tools/)(/[0-9A-Za-z._~-]+)+");
    private static final System.Logger LOG = System.getLogger(RelayServer.class.getName());
    /** A monotonic clock in nanoseconds. One shared object, because each method reference loads a class. */
    static final LongSupplier TICKER = System::nanoTime;

    private final RelayConfig config;
    private final RelayThreads threads;
    private final RelayStorage storage;
    private final Optional<RelayMetrics> metrics;
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
    private final boolean demo;
    private final Instant started = InstantSource.system().instant();
    private Supplier<RelayPage.Parts> pageParts = () -> {
        throw new IllegalStateException("the relay has not been put together yet");
    };
    private @Nullable RelayPage page;
    /** More than the stop's own waits: last errors 1 s, event loops, disk work and the log 5 s each. */
    private static final long STOP_SECONDS = 17;

    private final RelayTokenSource token;
    private final @Nullable Runnable afterwards;

    private volatile boolean lost;
    private volatile Consumer<String> whenLost = lack -> close();

    /**
     * The values from the builder.
     *
     * @param demo whether the upstream is an emulator
     * @param afterwards releases what the builder opened for the relay; null when that is nothing
     */
    private record Description(
            LoadedConfig config,
            RelayTokenSource token,
            CredentialSource session,
            List<Routes.Guest> guests,
            boolean demo,
            @Nullable Runnable afterwards) {}

    private RelayServer(RelayThreads threads, Description described) {
        this.threads = threads;
        LoadedConfig loaded = described.config();
        guests = described.guests();
        token = described.token();
        demo = described.demo();
        afterwards = described.afterwards();
        config = loaded.config();
        address = ListenAddress.of(config);
        Optional<Function<ByteBufAllocator, SslHandler>> tls = config.tls().map(ListenerTls::of);
        connections = new OpenConnections(config.get(ConfigKeys.MAX_CONNECTIONS));
        shutdown = new Shutdown(connections, runs, drain);
        memory = MemoryBudget.within(
                config.get(ConfigKeys.MAX_BUFFERED_BYTES),
                Runtime.getRuntime().maxMemory(),
                PlatformDependent.maxDirectMemory());
        SettledClock deletionClock = new SettledClock(InstantSource.system(), TICKER);
        storage = RelayStorage.open(config, deletionClock);
        // After the store, whose lock prevents a second relay from writing to the same log.
        metrics = config.get(ConfigKeys.METRICS) ? Optional.of(new RelayMetrics()) : Optional.empty();
        traffic = openTraffic(config, deletionClock, storage, metrics);
        RelayTokenSource watchedToken = traffic.watching(token);
        PlanLimitCache planLimits = new PlanLimitCache(
                traffic.watching(described.session()),
                config.get(ConfigKeys.LIMIT_CACHE),
                InstantSource.system(),
                TICKER);
        CredentialSource watchedCredentials = planLimits.credentials();
        // If this throws, the parts opened so far are closed; start() releases the threads.
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
        RelayProcess.announce(config.get(ConfigKeys.DATA_DIR), clientBaseUrl());
        storage.sweepHourly(threads);
    }

    /**
     * Returns a builder, the only way to create a relay. Without further calls, it describes a relay with default settings on a
     * free port of 127.0.0.1, for the session that {@code airelay login} stored.
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
        private boolean demo;

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

        /** Notes that the upstream is an emulator, which the page then says. */
        public Builder demo() {
            demo = true;
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
         * @param path its path for POST, such as {@code /v1/talk}; no placeholders
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
         * Starts a relay, which serves requests when this method returns. Blocks.
         *
         * @throws IllegalStateException if both a configuration and a data directory were set
         * @throws IllegalArgumentException if a dialect's path is used by the relay itself; nothing is left running then
         * @throws ExposureException if no token is required on an address that other machines can reach; {@link
         *     dev.airelay.config.ConfigLoader} rejects most such settings before
         * @throws dev.airelay.config.ConfigException if the listener's certificate cannot be used, or the default session is not
         *     found because the user's settings are invalid
         * @throws StorageException if the data directory cannot be used; nothing is left running then
         * @throws ListenException if the relay cannot listen on the address; nothing is left running then
         */
        public RelayServer start() {
            return start(RelayThreads.open());
        }

        /** As the public method, with threads that the relay owns: they are released when it closes or fails to start. */
        RelayServer start(RelayThreads threads) {
            RelayTokenSource clients = token;
            CredentialSource upstream = session;
            requireOneDirectory(threads);
            if (config != null && settings.isEmpty() && clients != null && upstream != null) {
                return RelayServer.start(
                        threads, new Description(config, clients, upstream, List.copyOf(guests), demo, null));
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
                        new Description(
                                loaded,
                                token != null ? token : defaults.token(),
                                session != null ? session : defaults.session(environment),
                                List.copyOf(guests),
                                demo,
                                defaults::close));
            } catch (RuntimeException failed) {
                threads.release();
                defaults.close();
                throw failed;
            }
        }
    }

    private static RelayServer start(RelayThreads threads, Description described) {
        try {
            threads.start();
            return new RelayServer(threads, described);
        } catch (OutOfMemoryError none) {
            threads.release();
            throw new ThreadsException(none);
        } catch (RuntimeException failed) {
            threads.release();
            throw failed;
        }
    }

    private static RelayTraffic openTraffic(
            RelayConfig config, SettledClock clock, RelayStorage storage, Optional<RelayMetrics> metrics) {
        try {
            List<RecordObserver> observers = new ArrayList<>();
            if (metrics.isPresent()) {
                observers.add(metrics.get());
            }
            if (config.get(ConfigKeys.TRACING)) {
                observers.add(SpanExport.open(config));
            }
            return RelayTraffic.open(config, clock, observers);
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

    /** Returns the exit status of a closed relay: success, unless it could no longer serve. */
    public ExitStatus outcome() {
        return lost ? ExitStatus.LOST : ExitStatus.OK;
    }

    /**
     * Sets the action for a relay that can no longer serve, because of memory, threads or a stuck thread. By default it
     * closes as far as possible.
     *
     * @param action receives the reason, on a thread of its own, when there may be no memory left: see {@link EmergencyExit}
     */
    public void whenLost(Consumer<String> action) {
        whenLost = action;
    }

    /**
     * Runs garbage collection whenever the relay has been idle for half a minute and its heap is larger than at the start, or
     * than 64 MiB if it began larger. For a process that runs only the relay.
     */
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

    /** Returns the open client connections. */
    OpenConnections connections() {
        return connections;
    }

    /** Returns the statistics of requests in progress. */
    AdmissionOverview admissions() {
        return door.admission().overview();
    }

    /** Returns the event loops of the connections. */
    EventLoopGroup loops() {
        return threads.loops();
    }

    /** Returns the watch for whether the relay can still serve. */
    Vitals watch() {
        return vitals;
    }

    /** Returns the traffic log. */
    TrafficLog trafficLog() {
        return traffic.log();
    }

    /** Returns the memory budget of requests and responses. */
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

    /** Returns the URL for Ollama's clients on this machine; empty if there is no listener for them. */
    public Optional<URI> ollamaUrl() {
        return ollama.isPresent() ? Optional.of(ollama.get().url(port(listeners.get(1)))) : Optional.empty();
    }

    /** Returns the base URL for clients on this machine, ending in {@code /v1}. */
    public URI clientBaseUrl() {
        return config.clientBaseUrl(port());
    }

    /** Returns the relay token that clients must present now, which is their API key; empty when there is none. */
    public String relayToken() {
        return token.current().map(RelayToken::value).orElse("");
    }

    private synchronized RelayPage page() {
        RelayPage made = page;
        if (made == null) {
            made = new RelayPage(pageParts.get());
            page = made;
        }
        return made;
    }

    /**
     * Returns an address that opens the page signed in: once, within a minute, on this machine. Without authentication it is the
     * page's address, and works always.
     */
    public URI pageLink() {
        return page().link();
    }

    /** Returns the address of the page, which asks for the relay token. */
    public URI pageUrl() {
        return pageUrl(clientBaseUrl());
    }

    /** Returns the address of the page beside a base URL. */
    static URI pageUrl(URI baseUrl) {
        return baseUrl.resolve("/");
    }

    /** Returns a warning for each address that other machines can reach. */
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
     * Stops gracefully: accepts no new requests, closes idle connections, lets responses in progress continue for up to
     * {@code server.shutdown_seconds}, ends the rest with an error, then closes. Blocks. If an event loop or a file is
     * stuck, so that it would block forever, the action of {@link #whenLost} runs.
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

    /** The loops or the disk may be stuck, so the watch needs neither. */
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

    /** Stops like {@link #stop()}, without waiting for responses. */
    public void endNow() {
        cutShort();
        stop();
    }

    /** Returns the number of requests in progress, those that run in the background included. */
    public int requestsInProgress() {
        return admissions().activeRequests() + runs.size();
    }

    /**
     * Sets the receiver of the traffic log's lines from now on, whole lines and several at a time.
     *
     * @param receiver called on the log's thread, which it must not block
     */
    public void watchLog(Consumer<byte[]> receiver) {
        traffic.log().watch(receiver);
    }

    /** Ends the wait of a present or future {@link #stop()}. May be called on any thread; never blocks. */
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

    /** Stops listening without waiting for responses, closes every connection and ends the threads. Idempotent. */
    @Override
    public void close() {
        vitals.close();
        closeListeners();
        connections.closeAll().awaitUninterruptibly();
        upstream.close();
        threads.release();
        threads.awaitBlockingWork();
        RelayProcess.withdraw(config.get(ConfigKeys.DATA_DIR));
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
     * @param pipeline serves requests
     * @param ollama serves Ollama's clients, if there is a listener for them
     * @param warmUp starts the warm-up on other threads; to be run after the port is open
     */
    private record Prepared(RelayPipeline pipeline, Optional<RelayPipeline> ollama, Runnable warmUp) {}

    private Prepared prepare(
            LoadedConfig loaded,
            RelayTokenSource token,
            PlanLimitCache planLimits,
            Optional<Function<ByteBufAllocator, SslHandler>> tls) {
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
        SubscriptionEndpoint plan =
                new SubscriptionEndpoint(knowledge.usage(), knowledge.limits(), InstantSource.system());
        if (metrics.isPresent()) {
            stored.add(metricsRoute(metrics.get()));
        }
        RouteTable routes = Routes.table(
                generations,
                new InputTokensEndpoint.Counting(new TokenCounter(), threads.longWork()),
                new Routes.Account(
                        new ModelsEndpoint(
                                knowledge.models(), TranslationChoices.furtherModels(config), contexts.settings()),
                        plan),
                stored,
                guests,
                new Routes.Health(
                        new ReadyEndpoint(readiness, TICKER),
                        served -> status(loaded, token, readiness, knowledge.models(), served),
                        route -> page().endpoint(route)));
        pageParts = () -> new RelayPage.Parts(
                config,
                token,
                readiness,
                plan,
                knowledge.models(),
                traffic.recent(),
                started,
                demo,
                this::clientBaseUrl,
                this::ollamaUrl);
        RelayPipeline pipeline = pipeline(config, door, routes, ids, edge);
        Optional<RelayPipeline> forOllama = ollama.isPresent()
                ? Optional.of(pipeline(
                        ollama.get().config(), ollama.get().admission(), Routes.ollama(routes, generations), ids, edge))
                : Optional.empty();
        return new Prepared(pipeline, forOllama, () -> {
            threads.longWork().execute(() -> warmUp(contexts, json, readiness));
            knowledge.models().warmUp();
            // Loading it accesses files, for which the first client's event loop must not wait.
            threads.blockingWork().execute(ZstdLibrary::available);
        });
    }

    /** @param listened the settings of the pipeline's listener */
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

    private Route metricsRoute(RelayMetrics shown) {
        shown.show(new RelayMetrics.Gauges(
                RelayVersion.current(),
                this::admissions,
                connections::size,
                connections::sockets,
                connections::streams,
                () -> (double) Runtime.getRuntime().totalMemory()
                        - Runtime.getRuntime().freeMemory(),
                PlatformDependent::usedDirectMemory,
                traffic.log()::counters));
        return new Route(
                HttpMethod.GET,
                "/metrics",
                Route.BodyKind.NONE,
                Route.Kind.STATUS,
                Route.Api.OPENAI,
                new MetricsEndpoint(shown, threads.longWork()));
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
            // Only the speed of the first request depends on it.
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
                // A client that closes its side after its request still reads. With TLS, closing one side closes both.
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

    /**
     * Makes the TLS handlers of the listener from the owner's certificate, with the JDK's provider. A relay without TLS loads
     * none of Netty's contexts: Java 25 would also look for those with OpenSSL.
     */
    private static final class ListenerTls {

        private ListenerTls() {}

        /**
         * Reads the files. Blocks.
         *
         * @throws dev.airelay.config.ConfigException if a file cannot be used
         * @throws ListenException if the JDK does not accept their content
         */
        static Function<ByteBufAllocator, SslHandler> of(ServerTls files) {
            ServerTls.Identity identity = files.read();
            try {
                SslContext context = SslContextBuilder.forServer(identity.privateKey(), identity.chain())
                        .sslProvider(SslProvider.JDK)
                        .protocols("TLSv1.3", "TLSv1.2")
                        .build();
                return context::newHandler;
            } catch (SSLException refused) {
                throw new ListenException(
                        "cannot listen with the certificate in " + files.certificateFile()
                                + ": this Java cannot use it for TLS. Use a certificate with an RSA or EC key.",
                        refused);
            }
        }
    }
}
