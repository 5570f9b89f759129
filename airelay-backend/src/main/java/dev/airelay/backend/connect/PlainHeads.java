package dev.airelay.backend.connect;

import dev.airelay.auth.issuer.IssuerRequest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;

/** Writes the heads of requests that carry no credentials in headers; the names and their order are Codex's. */
final class PlainHeads {

    private static final String ORIGINATOR = "originator";
    private static final String ANYTHING = "*/*";

    private PlainHeads() {}

    /** Returns the head of a request to the login server; the body is for the caller to write. */
    static HttpRequest post(Endpoint endpoint, IssuerRequest request, BackendOptions options) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, request.contentType());
        addIdentity(headers, endpoint, options);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, request.body().length);
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, path(request.target()), headers);
    }

    /** Returns the head of a GET that accepts any content. */
    static HttpRequest get(Endpoint endpoint, URI target, BackendOptions options) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        addIdentity(headers, endpoint, options);
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path(target), headers);
    }

    private static void addIdentity(HttpHeaders headers, Endpoint endpoint, BackendOptions options) {
        headers.set(ORIGINATOR, options.originator());
        headers.set(HttpHeaderNames.USER_AGENT, options.userAgent());
        headers.set(HttpHeaderNames.ACCEPT, ANYTHING);
        headers.set(HttpHeaderNames.HOST, endpoint.authority());
    }

    private static String path(URI target) {
        String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        return target.getRawQuery() == null ? path : path + "?" + target.getRawQuery();
    }
}
