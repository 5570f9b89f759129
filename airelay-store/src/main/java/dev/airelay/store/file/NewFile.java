package dev.airelay.store.file;

import dev.airelay.store.frame.Limits;
import java.time.Duration;
import java.util.Optional;

/**
 * The description of a file before its content comes. The name is only text: it never names anything on disk.
 *
 * @param filename as the client says, at most 1024 characters
 * @param purpose as the client says, at most 128 characters
 * @param contentType as the client says, at most 256 characters
 * @param expiresAfter how long it is kept; empty: until it is deleted
 */
public record NewFile(String filename, String purpose, String contentType, Optional<Duration> expiresAfter) {
    /** Refuses texts that are too long and a life that is not positive. */
    public NewFile {
        atMost("filename", filename, 1024);
        atMost("purpose", purpose, 128);
        atMost("contentType", contentType, 256);
        expiresAfter.ifPresent(life -> Limits.positive("expiresAfter", life));
    }

    private static void atMost(String name, String value, int characters) {
        if (value.length() > characters) {
            throw new IllegalArgumentException(
                    name + " must have at most " + characters + " characters, has " + value.length());
        }
    }
}
