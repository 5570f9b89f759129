package dev.airelay.emulator.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.common.Json;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * A request that the emulator received, and how its response ended.
 *
 * <p>Everything except the ending is fixed when the request arrives. The values of {@code Authorization} and {@code Cookie}
 * are never stored, only {@code Bearer sha256:<16 hex digits> shape=jwt|opaque length=N}. Safe for use from any thread.
 */
public final class RecordedRequest {
    /** How the response to a request ended. */
    public enum Ending {
        /** The response is still being sent, or is silent on purpose. */
        OPEN,
        /** The whole planned response was written. */
        COMPLETE,
        /** A script cut the connection. */
        CUT,
        /** The client closed the connection before the planned end. */
        CLIENT_GONE
    }

    private final String method;
    private final String target;
    private final List<RecordedHeader> headers;
    private final byte[] body;
    private final CompletableFuture<Ending> ending;

    /**
     * A request that has just arrived.
     *
     * @param headers its headers without secrets
     * @param body its body after decompression
     * @param ending completed by the recorder when the response has ended
     */
    public RecordedRequest(
            String method, String target, List<RecordedHeader> headers, byte[] body, CompletableFuture<Ending> ending) {
        this.method = method;
        this.target = target;
        this.headers = List.copyOf(headers);
        this.body = body;
        this.ending = ending;
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** The request target: path and query as sent. */
    public String target() {
        return target;
    }

    /** The path without the query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** All headers in the order they were sent. */
    public List<RecordedHeader> headers() {
        return headers;
    }

    /** The first header of that name, case-insensitively. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(RecordedHeader::value)
                .findFirst();
    }

    /** The body as JSON, decompressed; empty when there was none or it is not JSON. */
    public Optional<JsonNode> body() {
        return Json.read(body);
    }

    /** The body's bytes after decompression. */
    public byte[] bodyBytes() {
        return body.clone();
    }

    /** A text field of the body, be it a form or a JSON object; the first one when a form repeats it. */
    public Optional<String> field(String name) {
        return body().filter(JsonNode::isObject)
                .map(object -> object.path(name).stringValue(""))
                .or(() -> Optional.ofNullable(form().get(name)).map(values -> values.get(0)))
                .filter(value -> !value.isEmpty());
    }

    /** The fields of a form body; none when the body is not a form. */
    public Map<String, List<String>> form() {
        boolean isForm = header("content-type").orElse("").startsWith("application/x-www-form-urlencoded");
        return isForm ? new QueryStringDecoder(new String(body, UTF_8), false).parameters() : Map.of();
    }

    /** How the response has ended so far; never blocks. */
    public Ending ending() {
        return ending.getNow(Ending.OPEN);
    }

    /** Whether the client closed the connection before the planned end. */
    public boolean clientDisconnected() {
        return ending() == Ending.CLIENT_GONE;
    }

    /**
     * Waits until the response has ended, and returns how.
     *
     * @throws IllegalStateException when it is still open after {@code limit}
     */
    public Ending awaitEnding(Duration limit) {
        try {
            return ending.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException stillOpen) {
            throw new IllegalStateException(
                    method + " " + path() + " is still being answered after " + limit, stillOpen);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + method + " " + path(), interrupted);
        }
    }

    /** Without the query, which may contain a login's secrets. */
    @Override
    public String toString() {
        return method + " " + path() + " (" + body.length + " bytes, " + ending() + ")";
    }
}
