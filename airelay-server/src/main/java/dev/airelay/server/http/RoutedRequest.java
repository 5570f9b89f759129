package dev.airelay.server.http;

import io.netty.handler.codec.http.HttpRequest;

/**
 * A request head whose route is known; its body follows.
 *
 * @param head the request head
 * @param route the route that will answer
 * @param target what the target says beyond the route
 */
public record RoutedRequest(HttpRequest head, Route route, RequestTarget target) {}
