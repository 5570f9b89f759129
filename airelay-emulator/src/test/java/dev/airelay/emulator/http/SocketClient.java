package dev.airelay.emulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.script.ScriptSources;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JDK's WebSocket client, connected to an emulator with accepted credentials. */
public final class SocketClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Set<String> TERMINAL =
            Set.of("response.completed", "response.failed", "response.incomplete", "error");

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final CompletableFuture<String> pong = new CompletableFuture<>();
    private final WebSocket socket;

    private SocketClient(Emulator emulator, String... headers) throws InterruptedException, ExecutionException {
        WebSocket.Builder builder = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .connectTimeout(LIMIT)
                .header("authorization", "Bearer " + Emulator.accessToken())
                .header("chatgpt-account-id", Emulator.accountId());
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        URI target = URI.create(emulator.baseUrl().toString().replaceFirst("^http", "ws") + "/responses");
        socket = builder.buildAsync(target, new Listener()).get();
    }

    /** A socket that was accepted; headers are names and values in turn. */
    public static SocketClient open(Emulator emulator, String... headers) {
        try {
            return new SocketClient(emulator, headers);
        } catch (ExecutionException refused) {
            throw new AssertionError(refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** The status with which an upgrade is refused. */
    public static int refusal(Emulator emulator, String... headers) {
        try (SocketClient accepted = new SocketClient(emulator, headers)) {
            throw new AssertionError("the upgrade was accepted: " + accepted.socket);
        } catch (ExecutionException refused) {
            if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
                return handshake.getResponse().statusCode();
            }
            throw new AssertionError(refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** A message that the emulator accepts as a turn with that user text. */
    public static ObjectNode create(String userText) {
        return WireClient.body(userText).put("type", "response.create");
    }

    /** A message that continues a response with one more item. */
    public static ObjectNode continuing(String id, ObjectNode item) {
        ObjectNode create = create("").put("previous_response_id", id);
        create.putArray("input").add(item);
        return create;
    }

    /** Sends a message. */
    public void send(ObjectNode message) {
        socket.sendText(Json.text(message), true).join();
    }

    /** Sends a ping and waits for its pong. */
    public String ping(String text) {
        socket.sendPing(ByteBuffer.wrap(text.getBytes(UTF_8))).join();
        return await(pong);
    }

    /** The next message. */
    public JsonNode next() {
        try {
            JsonNode next = messages.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no message within " + LIMIT);
            }
            return next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** All messages up to a terminal one. */
    public List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        do {
            events.add(next());
        } while (!TERMINAL.contains(Json.string(events.get(events.size() - 1), "type")));
        return events;
    }

    /** Sends a turn and returns its events. */
    public List<JsonNode> turn(ObjectNode message) {
        send(message);
        return events();
    }

    /** The messages so far that no one has read. */
    public List<JsonNode> unread() {
        return List.copyOf(messages);
    }

    /** How the socket ended: "closed STATUS", or "broken". */
    public String end() {
        return await(ended);
    }

    private static String await(CompletableFuture<String> future) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException never) {
            throw new AssertionError(never);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Closes in order, with the closing handshake. */
    public void closeInOrder() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** The header that chooses scripts, for {@link #open}. */
    public static String[] script(String script) {
        return new String[] {ScriptSources.HEADER, script};
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(Json.read(text.toString().getBytes(UTF_8))
                        .orElseThrow(() -> new AssertionError("not JSON: " + text)));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            pong.complete(UTF_8.decode(message).toString());
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            ended.complete("closed " + status);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended.complete("broken");
        }
    }
}
