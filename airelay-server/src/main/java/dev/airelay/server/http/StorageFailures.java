package dev.airelay.server.http;

import dev.airelay.store.frame.StoreException;
import java.util.concurrent.CompletionException;

/** Log entries about failed work on the store without a client to notify. */
public final class StorageFailures {

    private StorageFailures() {}

    /** Logs that something was not stored: with the reason if the store knows it, otherwise with the exception. */
    public static void log(System.Logger log, System.Logger.Level level, String event, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StoreException known) {
            log.log(level, event + ": " + known.getMessage());
        } else {
            log.log(level, event, cause);
        }
    }
}
