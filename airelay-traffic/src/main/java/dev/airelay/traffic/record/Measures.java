package dev.airelay.traffic.record;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The duration and size of a response.
 *
 * @param duration from the request's head to the response's last byte
 * @param firstByte from the request's head to the head of the response; null if there was none
 * @param firstToken from the request's head to the first piece of content; null when there was none
 * @param bytesIn of the request's body
 * @param bytesOut of the response's body
 */
public record Measures(
        Duration duration,
        @Nullable Duration firstByte,
        @Nullable Duration firstToken,
        long bytesIn,
        long bytesOut) {}
