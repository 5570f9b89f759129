package dev.airelay.backend.call;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.backend.account.WorkspaceRouting;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The transport of a call's requests: HTTP/1.1, {@link HttpExchange}, or a WebSocket, {@link SocketExchange}. */
interface Transport {

    /**
     * Prepares one exchange, which reports to {@code call}. Nothing is sent before {@link Exchange#start}.
     *
     * @param login called once, on the loop, for the credentials
     * @param fresh whether an idle connection from the pool must not be used
     */
    Exchange exchange(
            OutgoingRequest request, Supplier<CompletionStage<Credentials>> login, boolean fresh, UpstreamCall call);

    /** One request and its response. Used on the call's event loop. */
    interface Exchange {

        /** Sends the request. */
        void start();

        /** Ends the exchange immediately: the connection is closed and the call is not called any more. */
        void cancel();

        /** Ends the exchange because the call needs no more. The connection is reused if little is left to read. */
        void finish();

        /** Stops reading from the upstream. */
        void pause();

        /** Resumes reading after {@link #pause}. */
        void resume();

        /** Returns the credentials that the request was sent with; null before. */
        @Nullable
        Credentials used();

        /** Returns the number of bytes that it buffers for the call. */
        long heldBytes();

        /** Returns the routing with which the request was sent. */
        WorkspaceRouting routing();
    }
}
