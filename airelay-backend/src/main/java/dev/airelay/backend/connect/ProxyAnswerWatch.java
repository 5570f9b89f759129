package dev.airelay.backend.connect;

import dev.airelay.backend.connect.ProxyException.Trouble;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5CommandResponse;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.codec.socksx.v5.Socks5InitialResponse;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthResponse;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthStatus;
import java.util.Optional;
import java.util.Set;

/**
 * Stands between the codec and Netty's proxy handler and records why the proxy refused: the handler's exceptions contain it
 * as free text only. Forwards everything.
 */
final class ProxyAnswerWatch extends ChannelInboundHandlerAdapter {

    /** Statuses with which a proxy reports its own failed attempt to connect, including 500 of simple proxies. */
    private static final Set<HttpResponseStatus> BEYOND = Set.of(
            HttpResponseStatus.INTERNAL_SERVER_ERROR,
            HttpResponseStatus.BAD_GATEWAY,
            HttpResponseStatus.SERVICE_UNAVAILABLE,
            HttpResponseStatus.GATEWAY_TIMEOUT);

    /** General failure counts too: {@code ssh -D} reports it for a name that it cannot resolve. */
    private static final Set<Socks5CommandStatus> BEYOND_SOCKS = Set.of(
            Socks5CommandStatus.FAILURE,
            Socks5CommandStatus.NETWORK_UNREACHABLE,
            Socks5CommandStatus.HOST_UNREACHABLE,
            Socks5CommandStatus.CONNECTION_REFUSED,
            Socks5CommandStatus.TTL_EXPIRED);

    private final boolean knowsPassword;
    private Optional<Refusal> refusal = Optional.empty();

    ProxyAnswerWatch(boolean knowsPassword) {
        this.knowsPassword = knowsPassword;
    }

    /** Why the proxy refused, and its own word for it. */
    record Refusal(Trouble trouble, String said) {}

    /** Returns why the proxy refused; empty if it did not, or not in its protocol. */
    Optional<Refusal> refusal() {
        return refusal;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof DecoderResultProvider part
                && part.decoderResult().isSuccess()) {
            understood(part);
        }
        context.fireChannelRead(message);
    }

    private void understood(DecoderResultProvider part) {
        if (part instanceof HttpResponse response) {
            http(response.status());
        } else if (part instanceof Socks5InitialResponse offer) {
            offered(offer.authMethod());
        } else if (part instanceof Socks5PasswordAuthResponse checked) {
            checked(checked.status());
        } else if (part instanceof Socks5CommandResponse connected) {
            socks(connected.status());
        }
    }

    private void checked(Socks5PasswordAuthStatus status) {
        if (!status.equals(Socks5PasswordAuthStatus.SUCCESS)) {
            note(Trouble.WANTS_CREDENTIALS, "authentication failed");
        }
    }

    private void http(HttpResponseStatus status) {
        if (status.equals(HttpResponseStatus.PROXY_AUTHENTICATION_REQUIRED)) {
            note(Trouble.WANTS_CREDENTIALS, "status 407");
        } else if (BEYOND.contains(status)) {
            note(Trouble.CANNOT_REACH_UPSTREAM, "status " + status.code());
        } else if (!status.equals(HttpResponseStatus.OK)) {
            note(Trouble.REFUSED, "status " + status.code());
        }
    }

    private void offered(Socks5AuthMethod method) {
        boolean acceptable =
                method.equals(Socks5AuthMethod.NO_AUTH) || (method.equals(Socks5AuthMethod.PASSWORD) && knowsPassword);
        if (!acceptable) {
            note(Trouble.WANTS_CREDENTIALS, "no acceptable authentication method");
        }
    }

    private void socks(Socks5CommandStatus status) {
        if (!status.equals(Socks5CommandStatus.SUCCESS)) {
            note(
                    BEYOND_SOCKS.contains(status) ? Trouble.CANNOT_REACH_UPSTREAM : Trouble.REFUSED,
                    "SOCKS code " + (status.byteValue() & 0xFF));
        }
    }

    private void note(Trouble trouble, String said) {
        refusal = Optional.of(new Refusal(trouble, said));
    }
}
