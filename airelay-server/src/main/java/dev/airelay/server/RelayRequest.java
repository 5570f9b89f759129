package dev.airelay.server;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;

/**
 * A request whose body has been received. Holds no reference to the connection it came from.
 *
 * @param id the request's id
 * @param version the client's HTTP version
 * @param headers the client's headers
 * @param pathVariable what stood in the route's placeholder, percent-decoded; empty when it has none
 * @param body the body; empty when there was none; not to be changed
 */
record RelayRequest(String id, HttpVersion version, HttpHeaders headers, String pathVariable, byte[] body) {}
