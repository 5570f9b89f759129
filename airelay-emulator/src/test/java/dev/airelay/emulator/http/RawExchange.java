package dev.airelay.emulator.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.script.ScriptSources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** One exchange over a bare socket, for what an HTTP client hides: resets, chunks, silence. */
public final class RawExchange implements AutoCloseable {
    /** How reading ended. */
    public enum End {
        CLOSED,
        RESET,
        STILL_OPEN
    }

    private static final int SILENCE_MILLIS = 1_000;
    private static final int LIMIT_MILLIS = 20_000;

    private final Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private RawExchange(Socket socket) {
        this.socket = socket;
    }

    /** Sends a turn with that script, with accepted credentials. */
    public static RawExchange post(Emulator emulator, ObjectNode body, String script) {
        byte[] json = Json.bytes(body);
        String head =
                """
                POST /backend-api/codex/responses HTTP/1.1
                host: 127.0.0.1
                authorization: Bearer %s
                chatgpt-account-id: %s
                %s: %s
                connection: close
                content-type: application/json
                content-length: %d

                """.formatted(Emulator.accessToken(), Emulator.accountId(), ScriptSources.HEADER, script, json.length);
        return sent(emulator, head, json);
    }

    private static RawExchange sent(Emulator emulator, String head, byte[] json) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port());
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(UTF_8));
            socket.getOutputStream().write(json);
            return new RawExchange(socket);
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    /** A JSON body to any path, without credentials. */
    public static RawExchange postJson(Emulator emulator, String path, ObjectNode body) {
        byte[] json = Json.bytes(body);
        return sent(emulator, """
                POST %s HTTP/1.1
                host: 127.0.0.1
                connection: close
                content-type: application/json
                content-length: %d

                """.formatted(path, json.length), json);
    }

    /** Reads until the connection ends. */
    public End read() {
        return read(LIMIT_MILLIS);
    }

    /** Reads until the connection ends or falls silent. */
    public End readUntilSilence() {
        return read(SILENCE_MILLIS);
    }

    private End read(int silenceMillis) {
        try {
            socket.setSoTimeout(silenceMillis);
            byte[] buffer = new byte[64 * 1024];
            for (int count = socket.getInputStream().read(buffer);
                    count >= 0;
                    count = socket.getInputStream().read(buffer)) {
                received.write(buffer, 0, count);
            }
            return End.CLOSED;
        } catch (SocketTimeoutException silent) {
            return End.STILL_OPEN;
        } catch (SocketException reset) {
            return End.RESET;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Reads until a text has come. */
    public void readUntil(String text) {
        try {
            while (!text().contains(text)) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new AssertionError("'" + text + "' never came, only: " + text());
                }
                received.write(next);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** All that was received so far. */
    public String text() {
        return received.toString(UTF_8);
    }

    byte[] bytes() {
        return received.toByteArray();
    }

    /** The sizes of the HTTP chunks of the body. */
    public List<Integer> chunkSizes() {
        List<Integer> sizes = new ArrayList<>();
        String all = received.toString(ISO_8859_1);
        int at = all.indexOf("\r\n\r\n") + 4;
        while (at < all.length()) {
            int lineEnd = all.indexOf("\r\n", at);
            int size = Integer.parseInt(all.substring(at, lineEnd), 16);
            sizes.add(size);
            at = lineEnd + 2 + size + 2;
        }
        return sizes;
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
