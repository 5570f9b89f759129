package dev.airelay.traffic.record;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer took and how large it was.
 *
 * @param duration from the request's head to the answer's last byte
 * @param firstByte from the request's head to the head of the answer; null when there was none
 * @param firstToken from the request's head to the first piece of content; null when there was none
 * @param bytesIn of the request's body
 * @param bytesOut of the answer's body
 */
public record Measures(
        Duration duration,
        @Nullable Duration firstByte,
        @Nullable Duration firstToken,
        long bytesIn,
        long bytesOut) {}
