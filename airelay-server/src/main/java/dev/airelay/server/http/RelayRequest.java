package dev.airelay.server.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;

/**
 * A request whose body has been received, or one whose endpoint receives it in pieces.
 *
 * @param id the request's id
 * @param version the client's HTTP version
 * @param headers the client's headers
 * @param target what the target said beyond the route
 * @param body the body; empty when there was none; not to be changed
 * @param memory its share of the memory, to which whoever answers it may add; given back when the answer is written
 * @param connection the state of the connection that it came from; to be used on its event loop only
 */
public record RelayRequest(
        String id,
        HttpVersion version,
        HttpHeaders headers,
        RequestTarget target,
        byte[] body,
        MemoryShare memory,
        ConnectionState connection) {

    /** Returns what stood in the route's first placeholder; empty when it has none. */
    public String pathVariable() {
        return target.variables().isEmpty() ? "" : target.variables().get(0);
    }

    /** Returns all values of a query parameter. */
    public List<String> query(String name) {
        return query().all(name);
    }

    /** Returns the query parameters. */
    public QueryParameters query() {
        return target.query();
    }
}
