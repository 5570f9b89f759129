package dev.airelay.server.trace;

import dev.airelay.traffic.record.HeaderField;
import dev.airelay.traffic.record.RequestLine;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request's head as the traffic log tells it. Holds no reference to the connection it came from.
 *
 * @param id the request's id
 * @param method as sent
 * @param path as sent, without the query
 * @param query its parameters, decoded
 * @param headers all of them
 * @param clientIp whom its limits are counted for
 */
public record RequestFacts(
        String id, String method, String path, List<HeaderField> query, List<HeaderField> headers, String clientIp) {

    static RequestFacts of(
            String id, String path, HttpRequest request, Set<String> credentialHeaders, String clientIp) {
        List<HeaderField> headers = request.headers().entries().stream()
                .map(header -> new HeaderField(
                        header.getKey(),
                        header.getValue(),
                        credentialHeaders.contains(header.getKey().toLowerCase(Locale.ROOT))))
                .toList();
        return new RequestFacts(id, request.method().name(), path, query(request.uri()), headers, clientIp);
    }

    private static List<HeaderField> query(String target) {
        QueryStringDecoder decoder = new QueryStringDecoder(target);
        try {
            return decoder.parameters().entrySet().stream()
                    .flatMap(parameter ->
                            parameter.getValue().stream().map(value -> new HeaderField(parameter.getKey(), value)))
                    .toList();
        } catch (IllegalArgumentException notEncoded) {
            return List.of(new HeaderField("not_decoded", decoder.rawQuery()));
        }
    }

    RequestLine line(@Nullable String route) {
        return new RequestLine(method, path, route, clientIp);
    }

    /** Returns the type of the body as it travels: what is compressed is no text. */
    static String bodyType(HttpHeaders headers) {
        String coding = headers.get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        return coding.equalsIgnoreCase("identity")
                ? headers.get(HttpHeaderNames.CONTENT_TYPE, "")
                : "application/" + coding;
    }
}
