package dev.airelay.auth.login;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A login that was left waiting, of AIRelay or the Codex CLI, holds the port: both give it up on {@code GET /cancel}. */
final class StaleLogin {
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int ENOUGH_TO_READ = 1024;

    private StaleLogin() {}

    /**
     * Asks whatever listens there to give up. What it answers does not matter: the port is free afterwards or not.
     *
     * @return whether anything listens there
     */
    static boolean askToCancel(int port, List<InetAddress> addresses) {
        boolean listening = false;
        for (InetAddress address : addresses) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
                listening = true;
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.getOutputStream().write(request(port));
                // One read waits for the answer without letting a talkative program hold the login up.
                int unused = socket.getInputStream().read(new byte[ENOUGH_TO_READ]);
            } catch (IOException notALogin) {
                // Nobody at this address, or a program that does not speak HTTP: it keeps the port.
            }
        }
        return listening;
    }

    private static byte[] request(int port) {
        return ("GET /cancel HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
