package dev.airelay.cli.connect;

import org.jspecify.annotations.Nullable;

/** A client's file cannot be edited safely. The message is a clause that follows the name of the file and a colon. */
public final class UneditableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UneditableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
