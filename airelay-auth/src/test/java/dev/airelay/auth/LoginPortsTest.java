package dev.airelay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.issuer.PercentEncoding;
import dev.airelay.auth.login.LoginException;
import dev.airelay.auth.login.LoginFailure;
import dev.airelay.auth.login.LoopbackPorts;
import dev.airelay.auth.login.LoopbackSockets;
import dev.airelay.auth.login.WorkspaceRestriction;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginPortsTest {
    private final LoopbackPorts ports = BrowserLoginRun.freePorts();
    private final BrowserLoginRun login = new BrowserLoginRun();

    @AfterEach
    void stop() {
        login.close();
    }

    /** A program that listens on both addresses, takes connections and says nothing sensible. */
    private static LoopbackSockets foreign(int port) {
        LoopbackSockets sockets = LoopbackSockets.bind(port).orElseThrow();
        for (ServerSocket socket : sockets.sockets()) {
            CompletableFuture.runAsync(() -> hangUpOnEverybody(socket));
        }
        return sockets;
    }

    private static void hangUpOnEverybody(ServerSocket listener) {
        try {
            while (true) {
                listener.accept().close();
            }
        } catch (IOException closed) {
            assertThat(listener.isClosed()).isTrue();
        }
    }

    @Test
    void registeredPortsAreThoseOfTheClient() {
        assertThat(LoopbackPorts.registered().inOrder()).containsExactly(1455, 1457);
        assertThatThrownBy(() -> new LoopbackPorts(0, 1457)).hasMessage("preferred must be 1..65535, was 0");
    }

    @Test
    void loginLeftWaitingIsCancelledAndItsPortTaken() throws Exception {
        BrowserLoginRun stale = new BrowserLoginRun();
        try (stale) {
            stale.start(ports, WorkspaceRestriction.none()).pending();
            login.clock.onPause(stale::awaitEnd);

            login.start(ports, WorkspaceRestriction.none());

            assertThat(login.parameter("redirect_uri"))
                    .isEqualTo("http://localhost:" + ports.preferred() + "/auth/callback");
            assertThat(stale.failure())
                    .isInstanceOfSatisfying(
                            LoginException.class,
                            failed -> assertThat(failed.failure()).isEqualTo(LoginFailure.CANCELLED));
        }
    }

    @Test
    void asksStaleListenerOnceAndWaitsForIt() throws Exception {
        LoopbackSockets stale = LoopbackSockets.bind(ports.preferred()).orElseThrow();
        CompletableFuture<String> asked =
                CompletableFuture.supplyAsync(() -> firstLine(stale.sockets().get(0)));
        // IPv6 hangs up, as a program does that means to listen on one address only.
        List<CompletableFuture<Void>> others = stale.sockets().stream()
                .skip(1)
                .map(other -> CompletableFuture.runAsync(() -> hangUpOnEverybody(other)))
                .toList();
        FakeLoginClock clock = new FakeLoginClock();
        clock.onPause(() -> {
            if (clock.pauses().size() == 3) {
                stale.close();
                // A port is free once nobody is in accept any more.
                others.forEach(CompletableFuture::join);
            }
        });

        try (LoopbackSockets taken = LoopbackSockets.open(ports, clock, LoopbackSockets.Binder.system())) {
            assertThat(taken.port()).isEqualTo(ports.preferred());
        }
        assertThat(asked.get()).isEqualTo("GET /cancel HTTP/1.1");
        assertThat(clock.pauses()).isEqualTo(Collections.nCopies(3, Duration.ofMillis(200)));
    }

    private static String firstLine(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            byte[] read = new byte[1024];
            int length = socket.getInputStream().read(read);
            return new String(read, 0, length, StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    @Test
    void usesTheFallbackIfAnotherProgramHasThePort() throws Exception {
        try (LoopbackSockets foreign = foreign(ports.preferred())) {
            login.issuer.answers(200, TestTokens.json("acc-1"));
            login.start(ports, WorkspaceRestriction.none());
            String redirect = "http://localhost:" + ports.fallback() + "/auth/callback";

            assertThat(login.parameter("redirect_uri")).isEqualTo(redirect);
            login.callback(login.grant());
            login.get("/success");
            login.result();

            assertThat(login.issuer.body(0)).contains("&redirect_uri=" + PercentEncoding.encode(redirect) + "&");
            assertThat(foreign.port()).isEqualTo(ports.preferred());
        }
    }

    @Test
    void portTakenOnOneAddressOnlyIsNotFree() throws Exception {
        InetAddress last =
                LoopbackSockets.addresses().get(LoopbackSockets.addresses().size() - 1);
        try (ServerSocket foreign = new ServerSocket(ports.preferred(), 1, last)) {
            assertThat(LoopbackSockets.bind(ports.preferred())).isEmpty();
            assertThat(foreign.isBound()).isTrue();
        }
        assertThat(LoopbackSockets.bind(ports.preferred())).hasValueSatisfying(LoopbackSockets::close);
    }

    private static ServerSocket refuse(int port, InetAddress address) throws IOException {
        throw new BindException("Permission denied: bind " + address + ":" + port);
    }

    @Test
    void portsThatTheSystemKeepsLeaveTheLoginByPasting() throws Exception {
        login.issuer.answers(200, TestTokens.json("acc-1"));
        login.start(ports, WorkspaceRestriction.none(), LoginPortsTest::refuse);

        assertThat(login.pending().listening()).isFalse();
        assertThat(login.parameter("redirect_uri"))
                .isEqualTo("http://localhost:" + ports.preferred() + "/auth/callback");
        assertThat(login.pending().paste("?" + login.grant())).isEmpty();
        assertThat(login.result()).isNotNull();
    }

    @Test
    void portThatTheSystemKeepsIsPassedOverWhereAnotherIsFree() throws Exception {
        LoopbackSockets.Binder half = (port, address) -> port == ports.preferred()
                ? refuse(port, address)
                : LoopbackSockets.Binder.system().bind(port, address);

        try (LoopbackSockets taken = LoopbackSockets.open(ports, new FakeLoginClock(), half)) {
            assertThat(taken.port()).isEqualTo(ports.fallback());
            assertThat(taken.sockets()).isNotEmpty();
        }
    }

    @Test
    void bothPortsTakenIsAClearError() {
        FakeLoginClock clock = new FakeLoginClock();
        try (LoopbackSockets one = foreign(ports.preferred());
                LoopbackSockets other = foreign(ports.fallback())) {
            LoginException failure = catchThrowableOfType(
                    LoginException.class, () -> LoopbackSockets.open(ports, clock, LoopbackSockets.Binder.system()));

            assertThat(failure.failure()).isEqualTo(LoginFailure.PORTS_BUSY);
            assertThat(failure)
                    .hasMessageContaining(one.port() + " and " + other.port())
                    .hasMessageContaining("airelay login --device");
        }
        assertThat(clock.pauses()).hasSize(20);
    }
}
