package dev.airelay.emulator;

import dev.airelay.emulator.api.CheckOptions;
import dev.airelay.emulator.api.EmulatedAccount;
import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.emulator.api.ScriptDescription;
import dev.airelay.emulator.backend.AccountsEndpoint;
import dev.airelay.emulator.backend.CompactEndpoint;
import dev.airelay.emulator.backend.ImagesEndpoint;
import dev.airelay.emulator.backend.ModelsEndpoint;
import dev.airelay.emulator.backend.ResponsesEndpoint;
import dev.airelay.emulator.backend.ScriptedEndpoint;
import dev.airelay.emulator.backend.SocketEndpoint;
import dev.airelay.emulator.backend.TranscribeEndpoint;
import dev.airelay.emulator.backend.UsageEndpoint;
import dev.airelay.emulator.check.Credentials;
import dev.airelay.emulator.check.ImageCheck;
import dev.airelay.emulator.check.ModelCatalog;
import dev.airelay.emulator.check.RequestChecks;
import dev.airelay.emulator.common.Ids;
import dev.airelay.emulator.control.ControlEndpoint;
import dev.airelay.emulator.control.EmulatorClock;
import dev.airelay.emulator.control.IssuerControl;
import dev.airelay.emulator.fault.EventScripts;
import dev.airelay.emulator.fault.FailureScripts;
import dev.airelay.emulator.fault.StatusScripts;
import dev.airelay.emulator.fault.TransportScripts;
import dev.airelay.emulator.http.EmulatorPipeline;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.RequestRecorder;
import dev.airelay.emulator.issuer.BearerToken;
import dev.airelay.emulator.issuer.IssuerRoutes;
import dev.airelay.emulator.issuer.IssuerState;
import dev.airelay.emulator.issuer.LoginScripts;
import dev.airelay.emulator.issuer.LoginStage;
import dev.airelay.emulator.script.ScriptSources;
import dev.airelay.emulator.script.ScriptTable;
import dev.airelay.emulator.script.ScriptTarget;
import dev.airelay.emulator.turn.RateLimits;
import dev.airelay.emulator.turn.TurnScripts;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running stand-in for the upstream on 127.0.0.1: the models, responses, compact and usage paths, the login server, checks
 * like the real ones, whole event sequences, and scripted faults.
 *
 * <p>A request chooses scripts in four ways, which add up: {@link EmulatorOptions#script()} for every request, {@link
 * #script} for the next one, the header {@code x-emulator-script}, and {@code [[emulate: …]]} in the last user text. Safe
 * for use from any thread.
 */
public final class Emulator implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    /** The first second of the year 2100. */
    private static final Instant FAR_AWAY = Instant.ofEpochSecond(4_102_444_800L);

    private static final int LOOPS = 2;
    private static final int BACKLOG = 4_096;

    private final EventLoopGroup loops;
    private final ChannelGroup connections;
    private final Channel listener;
    private final RequestRecorder recorder;
    private final ScriptSources scripts;
    private final AtomicInteger openStreams;
    private final EmulatorClock clock;
    private final IssuerState issuerState;
    private final @Nullable EmulatorCertificates certificates;

    private Emulator(EmulatorOptions options) {
        clock = new EmulatorClock(options.clock());
        issuerState = new IssuerState(options.issuer(), clock, new Ids(new SecureRandom()));
        recorder = new RequestRecorder(options.recordedRequests(), ControlEndpoint::owns);
        scripts = new ScriptSources(AllScripts.TABLE, options.script());
        openStreams = new AtomicInteger();
        connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        Routes routes = routes(options.withClock(clock));
        certificates = options.tls() ? new EmulatorCertificates() : null;
        loops = new MultiThreadIoEventLoopGroup(
                LOOPS, new DefaultThreadFactory("emulator", true), NioIoHandler.newFactory());
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new EmulatorPipeline(
                        routes,
                        recorder,
                        openStreams,
                        connections,
                        certificates == null ? null : certificates.context()))
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
            deleteCertificates();
            throw new IllegalStateException(
                    "Cannot listen on " + LOOPBACK + ":" + options.port() + ". Choose another port", bound.cause());
        }
        listener = bound.channel();
    }

    /**
     * Starts an emulator and returns when it accepts connections.
     *
     * @throws IllegalStateException when the port is taken
     * @throws IllegalArgumentException when the options name a script that does not exist
     * @throws java.io.UncheckedIOException when certificates for TLS cannot be made
     */
    public static Emulator start(EmulatorOptions options) {
        return new Emulator(options);
    }

    /** A bearer token every emulator without {@link CheckOptions#accessTokens()} accepts: a JWT for {@link #accountId()}. */
    public static String accessToken() {
        return BearerToken.unsigned(accountId(), FAR_AWAY).text();
    }

    /** The account id that belongs to {@link #accessToken()}. */
    public static String accountId() {
        return EmulatedAccount.standard().accountId();
    }

    /** Every script there is. */
    public static List<ScriptDescription> scripts() {
        return AllScripts.TABLE.descriptions();
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** The inference base, {@code http://127.0.0.1:PORT/backend-api/codex}; with TLS, {@code https}. */
    public URI baseUrl() {
        return origin().resolve(Routes.CODEX);
    }

    private URI origin() {
        return URI.create((certificates == null ? "http" : "https") + "://" + LOOPBACK + ":" + port());
    }

    /** The certificate of the authority that signed the server's, in PEM, until {@link #close}; empty without TLS. */
    public Optional<Path> authority() {
        return Optional.ofNullable(certificates).map(EmulatorCertificates::authorityFile);
    }

    /** The account base, {@code http://127.0.0.1:PORT/backend-api}, the parent of {@code wham/usage}. */
    public URI accountUrl() {
        return baseUrl().resolve("../backend-api");
    }

    /** The login server at the same port, {@code issuer_base_url} to a relay. */
    public LoginIssuer issuer() {
        return new LoginIssuer(issuerState, origin());
    }

    /** Advances the emulator's clock, so that tokens expire; a negative step sets it back. */
    public void advanceClock(Duration step) {
        clock.advance(step);
    }

    /** The recorded requests to all paths but the control paths, oldest first. */
    public List<RecordedRequest> requests() {
        return recorder.all();
    }

    /** The recorded requests whose path ends in {@code pathEnd}, oldest first. */
    public List<RecordedRequest> requests(String pathEnd) {
        return recorder.all().stream()
                .filter(request -> request.path().endsWith(pathEnd))
                .toList();
    }

    /** Deletes all recorded requests, awaited or not. */
    public void clearRequests() {
        recorder.clear();
    }

    /**
     * Takes the oldest request that was not taken before, to any path, waiting for one up to {@code limit}.
     *
     * @throws IllegalStateException if none arrives in time
     */
    public RecordedRequest awaitRequest(Duration limit) {
        return recorder.take(limit);
    }

    /**
     * Queues scripts for the next request: {@code name key=value key="quoted", next-name …}. Scripts with {@code on=models},
     * {@code on=refresh} and so on, and those for the login server only, wait for such a request.
     *
     * @throws IllegalArgumentException when a script or a key is unknown or the text cannot be read
     */
    public void script(String script) {
        scripts.queue(script);
    }

    /** Deletes all queued scripts, and the counts of scripts played a number of times. */
    public void clearScripts() {
        scripts.clear();
    }

    /** How many streams are being played or are silent on purpose. */
    public int openStreams() {
        return openStreams.get();
    }

    /** Closes all connections and stops listening; returns when that is done. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        deleteCertificates();
    }

    private void deleteCertificates() {
        if (certificates != null) {
            certificates.close();
        }
    }

    private Routes routes(EmulatorOptions options) {
        ModelCatalog catalog = ModelCatalog.load();
        Credentials credentials = new Credentials(
                options.checks(),
                issuerState.accessTokens(),
                clock,
                () -> issuerState.options().account());
        CheckOptions rules = options.checks();
        RateLimits limits = new RateLimits(clock);
        Ids ids = new Ids(new SecureRandom());
        Endpoint compact = new CompactEndpoint(RequestChecks.ofCompactions(rules, credentials, catalog), ids, limits);
        ResponsesEndpoint turns = new ResponsesEndpoint(
                new ResponsesEndpoint.Settings(options.betweenEvents(), options.filledOutput(), options.clock()),
                RequestChecks.ofTurns(rules, credentials, catalog),
                scripts,
                ids,
                limits,
                catalog.etag());
        Routes.Backend backend = new Routes.Backend(
                turns,
                new ScriptedEndpoint(
                        new SocketEndpoint(turns, credentials, clock), ScriptTarget.UPGRADE, scripts, limits, clock),
                new ScriptedEndpoint(compact, ScriptTarget.COMPACT, scripts, limits, clock),
                images(ImageCheck.generations(), credentials, ids, limits),
                images(ImageCheck.edits(), credentials, ids, limits),
                new ScriptedEndpoint(
                        new TranscribeEndpoint(credentials, ids), ScriptTarget.TRANSCRIBE, scripts, limits, clock),
                new ScriptedEndpoint(
                        new ModelsEndpoint(credentials, catalog), ScriptTarget.MODELS, scripts, limits, clock),
                new ScriptedEndpoint(
                        new UsageEndpoint(credentials, limits), ScriptTarget.USAGE, scripts, limits, clock),
                new ScriptedEndpoint(new AccountsEndpoint(credentials), ScriptTarget.ACCOUNTS, scripts, limits, clock));
        LoginStage stage = new LoginStage(scripts, issuerState.counters(), clock);
        ControlEndpoint control =
                new ControlEndpoint(recorder, scripts, openStreams, new IssuerControl(issuerState, clock));
        return new Routes(backend, IssuerRoutes.table(issuerState, stage), control);
    }

    private Endpoint images(ImageCheck check, Credentials credentials, Ids ids, RateLimits limits) {
        return new ScriptedEndpoint(
                new ImagesEndpoint(check, credentials, ids, limits, clock),
                ScriptTarget.IMAGES,
                ImagesEndpoint::prompt,
                scripts,
                limits,
                clock);
    }

    /** The scripts of all packages. To add a script, add a row to one of these lists. */
    private static final class AllScripts {
        static final ScriptTable TABLE = new ScriptTable(Stream.of(
                        TurnScripts.all(),
                        FailureScripts.all(),
                        StatusScripts.all(),
                        EventScripts.all(),
                        TransportScripts.all(),
                        AccountsEndpoint.scripts(),
                        LoginScripts.all())
                .flatMap(List::stream)
                .toList());

        private AllScripts() {}
    }
}
