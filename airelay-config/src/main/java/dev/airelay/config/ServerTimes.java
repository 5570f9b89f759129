package dev.airelay.config;

import java.time.Duration;

/**
 * The listener's times. Ranges are those of {@link ConfigKeys}.
 *
 * @param patience how long it waits for clients
 * @param memoryWait how long an answer waits for memory that others take
 * @param heartbeat after how much silence an event stream gets a comment; zero for never
 * @param shutdown how long answers under way may go on when the relay is told to stop
 */
public record ServerTimes(ClientPatience patience, Duration memoryWait, Duration heartbeat, Duration shutdown) {
    /** Checks the ranges. */
    public ServerTimes {
        ServerKeys.MEMORY_WAIT.require(memoryWait);
        ServerKeys.HEARTBEAT.require(heartbeat);
        ServerKeys.SHUTDOWN.require(shutdown);
    }
}
