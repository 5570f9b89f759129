package dev.airelay.server.page;

import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.Refusal;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /} and the files of the page: no data, so they are public. Their headers allow the browser to load nothing from anywhere else,
 * to run no script that is not a file of the page, and to show the page in no frame.
 */
public final class PageFiles implements Endpoint {

    private static final String SHELL = "index.html";
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final String[] NAMES = {
        SHELL,
        "style.css",
        "icon.svg",
        "app.js",
        "access.js",
        "banners.js",
        "clients.js",
        "connect.js",
        "dom.js",
        "feed.js",
        "format.js",
        "playground.js",
        "plan.js",
        "requests.js"
    };

    private final Map<String, byte[]> files = new HashMap<>();

    /**
     * Reads the files.
     *
     * @param authRequired whether the page has to ask for the relay token
     */
    public PageFiles(boolean authRequired) {
        for (String name : NAMES) {
            files.put(name, read(name));
        }
        String shell = new String(read(SHELL), StandardCharsets.UTF_8)
                .replace("data-auth=\"required\"", "data-auth=\"" + (authRequired ? "required" : "off") + "\"");
        files.put(SHELL, shell.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] read(String name) {
        try (InputStream resource = PageFiles.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException(name + " is missing from the build");
            }
            return resource.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        String name = request.pathVariable().isEmpty() ? SHELL : request.pathVariable();
        Optional.ofNullable(files.get(name))
                .map(content -> file(name, content))
                .orElseGet(() -> request.errors()
                        .of(Refusal.invalid(404, "unknown_url", "The page has no file '" + name + "'.")))
                .writeTo(ctx);
        return Exchange.ANSWERED;
    }

    private static Response file(String name, byte[] content) {
        return Response.of(200, TYPES.getOrDefault(name.substring(name.indexOf('.') + 1), ""), content)
                .header(HttpHeaderNames.CACHE_CONTROL, "no-cache")
                .header("content-security-policy", CONTENT_SECURITY_POLICY)
                .header("x-content-type-options", "nosniff")
                .header("x-frame-options", "DENY")
                .header("referrer-policy", "no-referrer")
                .header("cross-origin-opener-policy", "same-origin")
                .header("cross-origin-resource-policy", "same-origin");
    }
}
