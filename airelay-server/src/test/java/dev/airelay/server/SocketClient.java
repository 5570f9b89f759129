package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client's WebSocket, of the JDK. */
final class SocketClient implements AutoCloseable {

    private static final List<String> ENDS =
            List.of("response.completed", "response.incomplete", "response.failed", "error", "response.steer.failed");

    /** One for all: each has a thread and a selector, which stay until it is collected. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private SocketClient(RunningRelay relay, String path, String... headers) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(RunningRelay.LIMIT);
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + relay.port() + path), new Messages())
                .join();
    }

    /** Opens a socket with the relay token. */
    static SocketClient open(RunningRelay relay) {
        return open(relay, RunningRelay.RESPONSES);
    }

    static SocketClient open(RunningRelay relay, String path) {
        return new SocketClient(relay, path, "authorization", "Bearer " + RunningRelay.TOKEN);
    }

    /** Opens a socket with these headers only. */
    static SocketClient with(RunningRelay relay, String... headers) {
        return new SocketClient(relay, RunningRelay.RESPONSES, headers);
    }

    SocketClient send(String json) {
        socket.sendText(json, true).join();
        return this;
    }

    /** Sends what the relay may refuse before it has all of it. */
    SocketClient attempt(String json) {
        socket.sendText(json, true);
        return this;
    }

    SocketClient sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
        return this;
    }

    /** Asks for a response over a socket of its own, and returns what a stream over HTTP would have been. */
    static WireAnswer ask(RunningRelay relay, String prompt) {
        try (SocketClient socket = open(relay)) {
            List<JsonNode> turn = socket.send(
                            "{\"type\": \"response.create\", \"model\": \"gpt-5.5\", \"input\": \"" + prompt + "\"}")
                    .turn();
            JsonNode end = turn.get(turn.size() - 1);
            if (type(end).equals("error")) {
                assertThat(turn).hasSize(1);
                return refused(end);
            }
            StringBuilder stream = new StringBuilder();
            turn.forEach(event -> stream.append("event: ")
                    .append(type(event))
                    .append("\ndata: ")
                    .append(event)
                    .append("\n\n"));
            byte[] body = stream.append("data: [DONE]\n\n").toString().getBytes(StandardCharsets.UTF_8);
            return new WireAnswer(200, headers(Map.of("content-type", List.of("text/event-stream"))), body);
        }
    }

    private static WireAnswer refused(JsonNode message) {
        Map<String, List<String>> fields = new HashMap<>();
        message.path("headers").forEachEntry((name, value) -> fields.put(name, List.of(value.asString())));
        assertThat(fields).containsKey("x-request-id");
        byte[] body = ("{\"error\": " + message.path("error") + "}").getBytes(StandardCharsets.UTF_8);
        return new WireAnswer(message.path("status").intValue(), headers(fields), body);
    }

    private static HttpHeaders headers(Map<String, List<String>> fields) {
        return HttpHeaders.of(fields, (name, value) -> true);
    }

    /** Returns the next message. */
    JsonNode next() {
        try {
            JsonNode message = messages.poll(RunningRelay.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(message).as("a message").isNotNull();
            return message;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Returns the messages up to the end of a turn. */
    List<JsonNode> turn() {
        List<JsonNode> turn = new ArrayList<>();
        do {
            turn.add(next());
        } while (!ENDS.contains(type(turn.get(turn.size() - 1))));
        return turn;
    }

    /** Returns the last message of a turn. */
    JsonNode end() {
        List<JsonNode> turn = turn();
        return turn.get(turn.size() - 1);
    }

    static String type(JsonNode message) {
        return message.path("type").stringValue("");
    }

    /** Returns the status with which the relay closed the socket. */
    int closed() {
        return closed.orTimeout(RunningRelay.LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** Ends the connection at once, without a word. */
    void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            // The relay may have closed it meanwhile.
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .exceptionally(broken -> socket)
                    .join();
        }
    }

    private final class Messages implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(JsonMapper.shared().readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(status);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
