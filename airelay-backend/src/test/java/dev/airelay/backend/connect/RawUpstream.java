package dev.airelay.backend.connect;

import dev.airelay.backend.call.Rig;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An upstream played by the test, byte by byte. Every wait of it is bounded. */
public final class RawUpstream implements Closeable {

    public static final String STREAM_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket server;
    private final List<Connection> connections = new ArrayList<>();

    public RawUpstream() throws IOException {
        server = new ServerSocket(0, 16, InetAddress.getByName("127.0.0.1"));
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    public BackendOptions options() {
        return Rig.options("http", "127.0.0.1", server.getLocalPort());
    }

    public Connection accept() throws IOException {
        Connection connection = new Connection(server.accept());
        connections.add(connection);
        return connection;
    }

    /** Returns true when nobody is waiting to be accepted. */
    public boolean nobodyElse() throws IOException {
        server.setSoTimeout(1);
        try (Socket unexpected = server.accept()) {
            return unexpected.isClosed();
        } catch (SocketTimeoutException none) {
            return true;
        } finally {
            server.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.socket.close();
        }
        server.close();
    }

    /** One accepted connection. */
    public static final class Connection {

        private final Socket socket;
        private final InputStream in;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
        }

        /** Reads one request with its body and returns the head. */
        public String readRequest() throws IOException {
            String head = readHead();
            int length = head.lines()
                    .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                    .findFirst()
                    .orElse(0);
            in.readNBytes(length);
            return head;
        }

        public String readHead() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int read = in.read();
                if (read < 0) {
                    throw new IOException("closed after: " + head);
                }
                head.append((char) read);
            }
            return head.toString();
        }

        public void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        public void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Writes one chunk of a chunked body. */
        public void chunk(String text) throws IOException {
            write(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
        }

        /** Begins a chunked event stream. */
        public void beginStream() throws IOException {
            write(STREAM_HEAD + "Transfer-Encoding: chunked\r\n\r\n");
        }

        public void endStream() throws IOException {
            write("0\r\n\r\n");
        }

        /** Waits this long for the other side to write or close, and returns true when it did neither. */
        public boolean silentFor(int millis) throws IOException {
            socket.setSoTimeout(millis);
            try {
                in.read();
                return false;
            } catch (SocketTimeoutException silent) {
                return true;
            } finally {
                socket.setSoTimeout(PATIENCE_MILLIS);
            }
        }

        public void close() throws IOException {
            socket.close();
        }

        /** Closes with a reset instead of an orderly end. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Returns true when the other side has closed; waits for it. Unread bytes are read over. */
        public boolean closedByPeer() throws IOException {
            try {
                byte[] unread = new byte[64 * 1024];
                int length = 0;
                while (length >= 0) {
                    length = in.read(unread);
                }
                return true;
            } catch (SocketTimeoutException open) {
                return false;
            } catch (IOException reset) {
                return true;
            }
        }
    }
}
