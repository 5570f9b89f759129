package dev.airelay.config;

import java.time.Duration;

/**
 * How long the listener waits for its clients. Ranges are those of {@link ConfigKeys}.
 *
 * @param header from the first byte of a request's head to its last; also for a TLS handshake
 * @param bodyIdle the longest silence within a body
 * @param body a whole body
 * @param keepAlive a connection without a request
 * @param send the longest time in which a client takes nothing of what waits for it
 */
public record ClientPatience(Duration header, Duration bodyIdle, Duration body, Duration keepAlive, Duration send) {
    /** Checks the ranges. */
    public ClientPatience {
        ServerKeys.HEADER_TIMEOUT.require(header);
        ServerKeys.BODY_IDLE.require(bodyIdle);
        ServerKeys.BODY_TIMEOUT.require(body);
        ServerKeys.KEEP_ALIVE.require(keepAlive);
        ServerKeys.SEND_TIMEOUT.require(send);
    }
}
