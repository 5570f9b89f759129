package dev.airelay.server.trace;

import dev.airelay.traffic.record.HeaderField;
import dev.airelay.traffic.record.RequestLine;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request's head for the traffic log. The event loop only stores references to its texts; path, parameters and headers are
 * built on demand, usually by the log's thread. Immutable; has no reference to the connection or to headers that handlers
 * may change.
 */
public final class RequestFacts {
    private final String id;
    private final String method;
    private final String target;
    private final UnaryOperator<String> paths;
    /** Names and values, alternating. */
    private final CharSequence[] fields;

    private final Set<String> credentialHeaders;
    private final String clientIp;
    private final int approximateBytes;

    /**
     * Creates the facts of a request.
     *
     * @param paths returns the path of a request target
     * @param credentialHeaders names of the headers that may contain the relay token, in lower case
     * @param clientIp the client that its limits are counted for
     */
    RequestFacts(
            String id,
            HttpRequest request,
            UnaryOperator<String> paths,
            Set<String> credentialHeaders,
            String clientIp) {
        this.id = id;
        this.method = request.method().name();
        this.target = request.uri();
        this.paths = paths;
        this.credentialHeaders = credentialHeaders;
        this.clientIp = clientIp;
        HttpHeaders headers = request.headers();
        this.fields = new CharSequence[2 * headers.size()];
        int bytes = target.length();
        int at = 0;
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = headers.iteratorCharSequence();
        while (entries.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = entries.next();
            fields[at++] = header.getKey();
            fields[at++] = header.getValue();
            bytes += 64 + header.getKey().length() + header.getValue().length();
        }
        this.approximateBytes = bytes;
    }

    /** Returns the request's id. */
    public String id() {
        return id;
    }

    /** Returns the method as sent. */
    public String method() {
        return method;
    }

    /** Returns the path as sent, without the query. */
    public String path() {
        return paths.apply(target);
    }

    /** Returns the address for which the request's limits are counted. */
    public String clientIp() {
        return clientIp;
    }

    /** Returns all headers. */
    public List<HeaderField> headers() {
        List<HeaderField> headers = new ArrayList<>(fields.length / 2);
        for (int at = 0; at < fields.length; at += 2) {
            String name = fields[at].toString();
            headers.add(new HeaderField(
                    name, fields[at + 1].toString(), credentialHeaders.contains(name.toLowerCase(Locale.ROOT))));
        }
        return headers;
    }

    /** Returns the first value of a header, whose name is given in lower case; null when there is none. */
    @Nullable
    String header(String name) {
        for (int at = 0; at < fields.length; at += 2) {
            if (AsciiString.contentEqualsIgnoreCase(fields[at], name)) {
                return fields[at + 1].toString();
            }
        }
        return null;
    }

    /** Returns the parameters of the query, decoded. */
    List<HeaderField> query() {
        if (target.indexOf('?') < 0) {
            return List.of();
        }
        QueryStringDecoder decoder = new QueryStringDecoder(target);
        try {
            List<HeaderField> query = new ArrayList<>();
            decoder.parameters()
                    .forEach((name, values) -> values.forEach(value -> query.add(new HeaderField(name, value))));
            return query;
        } catch (IllegalArgumentException notEncoded) {
            return List.of(new HeaderField("not_decoded", decoder.rawQuery()));
        }
    }

    /** Returns the approximate memory of the head. */
    int approximateBytes() {
        return approximateBytes;
    }

    RequestLine line(@Nullable String route) {
        return new RequestLine(method, path(), route, clientIp, userAgent());
    }

    /** Returns the client's name for itself; null when it sends none. */
    @Nullable
    String userAgent() {
        return header("user-agent");
    }

    /** Returns the content type of the body as sent: compressed data is not text. */
    static String bodyType(HttpHeaders headers) {
        String coding = headers.get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        return coding.equalsIgnoreCase("identity")
                ? headers.get(HttpHeaderNames.CONTENT_TYPE, "")
                : "application/" + coding;
    }
}
