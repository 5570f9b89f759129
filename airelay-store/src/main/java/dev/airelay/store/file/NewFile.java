package dev.airelay.store.file;

import dev.airelay.store.frame.Limits;
import java.time.Duration;
import java.util.Optional;

/**
 * The description of a file before its content arrives. The name is only text and is never used as a path.
 *
 * @param filename from the client, at most 1024 characters
 * @param purpose from the client, at most 128 characters
 * @param contentType from the client, at most 256 characters
 * @param expiresAfter lifetime; empty: until it is deleted
 */
public record NewFile(String filename, String purpose, String contentType, Optional<Duration> expiresAfter) {
    /** Checks that the texts are not too long and the lifetime is positive. */
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
