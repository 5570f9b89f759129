package dev.airelay.backend.connect;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect: name lookup, TCP, the proxy's tunnel, TLS. Tries the host's addresses one after the other, so
 * that a broken IPv6 route does not hide a working IPv4 one. Used on its event loop only.
 */
final class ConnectAttempt {

    private static final int MAX_ADDRESSES = 3;
    private static final int MIN_ATTEMPT_MILLIS = 250;

    private final Route route;
    private final EventLoop loop;
    private final ConnectProgress progress;
    private final Promise<Channel> ready;

    ConnectAttempt(Route route, EventLoop loop, ConnectProgress progress) {
        this.route = route;
        this.loop = loop;
        this.progress = progress;
        this.ready = loop.newPromise();
    }

    Future<Channel> start(ClientTls tls, NameLookup names) {
        names.addresses(route.firstHost(), loop).addListener((Future<List<InetAddress>> found) -> {
            if (found.isSuccess()) {
                List<InetAddress> all = found.getNow();
                progress.passed(ConnectStep.DNS, route.firstHost() + " resolves to " + shown(all));
                encrypt(tls, all.subList(0, Math.min(all.size(), MAX_ADDRESSES)), names);
            } else {
                ready.tryFailure(firstStepFailure(found.cause()));
            }
        });
        return ready;
    }

    private void encrypt(ClientTls tls, List<InetAddress> addresses, NameLookup names) {
        if (!route.needsTls()) {
            tryNext(null, addresses, 0, names);
            return;
        }
        tls.context(loop).addListener((Future<SSLContext> made) -> {
            if (made.isSuccess()) {
                tryNext(made.getNow(), addresses, 0, names);
            } else {
                ready.tryFailure(made.cause());
            }
        });
    }

    private void tryNext(@Nullable SSLContext tls, List<InetAddress> addresses, int index, NameLookup names) {
        if (ready.isDone()) {
            return;
        }
        InetSocketAddress address = new InetSocketAddress(addresses.get(index), route.firstPort());
        ConnectPipeline way = new ConnectPipeline(route, tls, address);
        ChannelFuture connecting = bootstrap(way, addresses.size()).connect(way.destination());
        Channel channel = connecting.channel();
        ready.addListener(outcome -> {
            if (outcome.isCancelled()) {
                abandon(channel);
            }
        });
        connecting.addListener(outcome -> {
            if (outcome.isSuccess()) {
                progress.passed(
                        ConnectStep.TCP,
                        "connected to " + address.getAddress().getHostAddress() + " port " + address.getPort());
                way.tunnel(channel).addListener(tunnelled -> afterTunnel(way, channel, tunnelled));
            } else if (index + 1 < addresses.size()) {
                tryNext(tls, addresses, index + 1, names);
            } else {
                names.forget(route.firstHost());
                ready.tryFailure(firstStepFailure(outcome.cause()));
            }
        });
    }

    private void afterTunnel(ConnectPipeline way, Channel channel, Future<?> tunnelled) {
        if (!tunnelled.isSuccess()) {
            fail(channel, way.tunnelFailure(tunnelled.cause()));
            return;
        }
        if (route.proxy() != null) {
            progress.passed(ConnectStep.PROXY, "the proxy " + route.proxy() + " opened a tunnel");
        }
        way.handshake(channel).addListener(shaken -> {
            if (shaken.isSuccess()) {
                if (route.endpoint().tls()) {
                    progress.passed(ConnectStep.TLS, way.session(channel));
                }
                way.settle(channel.pipeline());
                deliver(channel);
            } else {
                fail(channel, shaken.cause());
            }
        });
    }

    private void deliver(Channel channel) {
        if (!ready.trySuccess(channel)) {
            abandon(channel);
        }
    }

    private void fail(Channel channel, Throwable cause) {
        abandon(channel);
        ready.tryFailure(cause);
    }

    private Throwable firstStepFailure(@Nullable Throwable cause) {
        ProxyServer proxy = route.proxy();
        Throwable known = cause == null ? new IllegalStateException("failed without a cause") : cause;
        return proxy == null ? known : ProxyException.unreachable(proxy, TransportFailures.words(known));
    }

    private Bootstrap bootstrap(ConnectPipeline way, int attempts) {
        int millis = (int) Math.min(route.timeout().toMillis() / attempts, Integer.MAX_VALUE);
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .disableResolver()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.max(millis, MIN_ATTEMPT_MILLIS))
                // A refusal may arrive while a large request is still being written: it is read even if the write
                // fails.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(way);
    }

    private static String shown(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
    private static void abandon(Channel channel) {
        channel.close();
    }
}
