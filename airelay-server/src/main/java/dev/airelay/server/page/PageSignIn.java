package dev.airelay.server.page;

import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.server.guard.PageSession;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.Refusal;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.transforms.failure.ApiError;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a tab on the relay's own machine signs in without the relay token: a program that has the token asks for a one-time code,
 * which travels in the fragment of the page's address, and the page exchanges it for a session. All three routes refuse clients
 * of other machines, and those that a proxy on this machine speaks for.
 */
public final class PageSignIn {

    private static final String BEARER = "Bearer ";

    private final PageCodes codes;
    private final RelayTokenSource token;
    private final boolean tokenRequired;
    private final InstantSource clock;

    /**
     * Creates the routes.
     *
     * @param tokenRequired whether the relay asks for its token at all
     */
    public PageSignIn(PageCodes codes, RelayTokenSource token, boolean tokenRequired, InstantSource clock) {
        this.codes = codes;
        this.token = token;
        this.tokenRequired = tokenRequired;
        this.clock = clock;
    }

    /** {@code POST /v1/relay/page/code}: makes a one-time code, for a client with the relay token. */
    public Exchange code(RelayRequest request, ChannelHandlerContext ctx) {
        return answer(
                request,
                ctx,
                () -> Response.json(
                        200,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("object", "relay.page_code")
                                .put("code", codes.issue())
                                .put("expires_in", PageCodes.LIFETIME.toSeconds())));
    }

    /** {@code POST /page/session}: exchanges a code, which stands where the token stands otherwise. Public: the code is the key. */
    public Exchange exchange(RelayRequest request, ChannelHandlerContext ctx) {
        return answer(request, ctx, () -> {
            String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
            boolean shown = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
            if (!shown || !codes.use(authorization.substring(BEARER.length()).strip())) {
                return request.errors()
                        .of(Refusal.of(
                                401,
                                new ApiError(
                                        "This link has been used, or is older than "
                                                + PageCodes.LIFETIME.toSeconds() + " seconds. For a new one, run:"
                                                + " airelay open",
                                        "authentication_error",
                                        null,
                                        "page_code_invalid")));
            }
            Instant end = clock.instant().plus(PageSession.LIFETIME);
            ObjectNode session = JsonNodeFactory.instance.objectNode().put("object", "relay.page_session");
            session.put(
                    "token",
                    relayToken().map(value -> PageSession.until(end, value)).orElse(null));
            return Response.json(200, session.put("expires_at", end.getEpochSecond()));
        });
    }

    /** {@code GET /v1/relay/page/token}: the relay token itself, for the page's button that copies it. */
    public Exchange token(RelayRequest request, ChannelHandlerContext ctx) {
        return answer(
                request,
                ctx,
                () -> Response.json(
                        200,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("object", "relay.token")
                                .put("token", relayToken().orElse(null))));
    }

    private Optional<String> relayToken() {
        return tokenRequired ? token.current().map(RelayToken::value) : Optional.empty();
    }

    private static Exchange answer(RelayRequest request, ChannelHandlerContext ctx, Supplier<Response> local) {
        Response response = isLocal(request, ctx)
                ? local.get()
                : request.errors()
                        .of(Refusal.of(
                                403,
                                new ApiError(
                                        "Links that sign in work only on the machine that AIRelay runs on. Enter the relay"
                                                + " token instead; to see it, run there: airelay token show",
                                        "permission_error",
                                        null,
                                        "page_not_local")));
        response.header(HttpHeaderNames.CACHE_CONTROL, "no-store").writeTo(ctx);
        return Exchange.ANSWERED;
    }

    private static boolean isLocal(RelayRequest request, ChannelHandlerContext ctx) {
        return ctx.channel().remoteAddress() instanceof InetSocketAddress peer
                && peer.getAddress().isLoopbackAddress()
                && !request.headers().contains("x-forwarded-for")
                && !request.headers().contains("forwarded");
    }
}
