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
     * @param open whether the listener requires no token
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

        /** Creates the record of a request to a listener that requires the token. */
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
     * @param ignoredParameters of the request, which the upstream cannot honor
     * @param emulatedParameters of the request, which the relay implements itself
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
     * Phase {@code outbound_response}: a response has ended, complete or not. This record alone has all important facts of a
     * request.
     *
     * @param line the request that it answers
     * @param status as sent; 0 if the client had disconnected before
     * @param complete whether the last byte was sent
     * @param body of a response that is not a stream; an error's code and message are logged at every level
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
     * Phase {@code outbound_usage}: the token usage of a stream.
     *
     * @param answer the facts that the response states
     */
    record Usage(String requestId, ModelAnswer answer) implements ClientRecord {}
}
