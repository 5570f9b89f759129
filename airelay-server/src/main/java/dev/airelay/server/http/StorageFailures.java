package dev.airelay.server.http;

import dev.airelay.store.frame.StoreException;
import java.util.concurrent.CompletionException;

/** Log entries about work on the store that failed without a client to answer. */
public final class StorageFailures {

    private StorageFailures() {}

    /** Logs that something was not stored: with its reason where the store knows it, else with all that is known. */
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
