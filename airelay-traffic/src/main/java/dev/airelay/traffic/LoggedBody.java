package dev.airelay.traffic;

import org.jspecify.annotations.Nullable;

/** A body as it was sent. */
public sealed interface LoggedBody {

    /**
     * All of a body.
     *
     * @param contentType null when none was sent
     * @param bytes not copied; nobody may change it any more
     */
    record Bytes(@Nullable String contentType, byte[] bytes) implements LoggedBody {
        @Override
        public long size() {
            return bytes.length;
        }
    }

    /**
     * A file that was sent as part of a form.
     *
     * @param filename as the client calls it
     * @param purpose what for
     * @param contentType as the client says
     * @param size in bytes
     * @param sha256 of the content, hexadecimal
     */
    record Upload(String filename, String purpose, String contentType, long size, String sha256)
            implements LoggedBody {}

    /**
     * A body that was not kept.
     *
     * @param size in bytes
     */
    record Omitted(long size) implements LoggedBody {}

    /** How many bytes were sent. */
    long size();

    /** There was no body. */
    static LoggedBody none() {
        return new Omitted(0);
    }
}
