package dev.airelay.server;

import dev.airelay.security.HostDecision;
import dev.airelay.security.HostGuard;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets the pages of listed web origins call the relay: answers their preflights, before any token is asked for, and marks
 * every answer to them. Without a list there are none. Stands behind the Host and Origin guard, whose list it goes by, and
 * before the token is looked at.
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

    private final HostGuard guard;
    private @Nullable String allowed;
    private boolean answering;

    CorsHandler(HostGuard guard) {
        this.guard = guard;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            String origin = request.headers().get(HttpHeaderNames.ORIGIN);
            allowed = origin != null && isListed(origin) ? origin : null;
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

    /** A page of a listed origin may do anything; others get to reading at most. */
    private boolean isListed(String origin) {
        return guard.check(HttpMethod.POST.name(), false, List.of(), List.of(origin)) instanceof HostDecision.Allowed;
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
        if (allowed != null) {
            headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
            headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }
}
