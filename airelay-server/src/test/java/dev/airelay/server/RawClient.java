package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One bare connection to a relay, for what an HTTP client hides. */
final class RawClient implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;

    private RawClient(int port, int receiveBufferBytes, String from, Duration patience) {
        try {
            if (!from.isEmpty()) {
                socket.bind(new InetSocketAddress(from, 0));
            }
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.setSoTimeout((int) patience.toMillis());
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    static RawClient of(RunningRelay relay) {
        return of(relay.port());
    }

    static RawClient of(int port) {
        return new RawClient(port, 0, "", RunningRelay.LIMIT);
    }

    /** A client that waits longer for an answer than a test usually may. */
    static RawClient patient(int port) {
        return new RawClient(port, 0, "", Duration.ofMinutes(5));
    }

    /** A client that calls from this address. */
    static RawClient from(RunningRelay relay, String address) {
        return new RawClient(relay.port(), 0, address, RunningRelay.LIMIT);
    }

    /** A client whose kernel takes little ahead of it. */
    static RawClient withSmallWindow(RunningRelay relay) {
        return withSmallWindow(relay.port());
    }

    static RawClient withSmallWindow(int port) {
        return new RawClient(port, 4_096, "", RunningRelay.LIMIT);
    }

    /** The head of a request with the relay token, blank line included. */
    static String head(String requestLine, String... headers) {
        StringBuilder head = new StringBuilder(requestLine)
                .append("\r\nhost: 127.0.0.1\r\nauthorization: Bearer ")
                .append(RunningRelay.TOKEN)
                .append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** A whole JSON request. */
    static String post(String path, String json) {
        return head(
                        "POST " + path + " HTTP/1.1",
                        "content-type: application/json",
                        "content-length: " + json.getBytes(UTF_8).length)
                + json;
    }

    RawClient write(String text) {
        return write(text.getBytes(UTF_8));
    }

    RawClient write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Writes what the relay may not take any more. */
    RawClient tryWrite(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException refused) {
            // What it has said before is still to be read.
        }
        return this;
    }

    /** Reads one byte if one has come. */
    void readOne() {
        if (hasAnswer()) {
            try {
                int unused = in.read();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    /** Returns whether something has come. */
    boolean hasAnswer() {
        try {
            return in.available() > 0;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Reads the next answer. */
    RawAnswer answer() {
        return answer(true);
    }

    /** Reads the next answer that is not an interim one. */
    RawAnswer finalAnswer() {
        RawAnswer answer = answer();
        while (answer.status() < 200) {
            answer = answer();
        }
        return answer;
    }

    /** Reads the next answer, which has no body though its headers speak of one. */
    RawAnswer answerWithoutBody() {
        return answer(false);
    }

    private RawAnswer answer(boolean withBody) {
        try {
            String statusLine = line();
            List<String> headers = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                headers.add(line);
            }
            RawAnswer head = new RawAnswer(statusLine, headers, "");
            return withBody ? new RawAnswer(statusLine, headers, new String(body(head), UTF_8)) : head;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private byte[] body(RawAnswer head) throws IOException {
        if (head.status() < 200) {
            return new byte[0];
        }
        if (head.header("transfer-encoding").orElse("").equals("chunked")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                body.write(in.readNBytes(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        String length = head.header("content-length").orElse("");
        return length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    /** Reads until a text has come, and returns all that was read. */
    String readUntil(String text) {
        try {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            while (!read.toString(UTF_8).endsWith(text)) {
                read.write(next());
            }
            return read.toString(UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Reads up to the end of the connection and returns true when the relay closed it. */
    boolean isClosedByRelay() {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = next(); next != '\n'; next = next()) {
            line.write(next);
        }
        return line.toString(UTF_8).stripTrailing();
    }

    private int next() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new IOException("the relay closed the connection");
        }
        return next;
    }

    /** Ends this side of the connection and continues to read. */
    RawClient finishSending() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Reads to the end of the connection and returns all that came; a reset is an end. */
    String rest() {
        return new String(restBytes(), UTF_8);
    }

    /** Reads to the end of the connection. */
    byte[] restBytes() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (SocketException reset) {
            // What came before it counts.
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return rest.toByteArray();
    }

    /** Closes with a reset, as a client does that dies. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
