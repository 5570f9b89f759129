package dev.airelay.traffic.record;

import java.util.function.Supplier;
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

        @Override
        public LoggedBody withoutContent() {
            return new Omitted(bytes.length);
        }
    }

    /**
     * A body that is put into bytes by the log's own thread, so that its sender need not do it twice.
     *
     * @param contentType null when none was sent
     * @param size about how many bytes, for the queue's limit
     * @param content makes the bytes, of what nobody changes any more; called at most once, on the log's thread
     */
    record Written(@Nullable String contentType, long size, Supplier<byte[]> content) implements LoggedBody {
        @Override
        public LoggedBody withoutContent() {
            // Nobody knows its exact size but who makes the bytes.
            return unknown();
        }
    }

    /**
     * A file that was sent as part of a form.
     *
     * @param filename as the client calls it
     * @param purpose its use
     * @param contentType as the client says
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
     * A body that was not kept.
     *
     * @param size in bytes; negative when it is not known
     */
    record Omitted(long size) implements LoggedBody {
        @Override
        public long heldBytes() {
            return 0;
        }
    }

    /** How many bytes were sent, as far as it is known. */
    long size();

    /** About how much memory it holds, in bytes. */
    default long heldBytes() {
        return size();
    }

    /** The body as it is when its content is not kept. */
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
