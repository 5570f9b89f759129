package dev.airelay.backend.connect;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The relevant headers of an upstream response: limits, tag of the model catalog, model, ids. No others are passed on,
 * cookies never.
 *
 * @param headers by lower-case name, of a repeated header the first value. Immutable
 */
public record UpstreamHead(Map<String, String> headers) {

    private static final String LIMITS_PREFIX = "x-codex-";
    private static final Set<String> NAMES = Set.of(
            "x-models-etag",
            "openai-model",
            "openai-processing-ms",
            "x-reasoning-included",
            "x-request-id",
            "x-oai-request-id",
            "cf-ray",
            "etag",
            "retry-after");
    /** Copies the map. */
    public UpstreamHead {
        headers = Map.copyOf(headers);
    }

    /** Returns the headers of a response that the relay reads. */
    public static UpstreamHead of(HttpHeaders received) {
        Map<String, String> interesting = new HashMap<>();
        for (Map.Entry<String, String> header : received) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(LIMITS_PREFIX) || NAMES.contains(name)) {
                interesting.putIfAbsent(name, header.getValue());
            }
        }
        return new UpstreamHead(interesting);
    }

    /** Returns the value of this header, if the upstream sent it. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
