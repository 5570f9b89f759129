package dev.airelay.backend.call;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.backend.account.WorkspaceRouting;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a call's requests reach the upstream: over HTTP/1.1, {@link HttpExchange}, or a WebSocket, {@link SocketExchange}. */
interface Transport {

    /**
     * Prepares one exchange, which reports to {@code call}. Nothing is sent before {@link Exchange#start}.
     *
     * @param login asked once, on the loop, for what to sign in with
     * @param fresh whether a connection that rests in the pool must not be used
     */
    Exchange exchange(
            OutgoingRequest request, Supplier<CompletionStage<Credentials>> login, boolean fresh, UpstreamCall call);

    /** One request and its response. Used on the call's event loop. */
    interface Exchange {

        /** Sends the request. */
        void start();

        /** Ends the exchange at once: the connection is closed and the call not called any more. */
        void cancel();

        /** Ends the exchange because the call has all it wanted. The connection is saved if little is left to read. */
        void finish();

        /** Stops reading from the upstream. */
        void pause();

        /** Reads on after {@link #pause}. */
        void resume();

        /** Returns the credentials that the request was sent with; null before. */
        @Nullable
        Credentials used();

        /** Returns how many bytes it holds that the call has not got. */
        long heldBytes();

        /** Returns where the request went, by what was known of its account. */
        WorkspaceRouting routing();
    }
}
