package dev.airelay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.PercentEncoding;
import dev.airelay.auth.issuer.TokenReply;
import dev.airelay.auth.login.BrowserLogin;
import dev.airelay.auth.login.BrowserLoginOptions;
import dev.airelay.auth.login.LoginSink;
import dev.airelay.auth.login.LoopbackPorts;
import dev.airelay.auth.login.LoopbackSockets;
import dev.airelay.auth.login.PendingLogin;
import dev.airelay.auth.login.WorkspaceRestriction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A browser login on a thread of its own, and a browser that talks to its listener. */
public final class BrowserLoginRun implements AutoCloseable {
    public static final String CODE = "ac_browser-code-0123456789";

    public final ScriptedTransport issuer = new ScriptedTransport();
    final FakeLoginClock clock = new FakeLoginClock();
    public final List<TokenReply> stored = new CopyOnWriteArrayList<>();

    private final HttpClient browser =
            HttpClient.newBuilder().followRedirects(Redirect.NEVER).build();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CompletableFuture<PendingLogin> shown = new CompletableFuture<>();
    private Future<TokenReply> result = new CompletableFuture<>();

    public static LoopbackPorts freePorts() {
        return new LoopbackPorts(freePort(), freePort());
    }

    /** A port nobody has on either loopback address. */
    public static int freePort() {
        while (true) {
            int port = ephemeralPort();
            Optional<LoopbackSockets> both = LoopbackSockets.bind(port);
            if (both.isPresent()) {
                both.get().close();
                return port;
            }
        }
    }

    private static int ephemeralPort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }

    public BrowserLoginRun start() {
        return start(freePorts(), WorkspaceRestriction.none());
    }

    BrowserLoginRun start(LoopbackPorts ports, WorkspaceRestriction workspaces) {
        return start(ports, workspaces, LoopbackSockets.Binder.system());
    }

    BrowserLoginRun start(LoopbackPorts ports, WorkspaceRestriction workspaces, LoopbackSockets.Binder binder) {
        return start(new BrowserLoginOptions(ports, Duration.ofMinutes(1), workspaces), stored::add, binder);
    }

    public BrowserLoginRun start(BrowserLoginOptions options, LoginSink sink) {
        return start(options, sink, LoopbackSockets.Binder.system());
    }

    private BrowserLoginRun start(BrowserLoginOptions options, LoginSink sink, LoopbackSockets.Binder binder) {
        BrowserLogin login = new BrowserLogin(issuer.client(), options, clock, new SecureRandom(), binder);
        result = thread.submit(() -> login.run(shown::complete, sink));
        return this;
    }

    public PendingLogin pending() throws Exception {
        return shown.get(10, TimeUnit.SECONDS);
    }

    /** The value of this parameter of the authorize URL. */
    public String parameter(String name) throws Exception {
        for (String pair : pending().authorizeUrl().getRawQuery().split("&")) {
            if (pair.startsWith(name + "=")) {
                return PercentEncoding.decode(pair.substring(name.length() + 1));
            }
        }
        throw new AssertionError("no " + name);
    }

    public String state() throws Exception {
        return parameter("state");
    }

    public URI address(String pathAndQuery) throws Exception {
        return URI.create(parameter("redirect_uri")).resolve(pathAndQuery);
    }

    /** The query of a redirect that succeeded. */
    public String grant() throws Exception {
        return "code=" + CODE + "&state=" + state();
    }

    public HttpResponse<String> get(String pathAndQuery) throws Exception {
        return send(HttpRequest.newBuilder(address(pathAndQuery)).build());
    }

    public CompletableFuture<HttpResponse<String>> getLater(String pathAndQuery) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address(pathAndQuery)).build();
        return browser.sendAsync(request, BodyHandlers.ofString());
    }

    public HttpResponse<String> send(HttpRequest request) throws Exception {
        return browser.send(request, BodyHandlers.ofString());
    }

    /** The callback with these parameters, as the issuer's redirect makes the browser ask it. */
    public HttpResponse<String> callback(String query) throws Exception {
        return get("/auth/callback?" + query);
    }

    public TokenReply result() throws Exception {
        return result.get(20, TimeUnit.SECONDS);
    }

    /** The exception that the login threw. */
    public Throwable failure() throws Exception {
        try {
            throw new AssertionError("the login gave " + result());
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }

    /** Waits until the login has ended, in success or failure. */
    void awaitEnd() {
        thread.shutdown();
        try {
            assertThat(thread.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** As Ctrl-C in a program that interrupts its worker. */
    public void interrupt() {
        thread.shutdownNow();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
