package dev.airelay.store.upload;

/** Where an upload stands. Only a pending one takes parts. */
public enum UploadStatus {
    /** Waits for parts. */
    PENDING,
    /** Has become a file. */
    COMPLETED,
    /** Was given up by the client. */
    CANCELLED,
    /** Was not completed in time. */
    EXPIRED
}
