package dev.airelay.traffic.record;

import java.util.List;

/** A message between a client and the relay. */
public sealed interface ClientRecord extends TrafficRecord {

    /**
     * Phase {@code inbound_request}.
     *
     * @param path without the query
     * @param query its parameters, decoded
     * @param headers all of them
     * @param clientIp the client's address
     * @param open whether the listener asks for no token
     */
    record Inbound(
            String requestId,
            String method,
            String path,
            List<HeaderField> query,
            List<HeaderField> headers,
            String clientIp,
            boolean open,
            LoggedBody body)
            implements ClientRecord {
        /** Copies the lists. */
        public Inbound {
            query = List.copyOf(query);
            headers = List.copyOf(headers);
        }

        /** Creates the record of a request to a listener that asks for the token. */
        public Inbound(
                String requestId,
                String method,
                String path,
                List<HeaderField> query,
                List<HeaderField> headers,
                String clientIp,
                LoggedBody body) {
            this(requestId, method, path, query, headers, clientIp, false, body);
        }

        @Override
        public long approximateBytes() {
            return 256L
                    + path.length()
                    + HeaderField.approximateBytes(query)
                    + HeaderField.approximateBytes(headers)
                    + body.heldBytes();
        }

        @Override
        public TrafficRecord withoutContent() {
            return new Inbound(requestId, method, path, query, headers, clientIp, open, body.withoutContent());
        }
    }

    /**
     * Phase {@code compatibility_adaptation}.
     *
     * @param ignoredParameters of the request, which the upstream cannot honour
     * @param emulatedParameters of the request, which the relay honours itself
     * @param reason in a word
     */
    record Adapted(String requestId, List<String> ignoredParameters, List<String> emulatedParameters, String reason)
            implements ClientRecord {
        /** Copies the lists. */
        public Adapted {
            ignoredParameters = List.copyOf(ignoredParameters);
            emulatedParameters = List.copyOf(emulatedParameters);
        }
    }

    /**
     * Phase {@code outbound_response}: an answer has ended, whole or not. By itself it holds all that matters of a request.
     *
     * @param line which request it answers
     * @param status as sent; 0 when the client had gone before
     * @param complete whether the last byte was sent
     * @param body of an answer that is not a stream; of an error, code and message are logged at every level
     */
    record Outbound(
            String requestId,
            RequestLine line,
            int status,
            boolean complete,
            LoggedBody body,
            Outcome outcome,
            Measures measures)
            implements ClientRecord {
        @Override
        public long approximateBytes() {
            return 512L + line.path().length() + body.heldBytes();
        }

        @Override
        public TrafficRecord withoutContent() {
            return new Outbound(requestId, line, status, complete, body.withoutContent(), outcome, measures);
        }
    }

    /**
     * Phase {@code outbound_usage}: what a stream cost.
     *
     * @param answer the answer's own facts
     */
    record Usage(String requestId, ModelAnswer answer) implements ClientRecord {}
}
