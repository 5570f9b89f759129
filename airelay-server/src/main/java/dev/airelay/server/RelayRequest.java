package dev.airelay.server;

import dev.airelay.transforms.ApiError;
import dev.airelay.transforms.RequestRejected;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;

/**
 * A request whose body has been received. Holds no reference to the connection it came from.
 *
 * @param id the request's id
 * @param version the client's HTTP version
 * @param headers the client's headers
 * @param target the request target as it was sent, query included
 * @param pathVariable what stood in the route's placeholder, percent-decoded; empty when it has none
 * @param body the body; empty when there was none; not to be changed
 */
record RelayRequest(
        String id, HttpVersion version, HttpHeaders headers, String target, String pathVariable, byte[] body) {

    /**
     * Returns all values of a query parameter, decoded.
     *
     * @throws RequestRejected with 400 when the query is not percent-encoded as it must be
     */
    List<String> query(String name) {
        try {
            return new QueryStringDecoder(target).parameters().getOrDefault(name, List.of());
        } catch (IllegalArgumentException malformed) {
            throw new RequestRejected(
                    400,
                    new ApiError(
                            "The query of the request URL has a percent sign that encodes nothing.",
                            ApiError.INVALID_REQUEST,
                            null,
                            "malformed_query"));
        }
    }
}
