package dev.airelay.config;

/**
 * How much the listener takes in. Ranges are those of {@link ConfigKeys}.
 *
 * @param maxBodyBytes largest request body
 * @param maxBufferedBytes all request bodies, upstream events and answers in work together
 * @param maxRequestLineBytes longest request line
 * @param maxHeaderBytes headers of one request together
 * @param maxConnections client connections open at once
 */
public record ServerLimits(
        long maxBodyBytes, long maxBufferedBytes, int maxRequestLineBytes, int maxHeaderBytes, int maxConnections) {
    /** Checks the ranges. */
    public ServerLimits {
        ServerKeys.MAX_BODY_BYTES.require(maxBodyBytes);
        ServerKeys.MAX_BUFFERED_BYTES.require(maxBufferedBytes);
        ServerKeys.MAX_REQUEST_LINE_BYTES.require(maxRequestLineBytes);
        ServerKeys.MAX_HEADER_BYTES.require(maxHeaderBytes);
        ServerKeys.MAX_CONNECTIONS.require(maxConnections);
    }
}
