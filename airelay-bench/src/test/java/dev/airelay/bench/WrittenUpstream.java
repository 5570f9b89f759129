package dev.airelay.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An upstream that answers every request with the bytes it was given: they may contain faults that the emulator would not
 * make.
 */
final class WrittenUpstream implements AutoCloseable {
    static final String RESPONSES = "/responses";
    static final String COMPACT = "/compact";
    static final String MODELS = "/models";
    static final String USAGE = "/usage";

    private static final String EVENTS = "content-type: text/event-stream";
    private static final String JSON = "content-type: application/json";
    private static final byte[] MANUAL = new byte[0];
    private static final int PATIENCE_SECONDS = 60;
    private static final String BASE = "/backend-api/codex";

    private final ServerSocket listener;
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<OutputStream> manualResponses = new LinkedBlockingQueue<>();

    WrittenUpstream() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "upstream");
        thread.setDaemon(true);
        thread.start();
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + BASE);
    }

    /** Sets the answer to requests whose path ends so. */
    void answer(String pathEnd, byte[] answer) {
        answers.put(pathEnd, answer);
    }

    void events(byte[] events) {
        answer(RESPONSES, message(200, List.of(EVENTS), events));
    }

    void json(String pathEnd, int status, byte[] body) {
        answer(pathEnd, message(status, List.of(JSON), body));
    }

    /** Lets the caller of {@link #nextManualResponse} answer requests whose path ends so. */
    void answerManually(String pathEnd) {
        answer(pathEnd, MANUAL);
    }

    /** Waits for the next request that is answered manually. The returned stream takes the response with its head. */
    OutputStream nextManualResponse() throws InterruptedException {
        OutputStream response = manualResponses.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (response == null) {
            throw new IllegalStateException("the relay sent no request");
        }
        return response;
    }

    /** A whole answer. */
    static byte[] message(int status, List<String> headers, byte[] body) {
        String head = Stream.concat(
                        Stream.of("HTTP/1.1 " + status + " Said", "content-length: " + body.length), headers.stream())
                .collect(Collectors.joining("\r\n", "", "\r\n\r\n"));
        return WireClient.joined(head.getBytes(UTF_8), body);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                skipRequest(in);
                String path = line.split(" ", -1)[1].replaceFirst("\\?.*", "");
                byte[] answer = answerTo(path);
                if (answer == MANUAL) {
                    manualResponses.add(socket.getOutputStream());
                } else {
                    socket.getOutputStream().write(answer);
                    socket.getOutputStream().flush();
                }
            }
        } catch (IOException gone) {
            // The relay closes connections as it likes.
        }
    }

    private byte[] answerTo(String path) {
        return answers.entrySet().stream()
                .filter(answer -> path.endsWith(answer.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> message(404, List.of(JSON), "{}".getBytes(UTF_8)));
    }

    private static void skipRequest(InputStream in) throws IOException {
        long length = 0;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length =
                        Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
            }
            chunked |= header.startsWith("transfer-encoding:");
        }
        in.skipNBytes(length);
        while (chunked) {
            int size = Integer.parseInt(line(in), 16);
            in.skipNBytes(size);
            line(in);
            chunked = size > 0;
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
