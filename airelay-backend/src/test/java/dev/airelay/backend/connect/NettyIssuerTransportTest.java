package dev.airelay.backend.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.auth.issuer.IssuerReply;
import dev.airelay.auth.issuer.IssuerRequest;
import dev.airelay.backend.call.Rig;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NettyIssuerTransportTest {

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("issuer", true), NioIoHandler.newFactory());
    private RawUpstream issuer;
    private BackendOptions options;
    private NettyIssuerTransport transport;

    @BeforeEach
    void start() throws Exception {
        issuer = new RawUpstream();
        options = issuer.options().withIdentity("codex_exec", "0.169.0").withUserAgent("codex_exec/0.169.0 (test)");
        transport = new NettyIssuerTransport(loops, options, Outbound.direct(), Runnable::run);
    }

    @AfterEach
    void stop() throws Exception {
        loops.shutdownGracefully(0, 1, SECONDS).await();
        issuer.close();
    }

    private IssuerRequest request(Duration timeout) {
        URI target = URI.create("http://127.0.0.1:" + options.baseUrl().getPort() + "/oauth/token?a=b");
        return new IssuerRequest(target, "application/json", "{\"secret\":1}".getBytes(UTF_8), timeout);
    }

    private CompletableFuture<IssuerReply> sending(Duration timeout) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return transport.send(request(timeout));
            } catch (IOException failed) {
                throw new AssertionError(failed.getMessage(), failed);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });
    }

    @Test
    void requestHasTheHeadersOfCodexAndNoOthers() throws Exception {
        CompletableFuture<IssuerReply> reply = sending(Duration.ofSeconds(10));
        RawUpstream.Connection connection = issuer.accept();

        assertThat(connection.readRequest().strip().lines())
                .containsExactly(
                        "POST /oauth/token?a=b HTTP/1.1",
                        "content-type: application/json",
                        "originator: codex_exec",
                        "user-agent: codex_exec/0.169.0 (test)",
                        "accept: */*",
                        "host: 127.0.0.1:" + options.baseUrl().getPort(),
                        "content-length: 12");
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(reply.get(10, SECONDS).body()).asString(UTF_8).isEqualTo("{}");
        assertThat(connection.closedByPeer()).isTrue();
    }

    @Test
    void redirectAndRetryAfterAreForTheCaller() throws Exception {
        CompletableFuture<IssuerReply> reply = sending(Duration.ofSeconds(10));
        RawUpstream.Connection connection = issuer.accept();
        connection.readRequest();
        connection.write("""
                HTTP/1.1 302 Found\r
                Location: http://127.0.0.1:1/elsewhere\r
                Retry-After: 7\r
                cf-mitigated: challenge\r
                Content-Length: 0\r
                \r
                """);

        IssuerReply got = reply.get(10, SECONDS);
        assertThat(got.status()).isEqualTo(302);
        assertThat(got.retryAfter()).contains("7");
        assertThat(got.challenge()).isTrue();
        assertThat(issuer.nobodyElse()).isTrue();
    }

    @Test
    void interimAnswerIsPassedOver() throws Exception {
        CompletableFuture<IssuerReply> reply = sending(Duration.ofSeconds(10));
        RawUpstream.Connection connection = issuer.accept();
        connection.readRequest();
        connection.write("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");

        assertThat(reply.get(10, SECONDS).status()).isEqualTo(204);
    }

    @Test
    void answerOfMoreThanAMegabyteIsRefused() throws Exception {
        CompletableFuture<IssuerReply> reply = sending(Duration.ofSeconds(10));
        RawUpstream.Connection connection = issuer.accept();
        connection.readRequest();
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n" + " ".repeat(1_048_577));

        assertThat(failureOf(reply)).isNotInstanceOf(ConnectException.class).hasMessageContaining("1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"})
    void answerThatBreaksOffMayHaveBeenActedOn(String begun) throws Exception {
        CompletableFuture<IssuerReply> reply = sending(Duration.ofSeconds(10));
        RawUpstream.Connection connection = issuer.accept();
        connection.readRequest();
        connection.write(begun);
        connection.close();

        assertThat(failureOf(reply))
                .isNotInstanceOf(ConnectException.class)
                .hasMessageContaining("The login server 127.0.0.1");
    }

    @Test
    void tricklingResponseIsAbandoned() throws Exception {
        CompletableFuture<IssuerReply> reply = sending(Duration.ofMillis(300));
        RawUpstream.Connection connection = issuer.accept();
        connection.readRequest();
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{");

        assertThat(failureOf(reply)).isNotInstanceOf(ConnectException.class).hasMessageContaining("300 ms");
        assertThat(connection.closedByPeer()).isTrue();
    }

    @Test
    void sendsNothingToClosedPort() throws Exception {
        issuer.close();

        assertThatIOException()
                .isThrownBy(() -> transport.send(request(Duration.ofSeconds(10))))
                .isInstanceOf(ConnectException.class)
                .withMessageContaining("refused");
    }

    @Test
    void handshakeThatIsNotDoneInTimeHasSentNothing() {
        URI silent = URI.create("https://127.0.0.1:" + options.baseUrl().getPort() + "/oauth/token");

        assertThatThrownBy(() -> transport.send(
                        new IssuerRequest(silent, "application/json", new byte[0], Duration.ofMillis(200))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("200 ms");
    }

    @Test
    void interruptedThreadGivesTheRequestUp() throws Exception {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                transport.send(request(Duration.ofSeconds(30)));
                outcome.complete(null);
            } catch (IOException | InterruptedException thrown) {
                outcome.complete(thrown);
            }
        });
        waiting.start();
        RawUpstream.Connection connection = issuer.accept();
        connection.readRequest();
        waiting.interrupt();

        assertThat(outcome.get(10, SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(connection.closedByPeer()).isTrue();
    }

    @Test
    void eventLoopIsNotBlocked() throws Exception {
        try (Rig rig = Rig.of(options)) {
            NettyIssuerTransport shared =
                    new NettyIssuerTransport(rig.group, options, Outbound.direct(), Runnable::run);

            assertThatThrownBy(() -> rig.onLoop(() -> shared.send(request(Duration.ofSeconds(1)))))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void stoppedLoopsSendNothing() {
        loops.shutdownGracefully(0, 1, SECONDS);

        assertThatThrownBy(() -> transport.send(request(Duration.ofSeconds(5)))).isInstanceOf(ConnectException.class);
    }

    private static Throwable failureOf(CompletableFuture<?> failing) throws Exception {
        Throwable thrown = failing.handle((value, failure) -> failure).get(15, SECONDS);
        assertThat(thrown).hasCauseInstanceOf(AssertionError.class);
        return thrown.getCause().getCause();
    }
}
