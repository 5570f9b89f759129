package dev.airelay.server;

import io.netty.handler.codec.http.HttpRequest;

/**
 * A request head whose route is known; its body follows.
 *
 * @param head the request head
 * @param route the route that will answer
 * @param pathVariable what stands in the route's placeholder, percent-decoded; empty when it has none
 */
record RoutedRequest(HttpRequest head, Route route, String pathVariable) {}
