package dev.airelay.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets the pages of listed web origins call the relay: answers their preflights, before any token is asked for, and marks
 * every answer to them. To all other origins it adds nothing, so that browsers keep the answers from them. Without a list it
 * does nothing at all. Stands behind pipelining and before the bearer check.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS protocol</a>
 */
final class CorsHandler extends ChannelDuplexHandler {

    private static final String PRIVATE_NETWORK = "access-control-request-private-network";
    private static final String METHODS = "GET, HEAD, POST, DELETE, OPTIONS";
    private static final int PREFLIGHT_SECONDS = 600;
    /** What scripts may read besides the few headers that every page may. */
    private static final String EXPOSED = "x-request-id, retry-after, x-should-retry, x-airelay-ignored-parameters,"
            + " x-airelay-emulated, allow, www-authenticate";
    /** Header names as browsers list them; anything else is not echoed. */
    private static final Pattern NAMES =
            Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+(\\s*,\\s*[A-Za-z0-9!#$%&'*+.^_`|~-]+)*");

    private final Set<String> origins;
    private @Nullable String allowed;
    private boolean answering;

    /**
     * Creates a handler.
     *
     * @param origins the origins, compared letter by letter
     */
    CorsHandler(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            String origin = request.headers().get(HttpHeaderNames.ORIGIN);
            allowed = origin != null && origins.contains(origin) ? origin : null;
            answering = allowed != null && isPreflight(request);
            if (answering) {
                permit(ctx, request.headers());
            }
        }
        if (answering) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private static boolean isPreflight(HttpRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    private void permit(ChannelHandlerContext ctx, HttpHeaders asked) {
        Answer answer = Answer.empty(204)
                .header(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                .header(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
        String names = asked.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        if (names != null && NAMES.matcher(names.strip()).matches()) {
            answer.header(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, names.strip());
        }
        if (asked.contains(PRIVATE_NETWORK, "true", true)) {
            answer.header("access-control-allow-private-network", "true");
        }
        mark(answer.headers());
        answer.writeTo(ctx);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            mark(response.headers());
        }
        ctx.write(message, promise);
    }

    private void mark(HttpHeaders headers) {
        if (origins.isEmpty()) {
            return;
        }
        headers.add(HttpHeaderNames.VARY, "Origin");
        if (allowed != null) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
            headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }
}
