package dev.airelay.server;

import dev.airelay.security.Admission;
import dev.airelay.security.AdmissionDecision;
import dev.airelay.security.AdmissionTicket;
import dev.airelay.security.ClientAddress;
import dev.airelay.security.ClientAddressSource;
import dev.airelay.security.RequestLoop;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes requests to the admission: who the client is, what token it shows, and on which loop it is told. Safe for
 * concurrent use.
 *
 * @param admission decides
 * @param addresses tell who the client is
 * @param access looks at the token
 */
record Door(Admission admission, ClientAddressSource addresses, RelayAccess access) {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    AdmissionTicket admit(ChannelHandlerContext ctx, HttpRequest request, Consumer<AdmissionDecision> receiver) {
        List<String> all = request.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        // Of two, another program on the way may have looked at the other one.
        String shown = all.size() == 1 ? all.get(0) : null;
        return admission.admit(client(ctx, request), () -> access.check(shown), loop(ctx), receiver);
    }

    /** Returns whom the limits of a request are counted for. */
    ClientAddress client(ChannelHandlerContext ctx, HttpRequest request) {
        // A connection that is closed already has no address any more; its request is answered to nobody.
        InetAddress peer = ctx.channel().remoteAddress() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
        return addresses.client(peer, request.headers().getAll(FORWARDED_FOR));
    }

    private static RequestLoop loop(ChannelHandlerContext ctx) {
        return new RequestLoop() {
            @Override
            public void execute(Runnable task) {
                ctx.executor().execute(task);
            }

            @Override
            public Runnable schedule(Runnable task, Duration delay) {
                Future<?> timer = ctx.executor().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> timer.cancel(false);
            }
        };
    }
}
