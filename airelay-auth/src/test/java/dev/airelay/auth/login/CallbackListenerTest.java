package dev.airelay.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.BrowserLoginRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackListenerTest {
    private final LoopbackSockets sockets =
            LoopbackSockets.bind(BrowserLoginRun.freePort()).orElseThrow();
    private final int port = sockets.port();
    private final RedirectionEndpoint endpoint = new RedirectionEndpoint("the-state");
    private final CallbackListener listener = CallbackListener.start(sockets, endpoint);
    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(20_000);
        clients.add(socket);
        return socket;
    }

    private String statusFor(String request) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return statusOn(socket);
    }

    private static String statusOn(Socket socket) throws IOException {
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return answer.lines().findFirst().orElse("nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n",
                "GET\r\n\r\n",
                "GET / HTTP/2.0\r\n\r\n",
                "GET http://evil.example/auth/callback HTTP/1.1\r\n\r\n",
                "get / HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\n\n",
                "GET /auth/callback?a=b c HTTP/1.1\r\n\r\n",
                "GET /auth/callback?code=%zz&state=the-state HTTP/1.1\r\n\r\n"
            })
    void garbageIsABadRequest(String request) throws IOException {
        assertThat(statusFor(request)).isEqualTo("HTTP/1.1 400 Bad Request");
    }

    @Test
    void headWithoutEndIsCutOff() throws IOException {
        assertThat(statusFor("GET / HTTP/1.1\r\nX: " + "x".repeat(16 * 1024 - 19)))
                .isEqualTo("HTTP/1.1 431 Request Header Fields Too Large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:1455", "localhost.evil.example", "192.168.0.2:1455", ""})
    void foreignNameThatPointsHereIsRefused(String host) throws IOException {
        assertThat(statusFor("GET /cancel HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                .isEqualTo("HTTP/1.1 403 Forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost:1455", "127.0.0.1:1455", "[::1]:1457"})
    void namesOfThisMachineAreAnswered(String host) throws IOException {
        assertThat(statusFor("GET /cancel HTTP/1.1\r\nX: y\r\nhost:" + host + " \r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void requestInPiecesAndWithBareLineEndsIsUnderstood() throws IOException {
        Socket socket = connect();
        for (String piece : List.of("GE", "T /cancel HTTP/1.", "1\nHost: localhost\n", "\n")) {
            socket.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }

        assertThat(statusOn(socket)).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void clientsThatSayNothingDoNotKeepOthersOut() throws IOException {
        for (int i = 0; i < 10; i++) {
            connect().getOutputStream().write("GET /auth".getBytes(StandardCharsets.US_ASCII));
        }
        connect().close();

        assertThat(statusFor("GET /nothing HTTP/1.1\r\n\r\n")).isEqualTo("HTTP/1.1 404 Not Found");
    }

    @Test
    void closingEndsEveryConnectionAndFreesThePort() throws IOException {
        Socket silent = connect();
        assertThat(statusFor("GET /nothing HTTP/1.1\r\n\r\n")).isEqualTo("HTTP/1.1 404 Not Found");

        listener.close();

        assertThat(readToEnd(silent)).isZero();
        assertThat(LoopbackSockets.bind(port)).hasValueSatisfying(LoopbackSockets::close);
    }

    private static int readToEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes().length;
        } catch (java.net.SocketException reset) {
            return 0;
        }
    }
}
