package dev.airelay.server.guard;

import dev.airelay.security.HostDecision;
import dev.airelay.security.HostGuard;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.Refusal;
import dev.airelay.server.http.RequestContext;
import dev.airelay.server.http.RequestPath;
import dev.airelay.server.http.Response;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/** Refuses requests that a foreign web page makes a browser send: under a foreign Host name, or from a foreign origin. */
public final class HostHandler extends ChannelInboundHandlerAdapter {
    private final ConnectionState connection;
    private final HostGuard guard;
    private boolean refusing;

    public HostHandler(ConnectionState connection, HostGuard guard) {
        this.connection = connection;
        this.guard = guard;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            HostDecision decision = guard.check(
                    // Every page can read the response to the GET of a WebSocket.
                    RequestContext.isWebSocketHandshake(request)
                            ? "POST"
                            : request.method().name(),
                    request.protocolVersion().equals(HttpVersion.HTTP_1_1),
                    hosts(request),
                    request.headers().getAll(HttpHeaderNames.ORIGIN));
            refusing = decision instanceof HostDecision.Denied;
            if (decision instanceof HostDecision.Denied denied) {
                Response answer = connection.errors().of(refusal(denied));
                connection.trace().ifPresent(trace -> trace.refused(Refusals.record(denied, answer.status())));
                answer.writeTo(ctx);
            }
        }
        if (refusing) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    /** If the target is a whole URL, its host counts (RFC 9112, 3.2.2). */
    private static List<String> hosts(HttpRequest request) {
        return RequestPath.authority(request.uri())
                .map(List::of)
                .orElseGet(() -> request.headers().getAll(HttpHeaderNames.HOST));
    }

    private static Refusal refusal(HostDecision.Denied denied) {
        return switch (denied.reason()) {
            case MISSING_HOST, MALFORMED_HOST ->
                Refusal.invalid(
                        400,
                        "invalid_host",
                        "The Host header must name exactly one host, but is '" + denied.value() + "'.");
            case FOREIGN_HOST ->
                Refusal.invalid(
                        403,
                        "host_not_allowed",
                        "The host name '" + denied.value() + "' is not allowed. Use 127.0.0.1 or localhost, or add "
                                + quoted(denied.entry().orElseThrow()) + " to security.allowed_hosts.");
            case FOREIGN_ORIGIN -> Refusal.invalid(403, "origin_not_allowed", foreignPage(denied));
        };
    }

    private static String foreignPage(HostDecision.Denied denied) {
        if (denied.entry().isEmpty()) {
            return "The Origin header must contain one origin such as https://chat.example, but is '" + denied.value()
                    + "'.";
        }
        String entry = denied.entry().get();
        String advice = " If you trust them, add " + quoted(entry) + " to security.allowed_origins.";
        if (entry.equals("null")) {
            return "Pages without an origin of their own (Origin: null), such as local files and some desktop"
                    + " apps, are not allowed to call AIRelay." + advice + " This allows every such page.";
        }
        int scheme = entry.indexOf("://");
        boolean ofTheWeb = entry.startsWith("http:") || entry.startsWith("https:");
        return "Pages from '" + denied.value() + "' are not allowed to call AIRelay." + advice
                + (ofTheWeb || entry.startsWith("file:")
                        ? ""
                        : " " + quoted(entry.substring(0, scheme) + "://*") + " allows every page with that scheme.");
    }

    private static String quoted(String entry) {
        return "\"" + entry + "\"";
    }
}
