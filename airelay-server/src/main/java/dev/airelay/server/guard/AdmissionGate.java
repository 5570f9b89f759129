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
 * Submits requests to the admission, with the client's address, its token and its event loop. Safe for concurrent use.
 * *
 *
 * @param admission decides
 * @param addresses determine the client
 * @param access checks the token
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
     * @param credentials the headers that may contain the token, any of which is enough
     * @param receiver receives the decision on the event loop, immediately or later, unless the place is released
     *     before
     * @return releases the place if the client disconnects
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

    /** Returns the value of a header in the form of Authorization. */
    private static Optional<String> shown(HttpRequest request, CredentialHeader header) {
        List<String> all = request.headers().getAll(header.name());
        // Of two headers, an intermediary may have checked the other one.
        return all.size() == 1 ? Optional.of(header.asAuthorization(all.get(0))) : Optional.empty();
    }

    /** Decides by the header that comes closest to the token, regardless of order. */
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

    /** A request in admission, on its event loop. A wrong token counts even if its client has disconnected meanwhile. */
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

    /** Returns the client that a request's limits are counted for. */
    public ClientAddress client(ChannelHandlerContext ctx, HttpRequest request) {
        // A closed connection has no address any more; no client receives its response.
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
