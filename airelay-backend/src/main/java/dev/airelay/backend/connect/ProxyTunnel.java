package dev.airelay.backend.connect;

import dev.airelay.backend.connect.ProxyException.Trouble;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One tunnel through one address of a proxy, on one channel. */
final class ProxyTunnel {

    private final Endpoint endpoint;
    private final ProxyServer proxy;
    private final ProxyHandler handler;
    private final ProxyAnswerWatch answers;

    ProxyTunnel(Route route, ProxyServer proxy, InetSocketAddress address) {
        this.endpoint = route.endpoint();
        this.proxy = proxy;
        this.handler = handler(proxy, address);
        this.answers = new ProxyAnswerWatch(proxy.login().isPresent());
        handler.setConnectTimeoutMillis(route.timeout().toMillis());
    }

    /** Adds the proxy's handlers to the end of the pipeline; the connection is then opened to {@link #destination}. */
    void install(ChannelPipeline pipeline) {
        pipeline.addLast(handler);
        // After the codec, which the proxy handler has put before itself.
        pipeline.addBefore(pipeline.context(handler).name(), null, answers);
    }

    /** Returns the upstream's address as sent to the proxy: a name is not resolved. */
    InetSocketAddress destination() {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(endpoint.host());
        return address == null
                ? InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port())
                : new InetSocketAddress(address, endpoint.port());
    }

    /** Completed when the proxy has accepted or refused. */
    Future<Channel> established() {
        return handler.connectFuture();
    }

    /** The tunnel is open: from here on it is transparent. */
    void settle(ChannelPipeline pipeline) {
        pipeline.remove(answers);
    }

    /** Returns the failure of a tunnel that was not established. */
    ProxyException failure(@Nullable Throwable cause) {
        Optional<ProxyAnswerWatch.Refusal> refusal = answers.refusal();
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        // Netty's own exception counts as a refused connection; its cause says more.
        Throwable inner = cause == null ? null : cause.getCause();
        if (TransportFailures.isTls(inner)) {
            return ProxyException.unreachable(proxy, TransportFailures.words(inner));
        }
        return new ProxyException(
                Trouble.NO_PROXY,
                "The proxy " + proxy + " did not respond like a proxy of this kind.",
                "Check the scheme and port in upstream.proxy or in HTTPS_PROXY, HTTP_PROXY and ALL_PROXY.");
    }

    private ProxyException refused(ProxyAnswerWatch.Refusal refusal) {
        String said = " (" + refusal.said() + ").";
        Trouble trouble = refusal.trouble();
        return switch (trouble) {
            case WANTS_CREDENTIALS ->
                proxy.login().isPresent()
                        ? new ProxyException(
                                trouble,
                                "The proxy " + proxy + " rejected the user name and password" + said,
                                "Correct them in the proxy's address. Special characters must be percent-encoded.")
                        : new ProxyException(
                                trouble,
                                "The proxy " + proxy + " requires a user name and password" + said,
                                "Add them to the proxy's address: scheme://user:password@host:port.");
            case CANNOT_REACH_UPSTREAM ->
                new ProxyException(
                        trouble,
                        "The proxy " + proxy + " could not reach " + endpoint.place() + said,
                        "Check the address and the network behind the proxy.");
            default ->
                new ProxyException(
                        trouble,
                        "The proxy " + proxy + " refused to connect to " + endpoint.place() + said,
                        "Ask the proxy's administrator to allow it.");
        };
    }

    private static ProxyHandler handler(ProxyServer proxy, InetSocketAddress address) {
        Optional<ProxyServer.Login> login = proxy.login();
        if (proxy.kind() == ProxyServer.Kind.SOCKS5) {
            return login.map(known -> new Socks5ProxyHandler(address, known.user(), known.password()))
                    .orElseGet(() -> new Socks5ProxyHandler(address));
        }
        return login.map(known -> new HttpProxyHandler(address, known.user(), known.password()))
                .orElseGet(() -> new HttpProxyHandler(address));
    }
}
