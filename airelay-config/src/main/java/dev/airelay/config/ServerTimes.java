package dev.airelay.config;

import java.time.Duration;

/**
 * The listener's times. Ranges are those of {@link ConfigKeys}.
 *
 * @param patience how long it waits for clients
 * @param heartbeat after how much silence an event stream gets a comment; zero for never
 * @param shutdown how long answers under way may go on when the relay is told to stop
 */
public record ServerTimes(ClientPatience patience, Duration heartbeat, Duration shutdown) {
    /** Checks the ranges. */
    public ServerTimes {
        ServerKeys.HEARTBEAT.require(heartbeat);
        ServerKeys.SHUTDOWN.require(shutdown);
    }
}
