package dev.airelay.emulator.http;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.script.ScriptSources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Speaks to an emulator over real sockets, with accepted credentials unless given others. */
public final class WireClient {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final Emulator emulator;

    /** A client of that emulator. */
    public WireClient(Emulator emulator) {
        this.emulator = emulator;
    }

    /** A whole answer. */
    public record Answer(int status, java.net.http.HttpHeaders headers, byte[] bytes) {
        /** The body as text. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** The body as JSON. */
        public JsonNode json() {
            return Json.read(bytes).orElseThrow(() -> new AssertionError("not JSON: " + text()));
        }

        /** The first value of a header. */
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        /** The events of a streamed body. */
        public List<JsonNode> events() {
            return SseReader.events(bytes);
        }
    }

    /** A minimal body the emulator accepts. */
    public static ObjectNode body(String userText) {
        ObjectNode body = Json.object()
                .put("model", "gpt-5.5")
                .put("instructions", "")
                .put("store", false)
                .put("stream", true);
        body.putArray("input").add(userMessage(userText));
        return body;
    }

    /** A user message with that text. */
    public static ObjectNode userMessage(String text) {
        ObjectNode message = Json.object().put("type", "message").put("role", "user");
        message.putArray("content").addObject().put("type", "input_text").put("text", text);
        return message;
    }

    /** Body text as JSON5-free shorthand: single quotes stand for double ones. */
    public static ObjectNode json(String text) {
        return (ObjectNode) Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> new AssertionError("not JSON: " + text));
    }

    /** Posts a turn; headers are names and values in turn. */
    public Answer turn(ObjectNode body, String... headers) {
        return send(request("/responses", headers).POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    /** The events of a turn with that user text and script. */
    public List<JsonNode> events(String userText, String script) {
        return turn(body(userText), ScriptSources.HEADER, script).events();
    }

    /** The whole events among the first bytes of an answer, whose rest is not waited for. */
    public List<JsonNode> firstEvents(String userText, String script, int bytes) {
        HttpRequest request = request("/responses", ScriptSources.HEADER, script)
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body(userText))))
                .build();
        try (InputStream answer =
                http.send(request, BodyHandlers.ofInputStream()).body()) {
            String text = new String(answer.readNBytes(bytes), StandardCharsets.UTF_8);
            return SseReader.events(
                    text.substring(0, text.lastIndexOf("\n\n") + 2).getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Gets a path with accepted credentials. */
    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /** Sends a request and waits for its whole response. */
    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** A request with accepted credentials; a later header of the same name replaces an earlier one. */
    public HttpRequest.Builder request(String path, String... headers) {
        URI target = path.startsWith("/__emulator") || path.startsWith("/backend-api")
                ? emulator.baseUrl().resolve(path)
                : URI.create(emulator.baseUrl() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(LIMIT)
                .setHeader("authorization", "Bearer " + Emulator.accessToken())
                .setHeader("chatgpt-account-id", Emulator.accountId())
                .setHeader("content-type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    /** The types of the events. */
    public static List<String> types(List<JsonNode> events) {
        List<String> types = new ArrayList<>();
        events.forEach(event -> types.add(Json.string(event, "type")));
        return types;
    }

    /** The events of one type. */
    public static List<JsonNode> ofType(List<JsonNode> events, String type) {
        return events.stream()
                .filter(event -> Json.string(event, "type").equals(type))
                .toList();
    }

    /** The deltas of a type, joined. */
    public static String joined(List<JsonNode> events, String type) {
        StringBuilder text = new StringBuilder();
        ofType(events, type).forEach(event -> text.append(Json.string(event, "delta")));
        return text.toString();
    }

    /** The finished items of a turn, by their order of finishing. */
    public static List<JsonNode> items(List<JsonNode> events) {
        return ofType(events, "response.output_item.done").stream()
                .map(event -> event.path("item"))
                .toList();
    }
}
