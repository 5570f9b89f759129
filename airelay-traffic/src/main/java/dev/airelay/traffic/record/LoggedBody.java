package dev.airelay.traffic.record;

import org.jspecify.annotations.Nullable;

/** A body as it was sent. */
public sealed interface LoggedBody {

    /**
     * A whole body.
     *
     * @param contentType null when none was sent
     * @param bytes not copied; must not be changed any more
     */
    record Bytes(@Nullable String contentType, byte[] bytes) implements LoggedBody {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public LoggedBody withoutContent() {
            return new Omitted(bytes.length);
        }
    }

    /**
     * A file that was sent as part of a form.
     *
     * @param filename from the client
     * @param purpose its use
     * @param contentType from the client
     * @param size in bytes
     * @param sha256 of the content, hexadecimal
     */
    record Upload(String filename, String purpose, String contentType, long size, String sha256) implements LoggedBody {
        @Override
        public long heldBytes() {
            return (long) filename.length() + purpose.length() + contentType.length() + sha256.length();
        }
    }

    /**
     * A body whose content was not kept.
     *
     * @param size in bytes; negative if it is unknown
     */
    record Omitted(long size) implements LoggedBody {
        @Override
        public long heldBytes() {
            return 0;
        }
    }

    /** The number of bytes sent, as far as known. */
    long size();

    /** Approximate memory, in bytes. */
    default long heldBytes() {
        return size();
    }

    /** Returns this body without its content. */
    default LoggedBody withoutContent() {
        return this;
    }

    /** There was a body of some size. */
    static LoggedBody unknown() {
        return new Omitted(-1);
    }

    /** There was no body. */
    static LoggedBody none() {
        return new Omitted(0);
    }
}
