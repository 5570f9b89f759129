package dev.airelay.auth;

import dev.airelay.auth.issuer.IssuerException;
import dev.airelay.auth.issuer.TokenRenewal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An issuer for several processes: rotates refresh tokens and detects that one is used twice. Speaks lines on a loopback
 * socket: a refresh token in, either {@code ok access refresh} or {@code reused} out.
 */
final class LoopbackIssuer implements AutoCloseable {
    private final ServerSocket listener;
    private final InstantSource clock;
    private final Duration life;
    private final AtomicInteger renewals = new AtomicInteger();
    private final AtomicInteger reuses = new AtomicInteger();
    private String valid;

    LoopbackIssuer(InstantSource clock, Duration life, String firstToken) throws IOException {
        this.clock = clock;
        this.life = life;
        this.valid = firstToken;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "issuer");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    int renewals() {
        return renewals.get();
    }

    int reuses() {
        return reuses.get();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept();
                    BufferedReader in =
                            new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                    OutputStream out = client.getOutputStream()) {
                out.write((answer(in.readLine()) + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                // The next one may do better; a closed listener ends the loop.
                continue;
            }
        }
    }

    private String answer(String token) {
        if (!valid.equals(token)) {
            reuses.incrementAndGet();
            return "reused";
        }
        int number = renewals.incrementAndGet();
        valid = "rt-" + number;
        return "ok " + Sessions.accessToken("n" + number, clock.instant().plus(life)) + " " + valid;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** The way to the issuer on this port. */
    static TokenRenewal at(int port) {
        return refreshToken -> {
            String[] answer = ask(port, refreshToken).split(" ", -1);
            if (answer[0].equals("ok")) {
                return Sessions.reply(answer[1], answer[2]);
            }
            throw new IssuerException(IssuerException.Kind.PERMANENT, "refresh_token_reused", "reused");
        };
    }

    private static String ask(int port, String token) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write((token + "\n").getBytes(StandardCharsets.UTF_8));
            return String.valueOf(in.readLine());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
