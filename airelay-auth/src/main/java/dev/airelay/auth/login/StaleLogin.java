package dev.airelay.auth.login;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An abandoned login of AIRelay or the Codex CLI that still holds the port. Both release it on {@code GET /cancel}. */
final class StaleLogin {
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int ENOUGH_TO_READ = 1024;

    private StaleLogin() {}

    /**
     * Sends {@code GET /cancel} to the port. The response does not matter: the port is free afterwards or it is not.
     *
     * @return whether any program listens there
     */
    static boolean askToCancel(int port, List<InetAddress> addresses) {
        boolean listening = false;
        for (InetAddress address : addresses) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
                listening = true;
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.getOutputStream().write(request(port));
                // A single read waits for the response, so that a program that sends much cannot delay the login.
                int unused = socket.getInputStream().read(new byte[ENOUGH_TO_READ]);
            } catch (IOException notALogin) {
                // No program at this address, or one that does not speak HTTP and keeps the port.
            }
        }
        return listening;
    }

    private static byte[] request(int port) {
        return ("GET /cancel HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
