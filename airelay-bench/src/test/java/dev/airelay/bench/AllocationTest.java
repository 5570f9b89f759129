package dev.airelay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.airelay.server.MeasuredRelay;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Allocation on the event loops of a relay, over sockets: for each delta of a long stream, and for each request. Bytes, which
 * are the same on every machine, and not time. The limits are those of docs/performance.md; they may only be lowered.
 */
class AllocationTest {

    private static final int SHORT = 30;
    private static final int DELTAS = 4_000;
    private static final int WARM_UPS = 40;
    private static final int ROUNDS = 5;
    private static final int REQUESTS = 100;
    /** The least of several rounds counts: now and then the virtual machine itself allocates on a thread. */
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final String DELTA = "output_text.delta";
    private static final List<String> GOLDEN =
            List.of(new String(GoldenFiles.answer("text"), UTF_8).strip().split("\n\n", -1));
    private static final int FIRST_DELTA =
            (int) GOLDEN.stream().takeWhile(event -> !event.contains(DELTA)).count();
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final byte[] HEAD_END = "\n\r\n".getBytes(UTF_8);
    private static final byte[] LAST_MESSAGE = "response.completed".getBytes(UTF_8);
    private static final byte[] END = "\r\n0\r\n\r\n".getBytes(UTF_8);

    /** The routes, with the bytes that one delta and one request may take. */
    enum Streamed {
        CHAT("/v1/chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]", 64, 52 * 1024),
        RESPONSES("/v1/responses", "\"input\":\"Hello\",\"store\":false", 32, 52 * 1024),
        /** Over a WebSocket, where each turn is a request. */
        SOCKET("/v1/responses", "\"input\":\"Hello\",\"store\":false", 32, 61 * 1024);

        private final String path;
        private final String prompt;
        private final int perDelta;
        private final int perRequest;

        Streamed(String path, String prompt, int perDelta, int perRequest) {
            this.path = path;
            this.prompt = prompt;
            this.perDelta = perDelta;
            this.perRequest = perRequest;
        }

        private byte[] request() {
            String members = "\"model\":\"gpt-5.5\",\"stream\":true," + prompt + "}";
            if (this == SOCKET) {
                return message("{\"type\":\"response.create\"," + members);
            }
            byte[] body = ("{" + members).getBytes(UTF_8);
            return WireClient.request(
                    "POST " + path, List.of("content-type: application/json", "connection: keep-alive"), body);
        }
    }

    /** A whole text message in one frame, masked with zeros (RFC 6455, 5.2). */
    private static byte[] message(String json) {
        byte[] text = json.getBytes(UTF_8);
        assertThat(text.length).as("the length fits into one byte").isLessThan(126);
        byte[] head = {(byte) 0x81, (byte) (0x80 | text.length), 0, 0, 0, 0};
        return WireClient.joined(head, text);
    }

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void deltaTakesNextToNothing(Streamed route) throws Exception {
        try (WrittenUpstream upstream = upstream();
                MeasuredRelay relay = start(upstream);
                Socket client = client(relay, route)) {
            upstream.answerManually(WrittenUpstream.RESPONSES);
            client.getOutputStream().write(route.request());
            OutputStream response = upstream.nextManualResponse();
            response.write(HEAD.getBytes(UTF_8));
            response.write(chunks(GOLDEN.subList(0, FIRST_DELTA)));
            long perDelta = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long before = allocated();
                byte[] last = (" last" + round).getBytes(UTF_8);
                response.write(deltas(DELTAS - 1, " word"));
                response.write(deltas(1, " last" + round));
                readTo(client.getInputStream(), last);
                perDelta = Math.min(perDelta, (allocated() - before) / DELTAS);
            }
            System.out.println("allocation " + route + ": " + perDelta + " bytes for each delta");
            assertThat(perDelta).as("bytes for each delta").isLessThanOrEqualTo(route.perDelta);
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestTakesLittle(Streamed route) throws IOException {
        try (WrittenUpstream upstream = upstream();
                MeasuredRelay relay = start(upstream);
                Socket client = client(relay, route)) {
            upstream.answer(WrittenUpstream.RESPONSES, stream(SHORT));
            for (int i = 0; i < WARM_UPS * 10; i++) {
                exchange(client, route);
            }
            long perRequest = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                perRequest = Math.min(perRequest, allocatedBy(client, route) / REQUESTS);
            }
            System.out.println("allocation " + route + ": " + perRequest + " bytes for each request");
            assertThat(perRequest).as("bytes for each request").isLessThanOrEqualTo(route.perRequest);
        }
    }

    @Test
    void measurementSeesAllocation() {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        byte[] seen = new byte[1 << 20];
        assertThat(THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .isGreaterThanOrEqualTo(seen.length);
    }

    private MeasuredRelay start(WrittenUpstream upstream) {
        return MeasuredRelay.start(upstream.baseUrl(), directory, Map.of("responses.store_true", "reject"));
    }

    private static WrittenUpstream upstream() {
        WrittenUpstream upstream = new WrittenUpstream();
        upstream.json(WrittenUpstream.MODELS, 200, "{\"models\":[]}".getBytes(UTF_8));
        return upstream;
    }

    private static Socket client(MeasuredRelay relay, Streamed route) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), relay.port());
        client.setTcpNoDelay(true);
        if (route == Streamed.SOCKET) {
            client.getOutputStream()
                    .write(WireClient.request(
                            "GET " + route.path,
                            List.of(
                                    "connection: upgrade",
                                    "upgrade: websocket",
                                    "sec-websocket-version: 13",
                                    "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=="),
                            new byte[0]));
            readTo(client.getInputStream(), HEAD_END);
        }
        return client;
    }

    private static long allocatedBy(Socket client, Streamed route) throws IOException {
        long before = allocated();
        for (int i = 0; i < REQUESTS; i++) {
            exchange(client, route);
        }
        return allocated() - before;
    }

    private static long allocated() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("airelay-loop"))
                .mapToLong(thread -> THREADS.getThreadAllocatedBytes(thread.getId()))
                .sum();
    }

    /** Sends a request and reads its response, to the end of the chunks or the last message. */
    private static void exchange(Socket client, Streamed route) throws IOException {
        client.getOutputStream().write(route.request());
        readTo(client.getInputStream(), route == Streamed.SOCKET ? LAST_MESSAGE : END);
    }

    /** Reads until these bytes have come, whose first byte is not in them again. */
    private static void readTo(InputStream in, byte[] wanted) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int matched = 0;
        while (matched < wanted.length) {
            int length = in.read(buffer);
            if (length < 0) {
                throw new IOException("the relay closed the connection");
            }
            for (int i = 0; i < length && matched < wanted.length; i++) {
                matched = buffer[i] == wanted[matched] ? matched + 1 : buffer[i] == wanted[0] ? 1 : 0;
            }
        }
    }

    /** A whole response, each event in a chunk of its own, as the upstream sends them. */
    private static byte[] stream(int deltas) {
        String text = " word".repeat(deltas);
        List<String> ending = GOLDEN.stream()
                .skip(FIRST_DELTA)
                .filter(event -> !event.contains(DELTA))
                .map(event -> event.replace("Hello there", text))
                .toList();
        return WireClient.joined(
                HEAD.getBytes(UTF_8),
                chunks(GOLDEN.subList(0, FIRST_DELTA)),
                deltas(deltas, " word"),
                chunks(ending),
                "0\r\n\r\n".getBytes(UTF_8));
    }

    private static byte[] deltas(int count, String text) {
        return chunks(Collections.nCopies(count, GOLDEN.get(FIRST_DELTA).replace("\"Hel\"", '"' + text + '"')));
    }

    private static byte[] chunks(List<String> events) {
        StringBuilder chunks = new StringBuilder();
        for (String event : events) {
            int length = event.getBytes(UTF_8).length + 2;
            chunks.append(Integer.toHexString(length))
                    .append("\r\n")
                    .append(event)
                    .append("\n\n\r\n");
        }
        return chunks.toString().getBytes(UTF_8);
    }
}
