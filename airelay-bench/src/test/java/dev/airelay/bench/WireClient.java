package dev.airelay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.server.MeasuredRelay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sends requests as bytes, right or wrong, each on a connection of its own. */
final class WireClient {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final String HEAD_END = "\r\n\r\n";
    /** On a loaded machine a response may take so long that the relay sends interim ones, which keep the connection alive. */
    private static final String INTERIM = "HTTP/1.1 100 ";

    private static final int STATUS_BEGIN = 9;
    private static final int STATUS_END = 12;

    private final int port;

    WireClient(int port) {
        this.port = port;
    }

    /**
     * A response.
     *
     * @param status 0 when the connection ended without an answer
     */
    record Reply(int status, String body) {}

    /** A whole request with the relay token; headers of the same name replace the usual ones. */
    static byte[] request(String requestLine, List<String> headers, byte[] body) {
        Stream<String> usual = Stream.of(
                        "host: 127.0.0.1",
                        "connection: close",
                        "authorization: Bearer " + MeasuredRelay.TOKEN,
                        "content-length: " + body.length)
                .filter(header -> headers.stream().noneMatch(other -> other.startsWith(name(header))));
        String head = Stream.of(Stream.of(requestLine + " HTTP/1.1"), usual, headers.stream())
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\r\n", "", "\r\n\r\n"));
        return joined(head.getBytes(UTF_8), body);
    }

    private static String name(String header) {
        return header.substring(0, header.indexOf(':') + 1);
    }

    static byte[] request(String requestLine, String... headers) {
        return request(requestLine, List.of(headers), new byte[0]);
    }

    /** A request with a JSON body. */
    static byte[] json(String path, byte[] body) {
        return request("POST " + path, List.of("content-type: application/json"), body);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    Reply send(byte[] request) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            write(socket, request);
            return reply(read(socket.getInputStream()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Ends this side, so that the relay closes the connection. It need not take a request that it refuses. */
    private static void write(Socket socket, byte[] request) throws IOException {
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            socket.shutdownOutput();
        } catch (SocketException refused) {
            // The reason has been sent before.
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException reset) {
            // What came before counts.
        }
        return all.toByteArray();
    }

    private static Reply reply(byte[] read) {
        String text = new String(read, UTF_8);
        while (text.startsWith(INTERIM)) {
            text = text.substring(bodyBegin(text));
        }
        return text.length() < STATUS_END
                ? new Reply(0, "")
                : new Reply(
                        Integer.parseInt(text.substring(STATUS_BEGIN, STATUS_END)), text.substring(bodyBegin(text)));
    }

    private static int bodyBegin(String text) {
        return text.indexOf(HEAD_END) + HEAD_END.length();
    }
}
