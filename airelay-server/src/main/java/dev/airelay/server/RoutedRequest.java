package dev.airelay.server;

import io.netty.handler.codec.http.HttpRequest;

/**
 * A request head whose route is known; its body follows.
 *
 * @param head the request head
 * @param route the route that will answer
 * @param target what the target says beyond the route
 */
record RoutedRequest(HttpRequest head, Route route, RequestTarget target) {}
