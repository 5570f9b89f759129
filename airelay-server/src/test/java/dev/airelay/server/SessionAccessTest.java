package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.testsupport.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of a session's threads, with an issuer that takes its time. */
@Timeout(60)
class SessionAccessTest {
    private static final String TOKENS = "{\"access_token\":\"at-2\",\"refresh_token\":\"rt-2\"}";

    @TempDir
    Path home;

    private ServerSocket issuer;

    @BeforeEach
    void listen() throws IOException {
        issuer = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        issuer.close();
    }

    private SessionAccess openSession() {
        Map<String, String> settings = Map.of(
                "upstream.issuer_base_url",
                "http://127.0.0.1:" + issuer.getLocalPort(),
                "auth.storage",
                "file",
                "paths.data_dir",
                home.toString());
        RelayConfig config =
                ConfigLoader.load(ConfigSources.of(Map.of(), settings, home)).config();
        return SessionAccess.open(config, Map.of());
    }

    @Test
    void renewalInProgressIsStoredBeforeTheProgramEnds() throws Exception {
        Files.writeString(
                home.resolve("auth.json"), "{\"tokens\":{\"refresh_token\":\"rt-1\",\"account_id\":\"acc\"}}");
        SessionAccess access = openSession();
        CompletionStage<Credentials> renewed = access.credentials().current();

        try (Socket asked = issuer.accept()) {
            readRequest(asked.getInputStream());
            // From here on the old refresh token is used up.
            Thread closing = new Thread(access::close, "closing");
            closing.start();
            awaitWaitingOrEnded(closing);
            asked.getOutputStream().write(answer().getBytes(StandardCharsets.US_ASCII));
            closing.join();
        }

        assertThat(Files.readString(home.resolve("auth.json"))).contains("rt-2").doesNotContain("rt-1");
        assertThat(renewed.toCompletableFuture().get(20, TimeUnit.SECONDS).accessToken())
                .isEqualTo("at-2");
    }

    @Test
    void endsAtOnceAndTwiceWithoutRequests() {
        SessionAccess access = openSession();

        access.close();
        access.close();

        assertThat(access.credentials().current()).isCompletedExceptionally();
    }

    private static void readRequest(InputStream in) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("rt-1") < 0) {
            int octet = in.read();
            assertThat(octet).as(request.toString()).isNotNegative();
            request.append((char) octet);
        }
    }

    private static String answer() {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + TOKENS.length() + "\r\n\r\n"
                + TOKENS;
    }

    private static void awaitWaitingOrEnded(Thread thread) {
        EnumSet<Thread.State> wanted = EnumSet.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED);
        Eventually.await("a thread that waits or has ended", () -> wanted.contains(thread.getState()));
    }
}
