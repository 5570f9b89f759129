package dev.airelay.traffic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What passed between a client and the relay. */
public sealed interface ClientRecord extends TrafficRecord {

    /**
     * Phase {@code inbound_request}.
     *
     * @param path without the query
     * @param query its parameters, decoded
     * @param headers all of them
     * @param clientIp the client's address
     */
    record Inbound(
            String requestId,
            String method,
            String path,
            List<HeaderField> query,
            List<HeaderField> headers,
            String clientIp,
            LoggedBody body)
            implements ClientRecord {
        /** Copies the lists. */
        public Inbound {
            query = List.copyOf(query);
            headers = List.copyOf(headers);
        }

        @Override
        public long approximateBytes() {
            return 256L
                    + path.length()
                    + HeaderField.approximateBytes(query)
                    + HeaderField.approximateBytes(headers)
                    + body.size();
        }
    }

    /**
     * Phase {@code compatibility_adaptation}.
     *
     * @param ignoredParameters of the request
     * @param reason in a word
     */
    record Adapted(String requestId, List<String> ignoredParameters, String reason) implements ClientRecord {
        /** Copies the list. */
        public Adapted {
            ignoredParameters = List.copyOf(ignoredParameters);
        }
    }

    /**
     * Phase {@code outbound_response}: an answer has ended, whole or not.
     *
     * @param status as sent; 0 when the client had gone before
     * @param complete whether the last byte was sent
     * @param body of an answer that is no stream
     * @param answer what the answer says of itself; null when it is no model's
     */
    record Outbound(
            String requestId,
            int status,
            boolean complete,
            LoggedBody body,
            @Nullable ModelAnswer answer,
            Measures measures)
            implements ClientRecord {
        @Override
        public long approximateBytes() {
            return 512L + body.size();
        }
    }

    /**
     * Phase {@code outbound_usage}: what a stream cost.
     *
     * @param answer what the answer says of itself
     */
    record Usage(String requestId, ModelAnswer answer) implements ClientRecord {}
}
