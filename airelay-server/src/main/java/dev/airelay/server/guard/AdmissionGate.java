package dev.airelay.server.guard;

import dev.airelay.security.Admission;
import dev.airelay.security.AdmissionDecision;
import dev.airelay.security.AdmissionTicket;
import dev.airelay.security.BearerDecision;
import dev.airelay.security.ClientAddress;
import dev.airelay.security.ClientAddressSource;
import dev.airelay.security.CredentialHeader;
import dev.airelay.security.RequestLoop;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests to the admission: who the client is, what token it shows, and on which loop it is told. Safe for
 * concurrent use.
 *
 * @param admission decides
 * @param addresses tell who the client is
 * @param access looks at the token
 * @param section the section of the configuration that has the limits
 */
public record AdmissionGate(Admission admission, ClientAddressSource addresses, RelayAccess access, String section) {

    /** Creates the gate of the relay's own listener. */
    public AdmissionGate(Admission admission, ClientAddressSource addresses, RelayAccess access) {
        this(admission, addresses, access, "security");
    }

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /**
     * Decides about a request.
     *
     * @param credentials the headers that may show the token, any of which will do
     * @param receiver gets the decision on the event loop, at once or later, unless the place is left before
     * @return gives the place up when the client goes
     */
    Runnable admit(
            ChannelHandlerContext ctx,
            HttpRequest request,
            Set<CredentialHeader> credentials,
            Consumer<AdmissionDecision> receiver) {
        List<String> shown = new ArrayList<>(credentials.size());
        for (CredentialHeader header : credentials) {
            shown(request, header).ifPresent(shown::add);
        }
        Arrival arrival = new Arrival(shown, client(ctx, request), ctx, receiver);
        if (admission.blocks(arrival.client)) {
            arrival.enter(() -> check(shown));
        } else {
            BearerDecision decision = check(shown);
            access.lookAgain(decision).ifPresentOrElse(arrival::enterAfter, () -> arrival.enter(() -> decision));
        }
        return arrival::leave;
    }

    /** Returns the value of a header as Authorization would have it. */
    private static Optional<String> shown(HttpRequest request, CredentialHeader header) {
        List<String> all = request.headers().getAll(header.name());
        // Of two, another program on the way may have looked at the other one.
        return all.size() == 1 ? Optional.of(header.asAuthorization(all.get(0))) : Optional.empty();
    }

    /** Decides by the header that comes closest to the token, in any order. */
    private BearerDecision check(List<String> shown) {
        if (shown.size() == 1) {
            return access.check(shown.get(0));
        }
        BearerDecision closest = access.check(null);
        for (String value : shown) {
            BearerDecision decision = access.check(value);
            if (!(decision instanceof BearerDecision.Denied denied)) {
                return decision;
            }
            if (!(closest instanceof BearerDecision.Denied before)
                    || denied.reason().compareTo(before.reason()) > 0) {
                closest = decision;
            }
        }
        return closest;
    }

    /** A request before the door, on its event loop. A wrong token counts although its client has gone meanwhile. */
    private final class Arrival {
        private final List<String> shown;
        private final ClientAddress client;
        private final ChannelHandlerContext ctx;
        private final Consumer<AdmissionDecision> receiver;
        private @Nullable AdmissionTicket ticket;
        private boolean left;

        Arrival(
                List<String> shown,
                ClientAddress client,
                ChannelHandlerContext ctx,
                Consumer<AdmissionDecision> receiver) {
            this.shown = shown;
            this.client = client;
            this.ctx = ctx;
            this.receiver = receiver;
        }

        void enterAfter(CompletionStage<?> look) {
            look.whenComplete((looked, failure) -> ctx.executor().execute(() -> enter(() -> check(shown))));
        }

        void enter(Supplier<BearerDecision> credential) {
            AdmissionTicket place = admission.admit(client, credential, loop(ctx), receiver);
            ticket = place;
            if (left) {
                place.leave();
            }
        }

        void leave() {
            left = true;
            if (ticket != null) {
                ticket.leave();
            }
        }
    }

    /** Returns whom the limits of a request are counted for. */
    public ClientAddress client(ChannelHandlerContext ctx, HttpRequest request) {
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
